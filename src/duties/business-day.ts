import type { Temporal } from 'temporal-polyfill';
import type { Holidays } from '../model/holidays.ts';
import type { LawText } from '../packs/law-text.ts';

const NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Whether a day counts; undefined when the holidays of that year are not known. */
export type Counts = (day: Temporal.PlainDate) => boolean | undefined;

export const weekdays: Counts = (day) => day.dayOfWeek < 6;

/** Business days of a law: neither its weekend nor a public holiday there. */
export function businessDays(business: NonNullable<LawText['business']>, holidays: Holidays): Counts {
  const weekend: readonly string[] = business.weekend;
  return (day) => {
    if (weekend.includes(NAMES[day.dayOfWeek - 1] ?? '')) return false;
    const known = holidays(business.holidays, day.year);
    return known === undefined ? undefined : !known.has(day.toString());
  };
}

/** The `length`-th day after `start` that counts, with the days passed over; undefined where the calendar is not known. */
export function countDays(
  start: Temporal.PlainDate,
  length: number,
  counts: Counts,
): { readonly last: Temporal.PlainDate; readonly passed: readonly Temporal.PlainDate[] } | undefined {
  const passed: Temporal.PlainDate[] = [];
  let last = start;
  for (let left = length; left > 0; ) {
    last = last.add({ days: 1 });
    const does = counts(last);
    if (does === undefined) return undefined;
    if (does) left -= 1;
    else passed.push(last);
  }
  return { last, passed };
}
