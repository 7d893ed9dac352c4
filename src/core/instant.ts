/** An instant in UTC as ISO 8601 with a `Z`, for example `2026-03-01T09:12:33.123Z`. */
export type Instant = string & { readonly __brand: 'Instant' };

/** Half-open: `from` is inside, `to` is not. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

const DAY_MS = 86_400_000;

/** Parses ISO 8601; a date alone is that day's midnight in UTC. Returns null when the text names no instant. */
export function parseInstant(text: string): Instant | null {
  if (!/^\d{4}-\d{2}-\d{2}([T ]|$)/.test(text)) return null;
  const zoned = /([Zz]|[+-]\d{2}:?\d{2})$/.test(text) || text.length === 10 ? text : `${text}Z`;
  const ms = Date.parse(zoned.replace(' ', 'T'));
  return Number.isNaN(ms) ? null : instantFromMs(ms);
}

/** `ms`: milliseconds since 1970-01-01T00:00Z. */
export const instantFromMs = (ms: number): Instant => new Date(ms).toISOString() as Instant;

export const msOf = (instant: Instant): number => Date.parse(instant);

/** The UTC day `YYYY-MM-DD` in which the instant lies. */
export const dayOf = (instant: Instant): string => instant.slice(0, 10);

/** The instant `days` × 24 h later (earlier when negative); calendars with zones belong to `duties/`. */
export const plusDays = (instant: Instant, days: number): Instant => instantFromMs(msOf(instant) + days * DAY_MS);
