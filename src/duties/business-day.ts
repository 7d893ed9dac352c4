import type { Holidays } from '../model/holidays.ts';
import type { LawText } from '../packs/law-text.ts';
import { dayText, weekdayOf } from './zone-time.ts';

const NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Whether a day (days since 1970-01-01) counts; undefined when the holidays of that year are not known. */
export type Counts = (day: number) => boolean | undefined;

export const weekdays: Counts = (day) => weekdayOf(day) < 5;

/** Business days of a law: neither its weekend nor a public holiday there. */
export function businessDays(business: NonNullable<LawText['business']>, holidays: Holidays): Counts {
  const weekend: readonly string[] = business.weekend;
  return (day) => {
    if (weekend.includes(NAMES[weekdayOf(day)] ?? '')) return false;
    const text = dayText(day);
    const known = holidays(business.holidays, Number(text.slice(0, 4)));
    return known === undefined ? undefined : !known.has(text);
  };
}

/** The `length`-th day after `start` that counts, with the days passed over; undefined where the calendar is not known. */
export function countDays(
  start: number,
  length: number,
  counts: Counts,
): { readonly last: number; readonly passed: readonly number[] } | undefined {
  const passed: number[] = [];
  let last = start;
  for (let left = length; left > 0; ) {
    last += 1;
    const does = counts(last);
    if (does === undefined) return undefined;
    if (does) left -= 1;
    else passed.push(last);
  }
  return { last, passed };
}
