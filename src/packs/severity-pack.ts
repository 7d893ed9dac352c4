import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ok, type Result } from '../core/result.ts';
import { FIELDS } from '../model/field.ts';
import { sourceSchema } from './law-value-schema.ts';
import { parseYaml } from './parse-yaml.ts';

const fields = z.array(z.enum(FIELDS));
const score = z.number().min(0).max(4);

/** `packs/severity/<id>.yml`: a method of grading, as data. */
export const severitySchema = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    about: z.string(),
    sources: z.record(z.string(), sourceSchema),
    categories: z.array(z.strictObject({ id: z.string(), base: score, fields: fields.min(1) })).min(1),
    raises: z.array(
      z
        .strictObject({
          id: z.string(),
          to: score,
          fact: z.enum(['revealing', 'vulnerablePeople']).optional(),
          ask: z.string().optional().describe('answered under assessments; beside a fact both must hold'),
          onlyWith: fields.optional(),
        })
        .refine(({ fact, ask }) => fact !== undefined || ask !== undefined, 'expected a fact or a question'),
    ),
    identification: z.array(z.strictObject({ fields, low: score, high: score })).min(1),
    circumstances: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(['confidentiality', 'integrity', 'availability']).optional(),
        fact: z.enum(['recipientKnown', 'availabilityHarm', 'malicious']),
        yes: score,
        no: score,
      }),
    ),
    levels: z
      .array(z.strictObject({ level: z.string(), below: z.number().optional(), words: z.string() }))
      .min(1)
      .refine((levels) => levels.every(({ below }, i) => (below === undefined) === (i === levels.length - 1)), {
        message: 'expected a limit on every level but the last',
      }),
    flags: z.strictObject({ manyPeople: z.number().int() }),
  })
  .refine(({ categories }) => new Set(categories.flatMap((each) => each.fields)).size === FIELDS.length, {
    message: 'expected every field of the vocabulary in a category',
  });

export type SeverityMethod = z.infer<typeof severitySchema>;

const METHOD = 'enisa-2013';

/** The method that is shipped; null where the packs hold none, as no duty needs it. Error: `PACK_INVALID`. */
export function loadSeverityMethod(packsFolder: string): Result<SeverityMethod | null> {
  const file = `packs/severity/${METHOD}.yml`;
  let text: string;
  try {
    text = readFileSync(join(packsFolder, 'severity', `${METHOD}.yml`), 'utf8');
  } catch {
    return ok(null);
  }
  return parseYaml(text, file, severitySchema);
}
