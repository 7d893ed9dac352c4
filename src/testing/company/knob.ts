import { z } from 'zod';
import { FIELDS, type Field } from '../../model/field.ts';

export const SIZES = ['small', 'medium', 'large'] as const;

/** The seeded generator takes 32 bits. */
export const MOST_SEED = 4_294_967_295;

/** How big the company is. */
export interface Scale {
  /** People and service accounts together. */
  readonly actors: number;
  readonly customers: number;
  readonly days: number;
  /** Accesses (one per event and subject) to come out at, within about one per cent, before the leak. */
  readonly accesses: number;
}

/** docs/design/simulator.md says where these come from. */
const SCALES: Readonly<Record<(typeof SIZES)[number], Scale>> = {
  small: { actors: 60, customers: 5_000, days: 90, accesses: 160_000 },
  medium: { actors: 600, customers: 200_000, days: 182, accesses: 10_000_000 },
  large: { actors: 4_000, customers: 2_000_000, days: 182, accesses: 100_000_000 },
};

/** Fields that a buyer's list can show, with the columns that show them; without one of them nobody can be recognised. */
export const LISTED: Readonly<Partial<Record<Field, readonly string[]>>> = {
  'account-number': ['id'],
  name: ['name'],
  email: ['email'],
  phone: ['phone'],
  'postal-address': ['address', 'postcode', 'city', 'country'],
};

/** Of those, the ones that recognise a person without the others. */
const RECOGNISES: readonly Field[] = ['account-number', 'email', 'phone', 'postal-address'];

const share = z.number().min(0).max(1);

/** What `candour simulate` can be told; the same knobs always give the same bytes. */
export const knobsSchema = z
  .strictObject({
    seed: z.number().int().min(0).max(MOST_SEED).default(1),
    size: z.enum(SIZES).default('small').describe('a preset of the next four'),
    actors: z.number().int().min(20).max(50_000).optional().describe('people and service accounts'),
    customers: z.number().int().min(500).max(9_000_000).optional().describe('people whose data it is'),
    days: z.number().int().min(60).max(730).optional().describe('length of the log; it ends on 2026-04-01'),
    accesses: z
      .number()
      .int()
      .min(1_000)
      .max(1_000_000_000)
      .optional()
      .describe('one per event and subject, before the leak'),
    popularity: z.number().min(0).max(0.95).default(0.7).describe("Zipf exponent of customers' popularity"),
    sharedQueue: share.default(0.4).describe("share of a support team's work that any member may take"),
    unexplained: z
      .number()
      .min(0)
      .max(0.5)
      .default(0.05)
      .describe('share of honest accesses that no tie of their own covers'),
    culprits: z.number().int().min(0).max(20).default(1).describe('0: the list came from outside only'),
    culprit: z.array(z.string().min(1)).max(20).default([]).describe('exactly these actors, instead of chosen ones'),
    team: z.string().min(1).optional().describe('choose culprits from this team'),
    seniority: z
      .enum(['any', 'newcomer', 'settled', 'leaver'])
      .default('any')
      .describe('newcomer: under a year; settled: over two; leaver: takes the data in the last days of employment'),
    pace: z
      .enum(['slow', 'bulk'])
      .default('slow')
      .describe('a few records a day in working hours, or exports in one evening'),
    windowDays: z.number().int().min(1).max(365).optional().describe('slow: from first to last taking; default 21'),
    records: z
      .number()
      .int()
      .min(1)
      .max(1_000_000)
      .default(400)
      .describe('customers taken beyond honest work, all culprits together'),
    reach: z
      .enum(['everywhere', 'own'])
      .default('everywhere')
      .describe("whose: any customer, or the culprit's own territory"),
    fields: z
      .array(z.enum(FIELDS))
      .min(1)
      .default(['name', 'email', 'postal-address'])
      .describe('what is taken of each; at least one of account-number, email, phone, postal-address'),
    share: share.default(0.5).describe('share of the taken customers that is seen outside'),
    elsewhere: z.number().min(0).max(0.9).default(0.1).describe('share of the list that is no customer at all'),
    mixed: z
      .number()
      .min(0)
      .max(0.9)
      .default(0)
      .describe('share of the list that is customers from another source than the culprits'),
    noise: share.default(0.05).describe('share of the list with a damaged value'),
    stale: share.default(0.1).describe('share of the taken part of the list whose value has changed since'),
    ghost: z.boolean().default(false).describe("the culprits' accesses are missing from the log"),
  })
  .refine((knobs) => knobs.fields.some((field) => RECOGNISES.includes(field)), {
    path: ['fields'],
    message: `expected at least one of ${RECOGNISES.join(', ')}`,
  })
  .refine((knobs) => knobs.elsewhere + knobs.mixed < 1 || (knobs.culprits === 0 && knobs.culprit.length === 0), {
    path: ['mixed'],
    message: 'expected elsewhere + mixed under 1, or culprits 0',
  });

export type Knobs = z.infer<typeof knobsSchema>;

/** The preset with what the knobs say otherwise. */
export function scaleOf(knobs: Knobs): Scale {
  const preset = SCALES[knobs.size];
  return {
    actors: knobs.actors ?? preset.actors,
    customers: knobs.customers ?? preset.customers,
    days: knobs.days ?? preset.days,
    accesses: knobs.accesses ?? preset.accesses,
  };
}
