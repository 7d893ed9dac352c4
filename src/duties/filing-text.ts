import type { FilledFiling } from './fill-filing.ts';

/** A filled form as plain text; what is not known is marked. */
export const filingText = ({ title, controller, kind, sections, unknown }: FilledFiling): string =>
  [
    `${title} (${kind}), ${controller}`,
    ...sections.flatMap((section) => [
      '',
      section.title.toUpperCase(),
      ...section.items.map(
        ({ label, value, required }) => `  ${label}: ${value ?? (required ? '[NOT KNOWN YET]' : '[not known]')}`,
      ),
    ]),
    '',
    unknown.length === 0
      ? 'Everything that is asked for is known.'
      : `Not known yet, to be followed up: ${unknown.join('; ')}.`,
  ].join('\n');
