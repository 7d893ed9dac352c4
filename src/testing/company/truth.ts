import { type Instant, instantFromMs, type Period } from '../../core/instant.ts';
import type { Field } from '../../model/field.ts';
import { DAY_MS } from './calendar.ts';
import { customerId, idDigits } from './customer-base.ts';
import type { Knobs, Scale } from './knob.ts';
import type { LeakSample } from './leak-sample.ts';
import { type CompanyPlan, periodOf } from './plan.ts';
import type { Simulation } from './simulation.ts';

/** What happened, to score answers against: `truth.json`. */
export interface Truth {
  readonly seed: number;
  /** Actor ids; with `ghost` they are in no line of the log, and nobody is rightly named. */
  readonly culprits: readonly string[];
  /** Whole UTC days, half-open, in which the culprits took data. */
  readonly window: readonly [Instant, Instant];
  /** Rows of leak.csv. */
  readonly records: number;
  /** Of those, people who are no customers. */
  readonly outside: number;
  /** Customers whose data the culprits took: every one they opened in the window. */
  readonly affected: readonly string[];
  /** What was taken of them and offered. */
  readonly fields: readonly Field[];
  /** Everything the log shows of them in the culprits' hands in the window: `fields`, and what their honest work shows. */
  readonly fieldsAccessed: readonly Field[];
  /** For each row of leak.csv the customer it shows; null: no customer. */
  readonly sample: readonly (string | null)[];
  /** Rows that come from the culprits / from another source / with a value changed since / damaged. */
  readonly taken: number;
  readonly mixed: number;
  readonly stale: number;
  readonly noisy: number;
  readonly ghost: boolean;
  /** The log. */
  readonly period: Period;
  readonly lines: number;
  readonly accesses: number;
  readonly ties: number;
  readonly scale: Scale;
  readonly knobs: Knobs;
}

export function truthOf(plan: CompanyPlan, simulation: Simulation, sample: LeakSample): Truth {
  const haul = simulation.haul();
  const digits = idDigits(plan.base.count);
  const id = (customer: number): string => customerId(customer, digits);
  const count = (test: (row: LeakSample['rows'][number]) => boolean): number => sample.rows.filter(test).length;
  return {
    seed: plan.knobs.seed,
    culprits: plan.leak.culprits.map((number) => plan.workforce.actors[number]?.id ?? ''),
    window: [
      instantFromMs(plan.from + plan.leak.fromDay * DAY_MS),
      instantFromMs(plan.from + plan.leak.toDay * DAY_MS),
    ],
    records: sample.rows.length,
    outside: count((row) => row.origin === 'elsewhere'),
    affected: [...haul.openedAt.keys()].sort((a, b) => a - b).map(id),
    fields: plan.knobs.fields,
    fieldsAccessed: haul.fields,
    sample: sample.rows.map(({ customer }) => (customer === null ? null : id(customer))),
    taken: count((row) => row.origin === 'taken'),
    mixed: count((row) => row.origin === 'mixed'),
    stale: count((row) => row.stale),
    noisy: count((row) => row.noisy),
    ghost: plan.knobs.ghost,
    period: periodOf(plan),
    ...simulation.books(),
    scale: plan.scale,
    knobs: plan.knobs,
  };
}
