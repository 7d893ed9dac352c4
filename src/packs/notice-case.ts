import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../core/result.ts';
import { controllerSchema } from '../model/company.ts';
import { CONTENT_KEYS, DUTY_VERDICTS } from '../model/duty.ts';
import { BASES } from '../model/exposure.ts';
import { factsSchema } from '../model/facts.ts';
import { FIELDS } from '../model/field.ts';
import { packFault } from './fault.ts';
import { parseYaml } from './parse-yaml.ts';

const fields = z.array(z.enum(FIELDS));
const nullableText = z.string().nullable().default(null);

/** `packs/notices/<id>/cases/<name>.yml`: invented facts and one invented person, and what the notice must and must not say. */
export const noticeCaseSchema = z.strictObject({
  title: z.string().min(1).describe('the claim that this case proves'),
  facts: factsSchema,
  untouched: fields.default([]),
  authorities: z.record(z.string(), z.string()).default({}),
  owed: z.array(z.enum(CONTENT_KEYS)).default([]).describe('content that a duty under the expected regime asks for'),
  forbidden: z.array(z.enum(CONTENT_KEYS)).default([]).describe('content that a law which binds this person forbids'),
  mandated: z
    .array(
      z.union([
        z.enum(CONTENT_KEYS),
        z.strictObject({ law: z.string().describe('id of the law'), key: z.enum(CONTENT_KEYS) }),
      ]),
    )
    .default([])
    .describe(
      'content that a law which binds this person asks for, besides its form; with the law where a text depends on it',
    ),
  contacts: z
    .array(
      z.strictObject({
        key: z.enum(CONTENT_KEYS),
        name: z.string(),
        address: nullableText,
        phone: nullableText,
        web: nullableText,
      }),
    )
    .default([])
    .describe('offices that the law of this person names'),
  representative: z
    .strictObject({ verdict: z.enum(DUTY_VERDICTS), countries: z.array(z.string()).min(1) })
    .optional()
    .describe('whether a law that binds this person asks for a representative, and where it has to be established'),
  controller: controllerSchema,
  person: z.strictObject({
    name: nullableText,
    language: nullableText,
    country: nullableText,
    region: nullableText,
    basis: z.enum(BASES),
    fields,
    fieldsComplete: z.boolean().default(true),
  }),
  expect: z.strictObject({
    variant: z.string(),
    language: z.string(),
    blocks: z.array(z.string()).min(1).describe('must appear'),
    absent: z.array(z.string()).min(1).describe('must not appear'),
    says: z.array(z.string()).default([]).describe('must stand in the text, word by word'),
    never: z.array(z.string()).default([]).describe('must not stand in the text'),
    faults: z.array(z.string()).default([]).describe('codes of the lint, each once'),
  }),
});

export type NoticeCase = z.infer<typeof noticeCaseSchema> & { readonly file: string };

/** Reads all cases of a notice pack, sorted by file name. Errors: `PACK_UNREADABLE`, `PACK_INVALID`. */
export function loadNoticeCases(packsFolder: string, id: string): Result<readonly NoticeCase[]> {
  const folder = join(packsFolder, 'notices', id, 'cases');
  const cases: NoticeCase[] = [];
  let files: readonly string[];
  try {
    files = readdirSync(folder)
      .filter((file) => file.endsWith('.yml'))
      .sort();
  } catch {
    return err(packFault('PACK_UNREADABLE', `loading notice pack ${id}: the folder cases must be readable`));
  }
  for (const file of files) {
    const shown = `packs/notices/${id}/cases/${file}`;
    const parsed = parseYaml(readFileSync(join(folder, file), 'utf8'), shown, noticeCaseSchema);
    if (!parsed.ok) return parsed;
    cases.push({ ...parsed.value, file });
  }
  return ok(cases);
}
