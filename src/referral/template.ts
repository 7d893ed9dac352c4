import { err, ok, type Result } from '../core/result.ts';
import { referralFault } from './fault.ts';

/** What a template can name: texts, lists of further values, and whether something is so. */
export type TemplateValue = string | number | boolean | readonly TemplateValues[];
export interface TemplateValues {
  readonly [name: string]: TemplateValue;
}

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'section'; readonly name: string; readonly inverted: boolean; readonly parts: readonly Part[] };

const TAG = /\{\{([#^/]?)([a-zA-Z][a-zA-Z0-9]*)\}\}/g;
/** A section's mark alone on its line takes the line with it. */
const ALONE = /^[ \t]*(\{\{[#^/][a-zA-Z][a-zA-Z0-9]*\}\})[ \t]*\n/gm;

/**
 * Fills a text: `{{name}}` gives a value, `{{#name}}…{{/name}}` repeats for each of a list or stays when it is so, `{{^name}}…{{/name}}`
 * stays when it is not. A name that the values lack is a fault, so that no certificate goes out with a hole. `html` escapes the values.
 */
export function fillTemplate(file: string, template: string, values: TemplateValues, html: boolean): Result<string> {
  const problems: string[] = [];
  const parts = parse(template.replaceAll(ALONE, '$1'), problems);
  const text = problems.length === 0 ? fill(parts, [values], html, problems) : '';
  if (problems.length === 0) return ok(text);
  return err(referralFault('REFERRAL_TEMPLATE_INVALID', `filling ${file}: ${[...new Set(problems)].join('; ')}`));
}

function parse(template: string, problems: string[]): readonly Part[] {
  const open: { readonly name: string; readonly inverted: boolean; readonly parts: Part[] }[] = [
    { name: '', inverted: false, parts: [] },
  ];
  const add = (part: Part): unknown => open.at(-1)?.parts.push(part);
  let at = 0;
  for (const match of template.matchAll(TAG)) {
    const [whole, mark = '', name = ''] = match;
    add({ kind: 'text', text: template.slice(at, match.index) });
    at = match.index + whole.length;
    if (mark === '') add({ kind: 'value', name });
    else if (mark === '/') {
      const section = open.length > 1 ? open.pop() : undefined;
      if (section?.name === name) add({ kind: 'section', ...section });
      else problems.push(`{{/${name}}} closes nothing that is open`);
    } else open.push({ name, inverted: mark === '^', parts: [] });
  }
  const rest = template.slice(at);
  add({ kind: 'text', text: rest });
  if (open.length > 1) problems.push(`{{#${open.at(-1)?.name ?? ''}}} is not closed`);
  if (/\{\{|\}\}/.test(rest)) problems.push('braces that are no mark');
  return open[0]?.parts ?? [];
}

function fill(parts: readonly Part[], scopes: readonly TemplateValues[], html: boolean, problems: string[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      const value = scopes.find((scope) => Object.hasOwn(scope, part.name))?.[part.name];
      if (value === undefined) {
        problems.push(`there is no value "${part.name}"`);
        return '';
      }
      if (part.kind === 'value') {
        if (typeof value === 'string' || typeof value === 'number')
          return html ? escapeHtml(String(value)) : String(value);
        problems.push(`"${part.name}" is no text`);
        return '';
      }
      const items = Array.isArray(value) ? (value as readonly TemplateValues[]) : truthy(value) ? [{}] : [];
      if (part.inverted) return items.length === 0 ? fill(part.parts, scopes, html, problems) : '';
      return items.map((item) => fill(part.parts, [item, ...scopes], html, problems)).join('');
    })
    .join('');
}

const truthy = (value: TemplateValue): boolean => value !== false && value !== '' && value !== 0;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
