import { Temporal } from 'temporal-polyfill';
import { type Instant, instantFromMs } from '../core/instant.ts';
import type { LawDeadline } from '../packs/law-schema.ts';

/** When a duty must be done, in UTC, with the arithmetic in words; nulls where the law sets no count or the start is not known. */
export interface Reckoning {
  readonly deadline: Instant | null;
  /** The earliest defensible reading: the plain length from the very minute of the event; never after `deadline`. */
  readonly strictDeadline: Instant | null;
  readonly arithmetic: string;
}

const EVENTS = {
  awareness: 'the organisation became aware',
  'individuals-informed': 'the people were told',
} as const satisfies Readonly<Record<LawDeadline['start'], string>>;

/**
 * Counts a law's period from `startAt` in `zone` (IANA). Hours are elapsed hours, also across a change of clocks; days and months are
 * calendar ones. End rules: `exact` ends to the minute; `end-of-hour` and `end-of-day` do not count the hour or day of the event
 * (Regulation (EEC, Euratom) 1182/71 Article 3(1) and (2)), a day ending with its last second.
 */
export function reckon(rule: LawDeadline, startAt: Instant | null, zone: string): Reckoning {
  const none = (arithmetic: string): Reckoning => ({ deadline: null, strictDeadline: null, arithmetic });
  const { length, unit } = rule;
  const event = EVENTS[rule.start];
  if (startAt === null) {
    return none(`${rule.words} It is not recorded when ${event}: without it no date can be given.`);
  }
  const start = Temporal.Instant.from(startAt).toZonedDateTimeISO(zone);
  if (length === null || unit === null) {
    return none(`${rule.words} The law sets no count; ${event} on ${spoken(start)}.`);
  }

  const plain = unit === 'hour' ? start.add({ hours: length }) : plusPlain(start, length, unit);
  const end = endOf(rule, start, length, unit);
  const strict = Temporal.ZonedDateTime.compare(plain, end) < 0 ? plain : end;
  const counted = {
    exact: 'counted to the minute',
    'end-of-hour': 'the hour of the event not counted, to the end of the last hour',
    'end-of-day': 'the day of the event not counted, to the end of the last day',
  }[rule.end];
  const arithmetic = [
    rule.words,
    `${event.charAt(0).toUpperCase()}${event.slice(1)} on ${spoken(start)}.`,
    `Plus ${length} ${unit}${length === 1 ? '' : 's'}, every day counting, ${counted}: ${spoken(end)}.`,
    `Strictest reading, from the minute of the event: ${spoken(strict)}.`,
    ...(rule.disputed === undefined ? [] : [rule.disputed]),
  ].join(' ');
  return { deadline: instantOf(end), strictDeadline: instantOf(strict), arithmetic };
}

/** The strict reading of days is so many times 24 hours; a month has no such length and ends at the same time of day. */
function plusPlain(start: Temporal.ZonedDateTime, length: number, unit: 'day' | 'month'): Temporal.ZonedDateTime {
  return unit === 'day' ? start.add({ hours: 24 * length }) : start.add({ months: length });
}

function endOf(
  rule: LawDeadline,
  start: Temporal.ZonedDateTime,
  length: number,
  unit: 'hour' | 'day' | 'month',
): Temporal.ZonedDateTime {
  switch (rule.end) {
    case 'exact':
      return unit === 'hour' ? start.add({ hours: length }) : plusPlain(start, length, unit);
    case 'end-of-hour':
      return start.round({ smallestUnit: 'hour', roundingMode: 'floor' }).add({ hours: length + 1 });
    case 'end-of-day': {
      // Article 3(2)(c): a month that lacks the date ends on its last day; Temporal's default (constrain) does just that.
      const last = start.toPlainDate().add(unit === 'month' ? { months: length } : { days: length });
      return last.add({ days: 1 }).toZonedDateTime({ timeZone: start.timeZoneId }).subtract({ seconds: 1 });
    }
  }
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** `Wed 2026-03-04 10:20 Europe/Paris`: no locale, no ambiguity. */
function spoken(time: Temporal.ZonedDateTime): string {
  const weekday = WEEKDAYS[time.dayOfWeek - 1] ?? '';
  const clock =
    time.second === 59 ? time.toPlainTime().toString().slice(0, 8) : time.toPlainTime().toString().slice(0, 5);
  return `${weekday} ${time.toPlainDate().toString()} ${clock} ${time.timeZoneId}`;
}

const instantOf = (time: Temporal.ZonedDateTime): Instant => instantFromMs(time.epochMilliseconds);

/** The calendar day `YYYY-MM-DD` of an instant in a zone. */
export const localDay = (instant: Instant, zone: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString();
