import { z } from 'zod';
import { CONTENT_KEYS, DUTY_VERDICTS } from '../model/duty.ts';

/** A name that expressions can use: CEL has no hyphens in identifiers. */
const name = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/, 'expected a name in camelCase: letters and digits, a small letter first');
const packId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words with hyphens, for example eu-gdpr');
const regionWord = z
  .string()
  .regex(/^[^a-z]+$/, 'expected capitals: regions are compared in capitals, without the country before a hyphen');
const day = z.iso.date('expected a day as YYYY-MM-DD');
const expression = z.string().min(1).describe('CEL over the facts, the lists, the questions and other conditions');
const sentence = z.string().min(1);
const confidence = z.enum(['high', 'medium', 'low']);
const sources = z.array(z.string().min(1)).min(1).describe('ids under `sources`');

/**
 * The versions of one value, oldest first. `from` is the first day on which it holds; `to` the first day on which it no
 * longer does, needed only when no later version follows. The day of awareness chooses the version.
 */
const dated = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.array(z.strictObject({ from: day, to: day.optional(), sources, ...shape })).min(1);

const sourceSchema = z.strictObject({
  text: sentence.describe('the citation as a lawyer writes it'),
  url: z.url(),
  confidence: confidence.describe('how sure we are that the value follows from the source'),
  note: z.string().optional().describe('what is doubtful, or what was derived by us'),
});

const routingSchema = z.strictObject({
  declared: sentence.describe('said when the controller names its lead authority'),
  establishment: sentence.describe('said when the place of establishment decides'),
  residence: sentence.describe('said when the places where people live decide'),
});

const recipientSchema = z.discriminatedUnion('kind', [
  z.discriminatedUnion('choose', [
    z.strictObject({
      kind: z.literal('authority'),
      choose: z.literal('fixed'),
      authority: packId.describe('id in authority.yml'),
    }),
    z.strictObject({
      kind: z.literal('authority'),
      choose: z.literal('establishment-else-residence'),
      words: routingSchema,
    }),
  ]),
  z.strictObject({ kind: z.literal('individuals') }),
  z.strictObject({ kind: z.literal('register') }),
  z.strictObject({ kind: z.literal('others') }),
]);

const START_EVENTS = ['awareness', 'individuals-informed'] as const;

/** The four fields of a deadline: start event, length and unit, calendar, end rule; no length: the law gives no count. */
const deadlineShape = {
  start: z.enum(START_EVENTS),
  length: z.number().int().positive().nullable().describe('null: the law sets no count'),
  unit: z.enum(['hour', 'day', 'month']).nullable(),
  calendar: z.literal('every-day').describe('weekends and public holidays count'),
  end: z
    .enum(['exact', 'end-of-hour', 'end-of-day'])
    .describe('exact: to the minute; end-of-hour or -day: the hour or day of the event does not count'),
  words: sentence.describe('what the law asks for, in words'),
  disputed: z.string().optional().describe('readings that others hold, and why they are not used'),
};

const dutySchema = z.strictObject({
  id: packId,
  title: sentence,
  to: recipientSchema,
  when: dated({
    group: expression.describe('asked for each group of people; those for whom it holds are concerned'),
    overall: expression.optional().describe('asked once, with personsConcerned: a threshold'),
    holds: sentence.optional().describe('said when `overall` holds'),
    fails: sentence.optional().describe('said when `overall` fails'),
  }),
  deadline: dated(deadlineShape),
  content: dated({
    keys: z.array(z.enum(CONTENT_KEYS)),
    also: z.array(z.strictObject({ if: expression, keys: z.array(z.enum(CONTENT_KEYS)).min(1) })).default([]),
  }),
  form: dated({ words: z.array(sentence).min(1) })
    .optional()
    .describe('what the law says about form and channel'),
});

/** `law.yml` of a law pack. */
export const lawSchema = z.strictObject({
  id: packId,
  title: sentence,
  status: z.enum(['stable', 'draft']),
  about: sentence.describe('what the law protects and what this pack leaves out'),
  zone: z.string().min(1).describe('IANA time zone in which its days and hours are counted'),
  sources: z.record(packId, sourceSchema),
  covers: z.strictObject({
    countries: name.describe('the list of countries whose residents this law protects'),
    regions: name.optional().describe('the list of regions, when it is the law of a part of a country'),
    except: z.array(z.strictObject({ regions: z.array(regionWord).min(1), why: sentence })).default([]),
  }),
  lists: z.record(name, dated({ words: z.array(z.string().min(1)) })),
  questions: z
    .record(name, z.strictObject({ ask: sentence, sources }))
    .default({})
    .describe('judgements that only a person can make; answered in the facts under assessments'),
  conditions: z.record(
    name,
    dated({
      when: expression,
      holds: sentence.describe('said when it holds'),
      fails: sentence.describe('said when it does not'),
    }),
  ),
  applies: dated({ when: expression }).describe('asked for each group of people; its first day is when the law begins'),
  duties: z.array(dutySchema).min(1),
});

/** `authority.yml`: who receives reports under the law. */
export const authoritySchema = z.strictObject({
  authorities: z.array(
    z.strictObject({
      id: packId,
      name: sentence,
      country: z.string().regex(/^[A-Z]{2}$/),
      region: regionWord.optional().describe('ISO 3166-2 part after the hyphen, when it is the authority of a region'),
      chooseByRegion: z.boolean().default(false).describe('stands for the authority of a region that is not known yet'),
      zone: z.string().min(1),
      url: z.url(),
      from: day,
      to: day.optional(),
      confidence,
      note: z.string().optional(),
    }),
  ),
});

const expectationSchema = z.union([
  z.enum([...DUTY_VERDICTS, 'none']),
  z.strictObject({
    verdict: z.enum([...DUTY_VERDICTS, 'none']).optional(),
    recipient: z.string().optional(),
    deadline: z.string().nullable().optional(),
    strictDeadline: z.string().nullable().optional(),
    missing: z.array(z.string()).optional(),
    because: z.array(z.string()).optional().describe('parts of sentences that must be among the reasons'),
    content: z.array(z.enum(CONTENT_KEYS)).optional().describe('keys that must be among the content'),
    persons: z.number().int().optional(),
  }),
]);

/** `case.yml`: facts in, expected duties out; positive and negative ones. */
export const lawCaseSchema = z.strictObject({
  base: z.record(z.string(), z.unknown()).default({}).describe('facts that every case starts from'),
  cases: z
    .array(
      z.strictObject({
        name: sentence,
        from: z.string().optional().describe('the official example it follows, or `derived`'),
        facts: z.record(z.string(), z.unknown()).describe('laid over `base`; the sum follows facts.json'),
        expect: z
          .record(z.string(), expectationSchema)
          .describe("by the end of the duty's id: `authority`, `acme/individuals`; none = no such duty"),
      }),
    )
    .min(2),
});

export type LawText = z.infer<typeof lawSchema>;
export type LawDuty = LawText['duties'][number];
export type LawDeadline = LawDuty['deadline'][number];
export type LawRecipient = LawDuty['to'];
export type LawAuthority = z.infer<typeof authoritySchema>['authorities'][number];
export type LawExpectation = z.infer<typeof expectationSchema>;
