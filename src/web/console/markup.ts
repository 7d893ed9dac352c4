import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** HTML in which everything that came from outside was escaped. */
export type Markup = HtmlEscapedString;

type Child = string | number | null | false | Markup | readonly Markup[];

/** Tagged template: escapes every value that is no Markup; null and false give nothing, lists are joined. */
export function markup(strings: TemplateStringsArray, ...children: readonly Child[]): Markup {
  const made = html(strings, ...children);
  if (made instanceof Promise) throw new Error('a report is rendered without waiting for anything');
  return made;
}
