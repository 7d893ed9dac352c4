import { instantFromMs, type Period } from '../../core/instant.ts';
import { ok, type Result } from '../../core/result.ts';
import { DAY_MS, planCalendar } from './calendar.ts';
import { STREAM, streamOf } from './chance.ts';
import { type CustomerBase, planCustomerBase } from './customer-base.ts';
import type { People } from './customer-record.ts';
import { type Knobs, type Scale, scaleOf } from './knob.ts';
import { type LeakPlan, planLeak } from './leak-plan.ts';
import { isService, planWorkforce, type Workforce } from './workforce.ts';

/** Every log ends here, so that its length alone moves its start. */
const END_MS = Date.UTC(2026, 3, 1);
/** The rest is read by people. */
const BATCH_SHARE = 0.25;

/** All that is decided before the first access. */
export interface CompanyPlan {
  readonly knobs: Knobs;
  readonly scale: Scale;
  /** Start of the log in milliseconds. */
  readonly from: number;
  readonly base: CustomerBase;
  readonly workforce: Workforce;
  /** From `planCalendar`. */
  readonly calendar: Uint8Array;
  readonly leak: LeakPlan;
  /** Accesses a day by a person of weight 1. */
  readonly perPersonDay: number;
  /** Accesses a day by a service account. */
  readonly perServiceDay: number;
}

/**
 * Plans the company of these knobs. Memory is in proportion to customers and actors × days; the fault is
 * COMPANY_NO_CULPRIT.
 */
export function planCompany(knobs: Knobs): Result<CompanyPlan> {
  const scale = scaleOf(knobs);
  const random = streamOf(knobs.seed, STREAM.plan);
  const from = END_MS - scale.days * DAY_MS;
  const base = planCustomerBase(knobs.seed, scale.customers, random);
  const workforce = planWorkforce(scale.actors, scale.days, knobs.unexplained, random);
  const calendar = planCalendar(workforce, from, scale.days, random);
  const leak = planLeak({ knobs, days: scale.days, base, workforce, calendar }, streamOf(knobs.seed, STREAM.leak));
  if (!leak.ok) return leak;
  const services = workforce.actors.filter(isService).length;
  return ok({
    knobs,
    scale,
    from,
    base,
    workforce,
    calendar,
    leak: leak.value,
    perPersonDay: (scale.accesses * (1 - BATCH_SHARE)) / workingWeight(workforce, calendar, scale.days),
    perServiceDay: (scale.accesses * BATCH_SHARE) / (services * scale.days),
  });
}

function workingWeight(workforce: Workforce, calendar: Uint8Array, days: number): number {
  let sum = 0;
  for (const actor of workforce.actors) {
    if (isService(actor)) continue;
    for (let day = 0; day < days; day += 1) if (calendar[actor.number * days + day] === 1) sum += actor.weight;
  }
  return Math.max(sum, 1);
}

export const works = (plan: CompanyPlan, actor: number, day: number): boolean =>
  plan.calendar[actor * plan.scale.days + day] === 1;

export const periodOf = (plan: CompanyPlan): Period => ({ from: instantFromMs(plan.from), to: instantFromMs(END_MS) });

export const peopleOf = (plan: CompanyPlan): People => ({
  seed: plan.knobs.seed,
  base: plan.base,
  from: plan.from,
  to: END_MS,
});
