import { Temporal } from 'temporal-polyfill';
import type { LawLimit } from '../packs/law-text.ts';
import { type Counts, countDays, weekdays } from './business-day.ts';

/** One counted limit: its end, the earliest defensible reading of the same words, and how the count went. */
export interface CountedLimit {
  readonly end: Temporal.ZonedDateTime;
  readonly strict: Temporal.ZonedDateTime;
  readonly how: string;
}

type Count = Omit<LawLimit, 'start'>;

/**
 * Counts from `start` in its zone. Hours are elapsed hours, also across a change of clocks; days, months and years are calendar
 * ones. End rules: `exact` ends to the minute; `end-of-hour` and `end-of-day` do not count the hour or day of the event (Regulation
 * (EEC, Euratom) 1182/71 Article 3(1) and (2)), a day ending with its last second; `end-of-next-business-day` moves an end that is none.
 * Null when the law sets no count; undefined when the public holidays are not known.
 */
export function countLimit(
  rule: Count,
  start: Temporal.ZonedDateTime,
  business: Counts | undefined,
): CountedLimit | null | undefined {
  const { length, unit } = rule;
  if (length === null || unit === null) return null;
  const rules = rule.end ?? (unit === 'hour' ? 'exact' : 'end-of-day');
  if (unit === 'hour') {
    const plain = start.add({ hours: length });
    const end =
      rules === 'end-of-hour'
        ? start.round({ smallestUnit: 'hour', roundingMode: 'floor' }).add({ hours: length + 1 })
        : plain;
    const how =
      rules === 'exact' ? 'counted to the minute' : 'the hour of the event not counted, to the end of the last hour';
    return { end, strict: plain, how: `every day counting, ${how}` };
  }
  if (unit === 'day' && rule.calendar !== 'every-day') {
    return countSome(length, start, rule.calendar === 'weekdays' ? weekdays : business, rule.calendar);
  }
  const plain =
    unit === 'day'
      ? start.add({ hours: 24 * length })
      : start.add(unit === 'month' ? { months: length } : { years: length });
  if (rules === 'exact') return { end: plain, strict: plain, how: 'every day counting, counted to the minute' };
  // Article 3(2)(c): a month that lacks the date ends on its last day; Temporal's default (constrain) does just that.
  const last = start
    .toPlainDate()
    .add(unit === 'day' ? { days: length } : unit === 'month' ? { months: length } : { years: length });
  const how = 'every day counting, the day of the event not counted, to the end of the last day';
  if (rules === 'end-of-day') return { end: endOf(last, start), strict: earlier(plain, endOf(last, start)), how };
  const moved =
    business?.(last) === true ? last : business === undefined ? undefined : countDays(last, 1, business)?.last;
  if (moved === undefined) return undefined;
  const why = moved.equals(last) ? '' : `; ${last.toString()} is no business day, so that it ends on the next`;
  return { end: endOf(moved, start), strict: earlier(plain, endOf(last, start)), how: `${how}${why}` };
}

function countSome(
  length: number,
  start: Temporal.ZonedDateTime,
  counts: Counts | undefined,
  calendar: string,
): CountedLimit | undefined {
  const found = counts === undefined ? undefined : countDays(start.toPlainDate(), length, counts);
  if (counts === undefined || found === undefined) return undefined;
  const end = endOf(found.last, start);
  // Strictly to the minute; but an event on a day that does not count belongs to the end of the last one that does, so that an
  // earlier event never ends later.
  const plain = found.last.toZonedDateTime({ timeZone: start.timeZoneId, plainTime: start.toPlainTime() });
  const strict = counts(start.toPlainDate()) === true ? earlier(plain, end) : end;
  const passed = found.passed.map((day) => day.toString()).join(', ');
  const which = calendar === 'weekdays' ? 'Monday to Friday' : 'business days';
  const how = `only ${which} counting, the day of the event not counted, to the end of the last day`;
  return { end, strict, how: passed === '' ? how : `${how}; passed over: ${passed}` };
}

const endOf = (day: Temporal.PlainDate, start: Temporal.ZonedDateTime): Temporal.ZonedDateTime =>
  day.add({ days: 1 }).toZonedDateTime({ timeZone: start.timeZoneId }).subtract({ seconds: 1 });

export const earlier = (a: Temporal.ZonedDateTime, b: Temporal.ZonedDateTime): Temporal.ZonedDateTime =>
  Temporal.ZonedDateTime.compare(a, b) < 0 ? a : b;

/** The last second of the year of `time`: where a law counts from the end of the calendar year. */
export const yearEnd = (time: Temporal.ZonedDateTime): Temporal.ZonedDateTime =>
  endOf(Temporal.PlainDate.from({ year: time.year, month: 12, day: 31 }), time);
