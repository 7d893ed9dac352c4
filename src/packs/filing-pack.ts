import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../core/result.ts';
import { CONTENT_KEYS } from '../model/duty.ts';
import { FIELDS } from '../model/field.ts';
import { packFault } from './fault.ts';
import { packId, sentence, sourceSchema } from './law-value-schema.ts';
import { parseYaml } from './parse-yaml.ts';

/** What a form can ask that the fact base answers; everything else is words of the organisation (`statement`). */
export const FILING_ANSWERS = [
  'kind',
  'reference',
  'case',
  'now',
  'organisation',
  'country',
  'address',
  'contact',
  'dpo',
  'representative',
  'aware-at',
  'occurred-from',
  'occurred-to',
  'determined-at',
  'late',
  'cause',
  'intent',
  'breach-kinds',
  'circumstances',
  'persons',
  'persons-total',
  'persons-by-country',
  'fields',
  'encrypted',
  'recipient-known',
  'recovered',
  'misused',
  'vulnerable-people',
  'processor',
  'processor-contact',
  'processor-aware-at',
  'outside',
  'individuals-told-at',
  'individuals-decision',
  'authorities-told',
  'police-told',
  'decisions',
] as const;

const itemSchema = z
  .strictObject({
    id: packId,
    label: sentence.describe("what the form asks, in the pack's own words"),
    from: z.enum(FILING_ANSWERS).optional(),
    statement: z.enum(CONTENT_KEYS).optional().describe('words of the organisation, under this content key'),
    otherwise: z.enum(FILING_ANSWERS).optional().describe('what the facts say, while there is no statement'),
    own: sentence
      .optional()
      .describe('what the organisation answers for this form alone, under formAnswers; says which answers there are'),
    required: z.boolean().default(false),
    only: z.enum(['initial', 'follow-up']).optional(),
    options: z.record(z.string(), sentence).optional().describe("the form's word for each value"),
    boxes: z
      .array(z.strictObject({ label: sentence, fields: z.array(z.enum(FIELDS)).min(1) }))
      .optional()
      .describe("the form's boxes for kinds of data"),
  })
  .refine(
    ({ from, statement, own }) => [from, statement, own].filter((one) => one !== undefined).length === 1,
    'expected one of `from`, `statement` and `own`',
  )
  .refine(
    ({ statement, otherwise }) => otherwise === undefined || statement !== undefined,
    'expected `statement` beside `otherwise`',
  );

/** `packs/filings/<authority>/<form>.yml`: a form of an authority, as data. */
export const filingSchema = z.strictObject({
  id: packId.describe('authority and form, for example gb-ico-breach'),
  title: sentence,
  authority: packId.nullable().describe('who receives it; null: any, or the own record'),
  regimes: z.array(packId).describe('laws under which it is used, the first that speaks; empty: any'),
  about: sentence,
  sources: z.record(packId, sourceSchema),
  message: z
    .strictObject({ subject: sentence, opening: z.array(sentence).min(1) })
    .optional()
    .describe('where it goes out as an e-mail: what stands before it; {from} and {to} are the names'),
  sections: z.array(z.strictObject({ title: sentence, items: z.array(itemSchema).min(1) })).min(1),
});

export type Filing = z.infer<typeof filingSchema>;
export type FilingItem = Filing['sections'][number]['items'][number];

/** All forms, by id. Errors: `PACK_UNREADABLE`, `PACK_INVALID`. */
export function loadFilings(packsFolder: string): Result<readonly Filing[]> {
  const filings: Filing[] = [];
  try {
    const root = join(packsFolder, 'filings');
    for (const authority of readdirSync(root).toSorted()) {
      for (const file of readdirSync(join(root, authority)).toSorted()) {
        const text = readFileSync(join(root, authority, file), 'utf8');
        const filing = parseYaml(text, `packs/filings/${authority}/${file}`, filingSchema);
        if (!filing.ok) return filing;
        filings.push(filing.value);
      }
    }
  } catch {
    return err(packFault('PACK_UNREADABLE', 'loading forms: packs/filings must be readable'));
  }
  return ok(filings);
}
