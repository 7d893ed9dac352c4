import { type Instant, instantFromMs, msOf, parseInstant } from '../../../core/instant.ts';

const LOCALE = 'en-GB';
const numbers = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
const joined = new Intl.ListFormat(LOCALE, { type: 'conjunction' });
const regions = new Intl.DisplayNames(LOCALE, { type: 'region' });
const languages = new Intl.DisplayNames(LOCALE, { type: 'language' });
const days = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeZone: 'UTC' });
const moments = new Intl.DateTimeFormat(LOCALE, {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
  hour12: false,
});
const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** `3147` → `3,147`. */
export const count = (value: number): string => numbers.format(value);

/** Small counts in words, as in running text: `three`, `11`. */
export const inWords = (value: number): string => WORDS[value] ?? count(value);

/** `1 person`, `3,147 people`. */
export const people = (value: number): string => (value === 1 ? '1 person' : `${count(value)} people`);

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `a, b and c`. */
export const list = (words: readonly string[]): string => joined.format(words);

const either = new Intl.ListFormat(LOCALE, { type: 'disjunction' });

/** `a, b or c`. */
export const listOr = (words: readonly string[]): string => either.format(words);

/** ISO 3166-1 alpha-2 → name in English; the text itself where it is no code. */
export const country = (code: string): string => {
  if (code === 'unknown') return 'country not known';
  return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code;
};

/** BCP 47 → name in English. */
export const language = (tag: string): string => {
  try {
    return languages.of(tag) ?? tag;
  } catch {
    return tag;
  }
};

const FIELD_WORDS: Readonly<Record<string, string>> = {
  email: 'email address',
  phone: 'phone number',
  'ip-address': 'IP address',
  'device-id': 'device ID',
  'government-id': 'government ID',
  'drivers-licence': 'driving licence',
  'tax-id': 'tax number',
};

/** A word of the fields' vocabulary as a reader says it. */
export const fieldWord = (field: string): string => FIELD_WORDS[field] ?? field.replaceAll('-', ' ');

const parsed = (text: string): Instant => parseInstant(text) ?? instantFromMs(Number.NaN);

/** UTC day in words: `9 March 2026`. */
export const day = (text: string): string => days.format(msOf(parsed(text)));

/** UTC minute in words: `9 March 2026 at 07:00 UTC`. */
export const moment = (text: string): string => `${moments.format(msOf(parsed(text)))} UTC`;

/** The half-open period as the days it holds: `9 to 17 March 2026`. */
export function period(from: string, to: string): string {
  const start = msOf(parsed(from));
  return days.formatRange(start, Math.max(start, msOf(parsed(to)) - 1)).replace(/\s*–\s*/u, ' to ');
}

/** Time until `deadline` as of `now`, in whole units that a person plans with; never rounded up. */
export function timeLeft(deadline: string, now: string): string {
  const ms = msOf(parsed(deadline)) - msOf(parsed(now));
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const text = d >= 3 ? `${d} days ${h} h` : d > 0 || h > 0 ? `${d * 24 + h} h ${m} min` : `${m} min`;
  return ms >= 0 ? `${text} left` : `passed ${text} ago`;
}

/** A chance in words, bounded from above: `1e12` → `once in a thousand billion`. Error of no consequence: rounded to the stricter word. */
export function onceIn(odds: number): string {
  const scale: readonly (readonly [number, string])[] = [
    [1e12, 'a million million'],
    [1e9, 'a thousand million'],
    [1e6, 'a million'],
    [1e3, 'a thousand'],
  ];
  const step = scale.find(([value]) => odds >= value);
  return step === undefined ? `once in ${count(Math.floor(odds))}` : `once in ${step[1]}`;
}

/** A share of one as a percentage that never claims certainty: `more than 99.9 %`. */
export const percent = (share: number): string =>
  share > 0.999 ? 'more than 99.9 %' : share < 0.001 ? 'less than 0.1 %' : `${(share * 100).toFixed(1)} %`;
