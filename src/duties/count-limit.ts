import type { LawLimit } from '../packs/law-text.ts';
import { type Counts, countDays, weekdays } from './business-day.ts';
import {
  DAY_MS,
  dayOfMonth,
  dayText,
  endOfDay,
  HOUR_MS,
  localDayNumber,
  localMs,
  plusMonths,
  startOfDay,
} from './zone-time.ts';

/** One counted limit: its end, the earliest defensible reading of the same words, and how the count went; milliseconds in UTC. */
export interface CountedLimit {
  readonly end: number;
  readonly strict: number;
  readonly how: string;
}

type Count = Omit<LawLimit, 'start'>;

/**
 * Counts from `start` in `zone`. Hours are elapsed hours, also across a change of clocks; days, months and years are calendar
 * ones. End rules: `exact` ends to the minute; `end-of-hour` and `end-of-day` do not count the hour or day of the event (Regulation
 * (EEC, Euratom) 1182/71 Article 3(1) and (2)), a day ending with its last second; `end-of-next-business-day` moves an end that is none.
 * Null when the law sets no count; undefined when the public holidays are not known.
 */
export function countLimit(
  rule: Count,
  start: number,
  zone: string,
  business: Counts | undefined,
): CountedLimit | null | undefined {
  const { length, unit } = rule;
  if (length === null || unit === null) return null;
  const ends = rule.end ?? (unit === 'hour' ? 'exact' : 'end-of-day');
  if (unit === 'hour') {
    const plain = start + length * HOUR_MS;
    const intoHour = ((localMs(zone, start) % HOUR_MS) + HOUR_MS) % HOUR_MS;
    return ends === 'end-of-hour'
      ? {
          end: start - intoHour + (length + 1) * HOUR_MS,
          strict: plain,
          how: 'every day counting, the hour of the event not counted, to the end of the last hour',
        }
      : { end: plain, strict: plain, how: 'every day counting, counted to the minute' };
  }
  const first = localDayNumber(zone, start);
  if (unit === 'day' && rule.calendar !== 'every-day') {
    return countSome(length, start, zone, rule.calendar === 'weekdays' ? weekdays : business, rule.calendar);
  }
  const last = unit === 'day' ? first + length : plusMonths(first, unit === 'month' ? length : 12 * length);
  // The strict reading of days is so many times 24 hours; a month has no such length and ends at the same time of day.
  const plain = unit === 'day' ? start + length * DAY_MS : sameTimeLater(start, zone, first, last);
  if (ends === 'exact') return { end: plain, strict: plain, how: 'every day counting, counted to the minute' };
  const strict = Math.min(plain, endOfDay(zone, last));
  const how = 'every day counting, the day of the event not counted, to the end of the last day';
  if (ends === 'end-of-day') return { end: endOfDay(zone, last), strict, how };
  const isBusiness = business?.(last);
  const moved =
    business === undefined || isBusiness === undefined
      ? undefined
      : isBusiness
        ? last
        : countDays(last, 1, business)?.last;
  if (moved === undefined) return undefined;
  const why = moved === last ? '' : `; ${dayText(last)} is no business day, so that it ends on the next`;
  return { end: endOfDay(zone, moved), strict, how: `${how}${why}` };
}

function countSome(
  length: number,
  start: number,
  zone: string,
  counts: Counts | undefined,
  calendar: string,
): CountedLimit | undefined {
  const first = localDayNumber(zone, start);
  const found = counts === undefined ? undefined : countDays(first, length, counts);
  if (counts === undefined || found === undefined) return undefined;
  const end = endOfDay(zone, found.last);
  // Strictly to the minute; but an event on a day that does not count belongs to the end of the last one that does, so that an
  // earlier event never ends later.
  const strict = counts(first) === true ? Math.min(sameTime(start, zone, found.last), end) : end;
  const passed = found.passed.map(dayText).join(', ');
  const which = calendar === 'weekdays' ? 'Monday to Friday' : 'business days';
  const how = `only ${which} counting, the day of the event not counted, to the end of the last day`;
  return { end, strict, how: passed === '' ? how : `${how}; passed over: ${passed}` };
}

/** The time of day of `start` on another local day, as hours since midnight: on days on which clocks change, an earlier start stays the earlier. */
const sameTime = (start: number, zone: string, day: number): number =>
  Math.min(
    startOfDay(zone, day) + start - startOfDay(zone, localDayNumber(zone, start)),
    // A day of 25 hours has some that the other lacks.
    endOfDay(zone, day),
  );

/**
 * The time of day of `start` some months later. From a day that the month lacks it ends with the last hour of its last day (Regulation 1182/71
 * Article 3(2)(c)): the time of day there would be before that of an earlier start.
 */
const sameTimeLater = (start: number, zone: string, first: number, last: number): number =>
  dayOfMonth(first) === dayOfMonth(last) ? sameTime(start, zone, last) : endOfDay(zone, last);

/** The last second of the local year of `ms`: where a law counts from the end of the calendar year. */
export function yearEnd(zone: string, ms: number): number {
  const year = new Date(localMs(zone, ms)).getUTCFullYear();
  return endOfDay(zone, Date.UTC(year, 11, 31) / DAY_MS);
}
