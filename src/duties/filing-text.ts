import type { FilledFiling, FilledItem } from './fill-filing.ts';

/** A filled form as plain text; what is not known, and what is not confirmed, is marked. */
export const filingText = ({ title, controller, kind, owed, sections, unknown }: FilledFiling): string =>
  [
    `${title} (${kind}), ${controller}`,
    ...(owed === null ? [] : [`Whether it is owed: ${owed}`]),
    ...sections.flatMap((section) => ['', section.title.toUpperCase(), ...section.items.map(line)]),
    '',
    unknown.length === 0
      ? 'Everything that is asked for is known.'
      : `Not known yet, to be followed up: ${unknown.join('; ')}.`,
  ].join('\n');

function line({ label, value, required, status, give }: FilledItem): string {
  if (value !== null) return `  ${label}: ${value}${status === 'likely' ? ' (likely, not confirmed)' : ''}`;
  return `  ${label}: ${required ? '[NOT KNOWN YET]' : '[not known]'}${give === null ? '' : ` (${give})`}`;
}
