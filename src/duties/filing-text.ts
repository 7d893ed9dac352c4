import type { FilledFiling, FilledItem } from './fill-filing.ts';

/** A filled form as plain text; what is not known, and what is not confirmed, is marked. */
export const filingText = ({ title, controller, kind, owed, sections, unknown, since }: FilledFiling): string =>
  [
    `${title} (${kind}), ${controller}`,
    ...(owed === null ? [] : [`Whether it is owed: ${owed}`]),
    ...sections.flatMap((section) => ['', section.title.toUpperCase(), ...section.items.map(line)]),
    ...(since === undefined ? [] : sinceLines(since)),
    '',
    unknown.length === 0
      ? 'Everything that is asked for is known.'
      : `Not known yet, to be followed up: ${unknown.join('; ')}.`,
  ].join('\n');

function sinceLines(since: NonNullable<FilledFiling['since']> | null): readonly string[] {
  if (since === null) return ['', 'No earlier report is on record (fact authorityInformed).'];
  if (since.changes.length === 0)
    return ['', `Nothing in this form changed since the authority was told (${since.at}).`];
  const words = (value: string | null): string => value ?? 'not known';
  return [
    '',
    `CHANGED SINCE THE AUTHORITY WAS TOLD (${since.at})`,
    ...since.changes.map(({ label, from, to }) => `  ${label}: ${words(from)} → ${words(to)}`),
  ];
}

function line({ label, value, required, status, give }: FilledItem): string {
  if (value !== null) return `  ${label}: ${value}${status === 'likely' ? ' (likely, not confirmed)' : ''}`;
  return `  ${label}: ${required ? '[NOT KNOWN YET]' : '[not known]'}${give === null ? '' : ` (${give})`}`;
}
