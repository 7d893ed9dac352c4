import { z } from 'zod';

/** A name that expressions can use: CEL has no hyphens in identifiers. */
export const name = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/, 'expected a name in camelCase: letters and digits, a small letter first');
export const packId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words with hyphens, for example eu-gdpr');
export const regionWord = z
  .string()
  .regex(/^[^a-z]+$/, 'expected capitals: regions are compared in capitals, without the country before a hyphen');
export const day = z.iso.date('expected a day as YYYY-MM-DD');
export const expression = z
  .string()
  .min(1)
  .describe('CEL over the facts, the lists, the questions and other conditions');
export const sentence = z.string().min(1);
export const confidence = z.enum(['high', 'medium', 'low']);
const cited = z.array(z.string().min(1)).min(1).describe('ids under `sources`');

/** Marks a list of versions in the generated JSON Schema, where one version may stand without its brackets. */
export const VERSIONS = 'versions';

/**
 * The versions of one value, oldest first; a single one may be written without brackets. `from` is the first day on which it
 * holds (absent: the law's `begins`); `to` the first day on which it no longer does, needed only when no later version follows. The day of
 * awareness chooses the version.
 */
export const dated = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess(
    (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? [value] : value),
    z
      .array(z.strictObject({ from: day.optional(), to: day.optional(), sources: cited, ...shape }))
      .min(1)
      .meta({ [VERSIONS]: true }),
  );

/** What was in front of whoever wrote the value, the best first. */
export const SEEN_IN = ['official', 'copy', 'secondary', 'memory'] as const;
/** Those that are the text itself. */
const TEXTS: readonly (typeof SEEN_IN)[number][] = ['official', 'copy'];

export const sourceSchema = z
  .strictObject({
    text: sentence.describe('the citation as a lawyer writes it'),
    url: z.url(),
    confidence: confidence.describe('how sure we are that the value follows from the source'),
    seen: z
      .strictObject({
        in: z
          .enum(SEEN_IN)
          .describe(
            'official: the text on a page of the state · copy: the text on somebody else’s page · secondary: what others write of it · memory',
          ),
        on: day.describe('the day on which it was read'),
      })
      .optional()
      .describe('what was read for this source, and when; docs/design/law-sources.md is made of it'),
    note: z.string().optional().describe('what is doubtful, or what was derived by us'),
  })
  .refine(({ confidence: sure, seen }) => sure !== 'high' || seen === undefined || TEXTS.includes(seen.in), {
    path: ['confidence'],
    message: 'expected medium or low: high needs the text, official or a copy, not what others write of it',
  });

export const questionSchema = z.strictObject({ ask: sentence, sources: cited });
