import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** HTML in which everything that came from outside was escaped. */
export type Markup = HtmlEscapedString;

type Child = string | number | null | false | Markup | readonly (Markup | null)[];

/** Tagged template: escapes every value that is no Markup; null and false give nothing, lists are joined. */
export function markup(strings: TemplateStringsArray, ...children: readonly Child[]): Markup {
  const made = html(strings, ...children);
  if (made instanceof Promise) throw new Error('a report is rendered without waiting for anything');
  return made;
}

/** Text of ours that is markup already (a style sheet, a script); never anything that came from outside. */
export const trusted = (text: string): Markup => raw(text);
