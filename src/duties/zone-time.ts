import { Temporal } from 'temporal-polyfill';

/** Milliseconds since 1970-01-01T00:00 in UTC. */
type Ms = number;

export const SECOND_MS = 1000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

interface Stretch {
  readonly from: Ms;
  readonly to: Ms;
  /** Local time minus UTC, in milliseconds. */
  readonly offset: number;
}

// A deadline costs a dozen conversions, and a case a hundred deadlines; Temporal's polyfill takes some 20 µs for each. Between two changes of
// the clocks the offset of a zone is one number: it is asked of Temporal once for each such stretch. A test compares the two.
const STRETCHES = new Map<string, Stretch[]>();

/** What local clocks in `zone` (IANA) show at `ms`, minus UTC. */
export function offsetAt(zone: string, ms: Ms): number {
  const known = STRETCHES.get(zone) ?? [];
  const found = known.find(({ from, to }) => from <= ms && ms < to);
  if (found !== undefined) return found.offset;
  const time = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  const next = time.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
  // `previous` gives the change before this very instant; one that happens now is found from a millisecond later.
  const previous = time.add({ milliseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds;
  const offset = time.offsetNanoseconds / 1e6;
  STRETCHES.set(zone, [...known, { from: previous ?? Number.NEGATIVE_INFINITY, to: next, offset }]);
  return offset;
}

/** Local clock readings as if they were UTC: only for calendar arithmetic. */
export const localMs = (zone: string, ms: Ms): Ms => ms + offsetAt(zone, ms);

/**
 * The instant at which clocks in `zone` show `local`. A reading that the clocks skip is taken as if they had not been changed; one that
 * comes twice is the first (RFC 5545 section 3.3.5, Temporal's "compatible").
 */
export function instantMs(zone: string, local: Ms): Ms {
  const before = offsetAt(zone, local - DAY_MS);
  const after = offsetAt(zone, local + DAY_MS);
  if (before === after) return local - before;
  const right = [local - before, local - after].filter((ms) => localMs(zone, ms) === local);
  return right.length === 0 ? local - before : Math.min(...right);
}

/** Days since 1970-01-01 on the local calendar. */
export const localDayNumber = (zone: string, ms: Ms): number => Math.floor(localMs(zone, ms) / DAY_MS);

/** The last second of a local day. */
export const endOfDay = (zone: string, day: number): Ms => instantMs(zone, (day + 1) * DAY_MS) - SECOND_MS;

/** `YYYY-MM-DD`. */
export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** `months` later, a day that the month lacks becoming its last (Regulation 1182/71 Article 3(2)(c)). */
export function plusMonths(day: number, months: number): number {
  const date = new Date(day * DAY_MS);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  return first / DAY_MS + Math.min(date.getUTCDate(), length) - 1;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** 0 is Monday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** `Wed 2026-03-04 10:20 Europe/Paris`: no locale, no ambiguity; with seconds where a day ends. */
export function spoken(zone: string, ms: Ms): string {
  const local = localMs(zone, ms);
  const text = new Date(local).toISOString();
  const clock = text.slice(17, 19) === '59' ? text.slice(11, 19) : text.slice(11, 16);
  return `${WEEKDAYS[weekdayOf(Math.floor(local / DAY_MS))] ?? ''} ${text.slice(0, 10)} ${clock} ${zone}`;
}
