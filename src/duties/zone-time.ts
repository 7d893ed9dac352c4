/** Milliseconds since 1970-01-01T00:00 in UTC. */
type Ms = number;

export const SECOND_MS = 1000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

// A deadline costs a dozen conversions and a case a hundred deadlines, and asking Intl takes some 3 µs. No zone has changed its clocks twice within
// six days since 1970: where two moments that are not further apart have the same offset, so has every moment between them. A test looks for changes that are nearer.
const SPAN_MS = 4 * DAY_MS;
const ZONES = new Map<string, { readonly format: Intl.DateTimeFormat; readonly offsets: Map<number, number> }>();
// Dates are what a user says: a process that lives long must not remember all of them.
const MOST_OFFSETS = 5_000;

/** What local clocks in `zone` (IANA) show at `ms`, minus UTC. */
export function offsetAt(zone: string, ms: Ms): number {
  const span = Math.floor(ms / SPAN_MS);
  const { format, offsets } = zoneOf(zone);
  const at = (edge: number): number => {
    const known = offsets.get(edge);
    if (known !== undefined) return known;
    if (offsets.size >= MOST_OFFSETS) offsets.clear();
    const offset = askedOffset(format, edge * SPAN_MS);
    offsets.set(edge, offset);
    return offset;
  };
  const before = at(span);
  return before === at(span + 1) ? before : askedOffset(format, ms);
}

function zoneOf(zone: string) {
  const known = ZONES.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const opened = { format, offsets: new Map<number, number>() };
  ZONES.set(zone, opened);
  return opened;
}

/** `GMT`, `GMT-08:00`, `GMT+00:53:28`. */
function askedOffset(format: Intl.DateTimeFormat, ms: Ms): number {
  const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
    /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(format.format(ms)) ?? [];
  const offset = Number(hours) * HOUR_MS + Number(minutes) * 60_000 + Number(seconds) * SECOND_MS;
  return sign === '-' ? -offset : offset;
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

/** The first moment of a local day. */
export const startOfDay = (zone: string, day: number): Ms => instantMs(zone, day * DAY_MS);

export const dayOfMonth = (day: number): number => new Date(day * DAY_MS).getUTCDate();

/** The last second of a local day. */
export const endOfDay = (zone: string, day: number): Ms => instantMs(zone, (day + 1) * DAY_MS) - SECOND_MS;

/** `YYYY-MM-DD`. */
export function dayText(day: number): string {
  const known = DAYS.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * DAY_MS).toISOString().slice(0, 10);
  if (DAYS.size >= MOST_DAYS) DAYS.clear();
  DAYS.set(day, text);
  return text;
}

// Counting business days looks at dozens of the same few days.
const DAYS = new Map<number, string>();
const MOST_DAYS = 5_000;

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
  const day = Math.floor(local / DAY_MS);
  const seconds = Math.floor((local - day * DAY_MS) / SECOND_MS);
  const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = `${twoDigits(hour)}:${twoDigits(minute)}${second === 59 ? ':59' : ''}`;
  return `${WEEKDAYS[weekdayOf(day)] ?? ''} ${dayText(day)} ${clock} ${zone}`;
}

const twoDigits = (value: number): string => (value < 10 ? `0${value}` : `${value}`);
