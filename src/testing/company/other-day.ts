import type { Random } from '../../core/random.ts';
import { BATCH_SHAPES, FIRST_BATCH_SHAPE, LEAK_SHAPE } from './access-shape.ts';
import { shiftOf } from './calendar.ts';
import { roundByChance } from './chance.ts';
import type { DayLog } from './day-log.ts';
import { timeBetween } from './person-day.ts';
import type { CompanyPlan } from './plan.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Hours that a night's batch takes. */
const BATCH_HOURS = 5;
/** How much batches differ from day to day. */
const BATCH_SPREAD = 0.06;
/** Customers in one export, and how many exports an evening holds at most. */
const EXPORT_SIZE = 100;
const EXPORTS_MAX = 20;

/** The night's batches: each service account goes on where it stopped the day before, round and round. No tie covers them. */
export function serviceNights(plan: CompanyPlan): (log: DayLog, random: Random) => void {
  const services = plan.workforce.actors.filter((actor) => actor.role === 'service-account');
  const next = services.map((_, nth) => Math.floor((plan.base.count * nth) / services.length));
  return (log, random) => {
    for (const [nth, actor] of services.entries()) {
      const reads = roundByChance(random, plan.perServiceDay * (1 + BATCH_SPREAD * (random() - 0.5)));
      const start = (nth % 4) * HOUR_MS;
      for (let i = 0; i < reads; i += 1) {
        const customer = next[nth] ?? 0;
        log.add(
          start + (i * BATCH_HOURS * HOUR_MS) / reads,
          actor.number,
          FIRST_BATCH_SHAPE + (nth % BATCH_SHAPES),
          customer,
          0,
          null,
        );
        next[nth] = (customer + 1) % plan.base.count;
      }
    }
  };
}

/** What culprits take on this day, among their other work (slow) or after it (bulk). */
export function leakDay(plan: CompanyPlan, log: DayLog, random: Random, day: number): void {
  for (const { actor: number, customers } of plan.leak.takings.get(day) ?? []) {
    const actor = plan.workforce.actors[number];
    if (actor === undefined) continue;
    const [start, end] = shiftOf(actor, day);
    if (plan.knobs.pace === 'slow') {
      for (const customer of customers) log.add(timeBetween(random, start, end), number, LEAK_SHAPE, customer, 0, null);
      continue;
    }
    const size = Math.max(EXPORT_SIZE, Math.ceil(customers.length / EXPORTS_MAX));
    for (let at = 0, nth = 0; at < customers.length; at += size, nth += 1) {
      log.addList(end + (5 + 2 * nth + random()) * MINUTE_MS, number, LEAK_SHAPE, customers.slice(at, at + size));
    }
  }
}
