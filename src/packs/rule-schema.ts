import { z } from 'zod';

/** What a burst is measured in; each is a column of `sql/lake/detect-actor-days.sql`. */
export const BURST_FEATURES = ['unexplained-subjects', 'opened-subjects', 'unnamed-rows'] as const;
export type BurstFeature = (typeof BURST_FEATURES)[number];

const day = z.iso.date('expected a day as YYYY-MM-DD');
const count = z.number().int().min(0);

const featureSchema = z.strictObject({
  feature: z.enum(BURST_FEATURES),
  weight: z.number().positive().describe('what one robust standard deviation adds to the score'),
  scale: z.enum(['linear', 'log2']).describe('log2: compare doublings of (1 + value)'),
  floor: z.number().positive().describe('least standard deviation a baseline is credited with, in units of the scale'),
  floor_share: z.number().min(0).describe('the same, as a share of what was expected'),
  least: count.describe('a value below this adds nothing'),
});

/** `rule.yml` of the family of accesses that nothing explains. */
export const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  title: z.string().min(1),
  status: z.enum(['stable', 'draft']),
  about: z.string().min(1),
  sources: z
    .array(z.strictObject({ text: z.string().min(1), url: z.url(), for: z.string().min(1) }))
    .min(1)
    .describe('where each choice comes from; a choice of our own says so under `about`'),
  budget: z.number().int().positive().describe('findings kept per run, the most surprising ones'),
  own_past: z.strictObject({
    days: z.number().int().positive().describe('how many days back'),
    least: z.number().int().min(2).describe('active days without which there is no own past to compare with'),
  }),
  team: z.strictObject({
    least: z.number().int().min(2).describe('peers without whom there is no team to compare with'),
    days: z
      .number()
      .int()
      .positive()
      .describe('days, the day itself included, to draw on when too few peers are active on it'),
  }),
  service_roles: z
    .array(z.string().min(1))
    .describe('roles, in small letters, of accounts that are no person: no peers, no slow finding'),
  burst: z.strictObject({
    threshold: z.number().positive().describe('least score of a finding'),
    features: z.array(featureSchema).min(1),
  }),
  slow: z.strictObject({
    threshold: z.number().positive(),
    days: z.number().int().min(2).describe('length of the trailing window'),
    floor: z.number().positive(),
    floor_share: z.number().min(0),
    least: count.describe('people newly opened without explanation in the window, below which nothing is said'),
  }),
});

/** One number per day from the case's first day on; null: not active. A single number stands for every day. */
const seriesSchema = z.array(count.nullable()).min(1);

const ruleCaseSchema = z.strictObject({
  name: z.string().min(1).describe('a claim'),
  first_day: day,
  window: z.strictObject({ from: day, to: day.describe('exclusive') }),
  actors: z.record(
    z.string(),
    z.strictObject({
      team: z.string().nullable().default(null),
      role: z.string().nullable().default(null),
      unexplained: seriesSchema.describe('people opened without explanation, each for the first time'),
      explained: count.default(0).describe('people opened with an explanation, on every active day'),
      unnamed_rows: seriesSchema.optional(),
    }),
  ),
  expect: z.array(z.strictObject({ actor: z.string(), kind: z.enum(['burst', 'slow']), day: day.optional() })),
});

/** `case.yml`: small series of actor-days and the findings they must give; at least one that must give none. */
export const ruleCasesSchema = z
  .strictObject({ cases: z.array(ruleCaseSchema).min(2) })
  .refine(
    ({ cases }) => cases.some((c) => c.expect.length > 0) && cases.some((c) => c.expect.length === 0),
    'expected at least one case with a finding and one without',
  );

export type Rule = z.infer<typeof ruleSchema>;
export type RuleFeature = z.infer<typeof featureSchema>;
export type RuleCase = z.infer<typeof ruleCaseSchema>;
