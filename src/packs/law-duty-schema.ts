import { z } from 'zod';
import { CONTENT_KEYS } from '../model/duty.ts';
import { dated, expression, name, packId, sentence } from './law-value-schema.ts';

const contentKeys = z.array(z.enum(CONTENT_KEYS));

const routingSchema = z.strictObject({
  declared: sentence.describe('said when the controller names its lead authority'),
  establishment: sentence.describe('said when the place of establishment decides'),
  residence: sentence.describe('said when the places where people live decide'),
  represented: sentence.optional().describe('said besides when the controller names a representative under this law'),
});

const recipientSchema = z.discriminatedUnion('kind', [
  z.discriminatedUnion('choose', [
    z.strictObject({
      kind: z.literal('authority'),
      choose: z.literal('fixed'),
      authority: z
        .union([packId, z.array(packId).min(2)])
        .describe('id in authority.yml; several: each is told, and the duty appears once for each'),
    }),
    z.strictObject({
      kind: z.literal('authority'),
      choose: z.literal('establishment-else-residence'),
      words: routingSchema,
    }),
  ]),
  z.strictObject({ kind: z.literal('individuals') }),
  z.strictObject({ kind: z.literal('bureaus') }).describe('nationwide consumer reporting agencies'),
  z.strictObject({ kind: z.literal('media'), per: z.literal('region').optional() }),
  z.strictObject({ kind: z.literal('police') }),
  z.strictObject({ kind: z.literal('controller') }).describe('whoever the bearer works for: the owner of the data'),
  z.strictObject({ kind: z.literal('register') }).describe("the organisation's own record"),
  z.strictObject({ kind: z.literal('others') }),
]);

/** What a period can start from; each is an instant of the facts, or follows from one. */
export const START_EVENTS = [
  'awareness',
  'awareness-year-end',
  'occurrence',
  'determination',
  'scope-known',
  'assessment',
  'materiality',
  'individuals-informed',
  'authority-informed',
] as const;
export type StartEvent = (typeof START_EVENTS)[number];

const countShape = {
  length: z.number().int().positive().nullable().default(null).describe('absent: the law sets no count'),
  unit: z.enum(['hour', 'day', 'month', 'year']).nullable().default(null),
  calendar: z
    .enum(['every-day', 'weekdays', 'business-days'])
    .default('every-day')
    .describe('which days count; business-days: neither weekend nor public holiday of `business`'),
  end: z
    .enum(['exact', 'end-of-hour', 'end-of-day', 'end-of-next-business-day'])
    .optional()
    .describe(
      'exact: to the minute (hours, if absent); end-of-hour or -day: the hour or day of the event does not count (days, if absent); end-of-next-business-day: moved there when the last day is none',
    ),
};

/** The four fields of a deadline: start event, length and unit, calendar, end rule. */
const deadlineShape = {
  start: z.enum(START_EVENTS),
  told: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('with authority-informed: ids of the authorities whose telling counts; absent: those of this law'),
  ...countShape,
  or: z
    .array(z.strictObject({ start: z.enum(START_EVENTS), ...countShape }))
    .default([])
    .describe('further limits of the same law; the earliest binds'),
  strict: z
    .strictObject({ start: z.enum(START_EVENTS).optional(), ...countShape })
    .optional()
    .describe('a stricter reading that somebody holds; shown, and used as the strict deadline'),
  words: sentence.describe('what the law asks for, in words'),
  disputed: z.string().optional().describe('readings that others hold, and why they are not used'),
};

const CHANNELS = [
  'letter',
  'email',
  'email-with-consent',
  'electronic-if-primary',
  'electronic-e-sign',
  'telephone',
  'text-message',
  'fax',
  'in-person',
  'website',
  'social-media',
  'media',
  'statewide-media',
  'online-form',
] as const;
const channels = z.array(z.enum(CHANNELS)).min(1);

export const dutySchema = z.strictObject({
  id: packId,
  title: sentence,
  by: z.enum(['controller', 'processor']).default('controller').describe('who owes it'),
  binding: z.boolean().default(true).describe('false: the law or its authority recommends it without requiring it'),
  to: recipientSchema,
  when: dated({
    group: expression.describe('asked for each group of people; those for whom it holds are concerned'),
    threshold: z
      .union([
        z.strictObject({ over: z.number().int().min(0) }),
        z.strictObject({ atLeast: z.number().int().positive() }),
      ])
      .optional()
      .describe('how many people must be concerned'),
    overall: expression.optional().describe('asked once, with personsConcerned: what `threshold` cannot say'),
    holds: sentence.optional().describe('said when `overall` holds'),
    fails: sentence.optional().describe('said when `overall` fails'),
  }),
  deadline: dated(deadlineShape),
  content: dated({
    keys: contentKeys,
    also: z.array(z.strictObject({ if: expression, keys: contentKeys.min(1) })).default([]),
    forbidden: contentKeys.default([]).describe('what may not be said to this recipient'),
    serviceMonths: z
      .number()
      .int()
      .positive()
      .optional()
      .describe('for how many months at least an identity theft service is offered, where the content has one'),
  }),
  form: dated({ words: z.array(sentence).min(1) })
    .optional()
    .describe('what the law says about form and channel'),
  channels: dated({ allowed: channels, words: sentence.optional() }).optional(),
  substitute: dated({
    costOver: z.number().int().min(0).optional().describe('cost of direct notice, in `currency`'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    personsOver: z.number().int().min(0).optional(),
    noContact: z.boolean().default(false).describe('also when contact data is insufficient'),
    channels,
    words: sentence.optional(),
  })
    .optional()
    .describe('public notice in place of direct notice, and when it is allowed'),
  order: dated({
    steps: z
      .array(
        z.strictObject({
          relation: z.enum(['before', 'not-after', 'after']),
          duty: packId.describe('another duty of this law'),
          words: sentence,
        }),
      )
      .min(1),
  })
    .optional()
    .describe('this duty is done before, not after, or only after another'),
  language: dated({
    languages: z
      .array(z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/))
      .default([])
      .describe('BCP 47'),
    words: sentence,
  }).optional(),
  keep: dated({
    length: z.number().int().positive(),
    unit: z.enum(['month', 'year']),
    words: sentence,
  })
    .optional()
    .describe('how long the record of it is kept'),
  note: sentence.optional().describe('what a reader should know that no field says'),
});

/** A list under `lists`, or the fields themselves. */
export const elementGroup = z.union([name, z.array(z.string().min(1)).min(1)]);
