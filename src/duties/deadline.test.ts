import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Instant, instantFromMs, msOf, parseInstant } from '../core/instant.ts';
import type { LawDeadline, LawText } from '../packs/law-text.ts';
import { NO_START } from '../testing/no-start.ts';
import { businessDays } from './business-day.ts';
import { localDay, reckon as reckonFrom } from './deadline.ts';

const rule = (part: Partial<LawDeadline>): LawDeadline => ({
  from: '2018-01-01',
  sources: ['x'],
  start: 'awareness',
  length: 72,
  unit: 'hour',
  calendar: 'every-day',
  end: 'end-of-hour',
  or: [],
  words: 'In time.',
  ...part,
});
/** An invented calendar: Friday 3 July 2026 is a holiday, and the years after 2027 are not known. */
const business = businessDays(
  { holidays: 'XA', weekend: ['saturday', 'sunday'] } satisfies LawText['business'],
  (_place, year) => (year > 2027 ? undefined : new Set(['2026-07-03'])),
);
const reckon = (each: LawDeadline, start: Instant | null, zone: string) =>
  reckonFrom(each, { ...NO_START, [each.start]: start }, zone, business);
const at = (text: string): Instant => parseInstant(text) as Instant;

describe('hours', () => {
  // cases.md section 5: T-1182-1 and T-1182-3, derived from Regulation 1182/71 Article 3(1) and (2)(a).
  test('aware on Wednesday 10:20, the strict end is Saturday 10:20 and the end by Regulation 1182/71 is 11:00', () => {
    const found = reckon(rule({}), at('2026-03-04T09:20:00Z'), 'Europe/Paris');
    expect(found.strictDeadline).toBe('2026-03-07T09:20:00.000Z');
    expect(found.deadline).toBe('2026-03-07T10:00:00.000Z');
    expect(found.arithmetic).toContain('Wed 2026-03-04 10:20 Europe/Paris');
    expect(found.arithmetic).toContain('Sat 2026-03-07 11:00 Europe/Paris');
  });

  test('a period of hours that ends on Easter Sunday is not moved to a working day', () => {
    expect(reckon(rule({}), at('2026-04-02T07:05:00Z'), 'Europe/Paris').deadline).toBe('2026-04-05T08:00:00.000Z');
  });

  test('hours are elapsed hours when the clocks change', () => {
    const found = reckon(rule({ end: 'exact' }), at('2026-03-28T12:00:00Z'), 'Europe/Paris');
    expect(found.deadline).toBe('2026-03-31T12:00:00.000Z');
  });

  test('the hour of the event begins in local time, also where the offset is half an hour', () => {
    const found = reckon(rule({}), at('2026-03-04T09:20:00Z'), 'Asia/Kolkata'); // 14:50 there
    expect(found.deadline).toBe('2026-03-07T09:30:00.000Z');
  });
});

describe('days and months', () => {
  test('the day of the event does not count and the last day counts to its last second', () => {
    const found = reckon(
      rule({ length: 30, unit: 'day', end: 'end-of-day' }),
      at('2026-01-05T20:00:00Z'),
      'America/Los_Angeles',
    );
    expect(found.deadline).toBe('2026-02-05T07:59:59.000Z');
    expect(found.strictDeadline).toBe('2026-02-04T20:00:00.000Z');
  });

  // cases.md T-1182-4; Regulation 1182/71 Article 3(2)(c).
  test.each([
    ['2026-01-31T12:00:00Z', '2026-02-28T23:59:59.000Z'],
    ['2028-01-31T12:00:00Z', '2028-02-29T23:59:59.000Z'],
  ])('a month from %s ends on the last day of February', (start, end) => {
    expect(reckon(rule({ length: 1, unit: 'month', end: 'end-of-day' }), at(start), 'UTC').deadline).toBe(end);
  });
});

describe('business days', () => {
  const five = rule({ length: 5, unit: 'day', calendar: 'business-days', end: 'end-of-day' });

  // cases.md G-US-IA-CLOCK: told on Monday 1 June, five business days end on 8 June.
  test('five business days from a Monday end on the next Monday', () => {
    const found = reckon(five, at('2026-06-01T15:00:00Z'), 'UTC');
    expect(found.deadline).toBe('2026-06-08T23:59:59.000Z');
    expect(found.strictDeadline).toBe('2026-06-08T15:00:00.000Z');
    expect(found.arithmetic).toContain('passed over: 2026-06-06, 2026-06-07');
  });

  test('a public holiday is passed over, and only that', () => {
    expect(reckon(five, at('2026-06-29T15:00:00Z'), 'UTC').deadline).toBe('2026-07-07T23:59:59.000Z');
    const weekdays = { ...five, calendar: 'weekdays' } as const;
    expect(reckon(weekdays, at('2026-06-29T15:00:00Z'), 'UTC').deadline).toBe('2026-07-06T23:59:59.000Z');
  });

  test('where the holidays are not known no date is guessed', () => {
    const found = reckon(five, at('2028-06-01T15:00:00Z'), 'UTC');
    expect(found).toMatchObject({ deadline: null, strictDeadline: null });
    expect(found.arithmetic).toContain('the public holidays there are not known');
  });

  // Regulation 1182/71 Article 3(4), for periods not expressed in hours.
  test('an end on a day that is none moves to the next business day; the strict reading does not move', () => {
    const moved = rule({ length: 3, unit: 'day', end: 'end-of-next-business-day' });
    const found = reckon(moved, at('2026-06-30T10:00:00Z'), 'UTC');
    expect(found.deadline).toBe('2026-07-06T23:59:59.000Z');
    expect(found.strictDeadline).toBe('2026-07-03T10:00:00.000Z');
  });
});

describe('several limits and readings', () => {
  const both = rule({
    start: 'individuals-informed',
    length: 1,
    unit: 'day',
    end: 'end-of-day',
    or: [{ start: 'determination', length: 45, unit: 'day', calendar: 'every-day', end: 'end-of-day' }],
  });

  test('the earliest limit binds', () => {
    const starts = { ...NO_START, 'individuals-informed': at('2026-03-20'), determination: at('2026-01-10') };
    const found = reckonFrom(both, starts, 'UTC');
    expect(found.deadline).toBe('2026-02-24T23:59:59.000Z');
    expect(found.arithmetic).toContain('The earliest binds');
  });

  test('a finding that is not recorded is counted from awareness, strictly only', () => {
    const found = reckonFrom(both, { ...NO_START, awareness: at('2026-01-10T08:00:00Z') }, 'UTC');
    expect(found).toMatchObject({ deadline: null, strictDeadline: '2026-02-24T08:00:00.000Z' });
    expect(found.missing).toEqual(['individualsInformedAt', 'determinedAt']);
  });

  test('a stricter reading that somebody holds is shown and used as the strict one', () => {
    const disputed = rule({
      length: null,
      unit: null,
      strict: { length: 72, unit: 'hour', calendar: 'every-day', end: 'exact' },
    });
    const found = reckon(disputed, at('2026-03-04T09:00:00Z'), 'UTC');
    expect(found).toMatchObject({ deadline: null, strictDeadline: '2026-03-07T09:00:00.000Z' });
    expect(found.arithmetic).toContain('A stricter reading');
  });

  test('a count from the end of the year starts with its last day', () => {
    const sixty = rule({ start: 'awareness-year-end', length: 60, unit: 'day', end: 'end-of-day' });
    expect(reckon(sixty, at('2026-03-04T09:00:00Z'), 'UTC').deadline).toBe('2027-03-01T23:59:59.000Z');
  });
});

test('a law without a count gives no instant, and says what it asks for', () => {
  const found = reckon(
    rule({ length: null, unit: null, words: 'Without undue delay.' }),
    at('2026-01-05T20:00:00Z'),
    'UTC',
  );
  expect(found).toMatchObject({ deadline: null, strictDeadline: null });
  expect(found.arithmetic).toContain('Without undue delay. The law sets no count');
});

test('an unknown start gives no instant, and says that it is not recorded', () => {
  expect(reckon(rule({}), null, 'UTC')).toMatchObject({ deadline: null, strictDeadline: null });
  expect(reckon(rule({ start: 'individuals-informed' }), null, 'UTC').arithmetic).toContain(
    'not recorded when the people were told',
  );
});

test('the day of an instant is the day where the law counts it', () => {
  expect(localDay(at('2026-01-01T07:30:00Z'), 'America/Los_Angeles')).toBe('2025-12-31');
});

const rules = fc.constantFrom(
  rule({}),
  rule({ end: 'exact' }),
  rule({ length: 30, unit: 'day', end: 'end-of-day' }),
  rule({ length: 15, unit: 'day', end: 'exact' }),
  rule({ length: 1, unit: 'month', end: 'end-of-day' }),
  rule({ length: 3, unit: 'day', calendar: 'weekdays', end: 'end-of-day' }),
  rule({ length: 14, unit: 'day', calendar: 'weekdays', end: 'end-of-day' }),
  rule({ start: 'awareness-year-end', length: 60, unit: 'day', end: 'end-of-day' }),
);
const zones = fc.constantFrom('Europe/Paris', 'America/Los_Angeles', 'Asia/Kolkata', 'UTC');
const instants = fc.integer({ min: msOf(at('2018-05-25')), max: msOf(at('2030-01-01')) }).map(instantFromMs);
const ms = (instant: Instant | null): number => msOf(instant ?? at('1970-01-01'));

test('an earlier start never makes a later deadline', () => {
  fc.assert(
    fc.property(rules, zones, instants, instants, (each, zone, a, b) => {
      const [early, late] = ms(a) <= ms(b) ? [a, b] : [b, a];
      const [first, second] = [reckon(each, early, zone), reckon(each, late, zone)];
      expect(ms(first.deadline)).toBeLessThanOrEqual(ms(second.deadline));
      expect(ms(first.strictDeadline)).toBeLessThanOrEqual(ms(second.strictDeadline));
    }),
    { seed: 7, numRuns: 300 },
  );
});

test('the strict reading is after the start and never after the deadline', () => {
  fc.assert(
    fc.property(rules, zones, instants, (each, zone, start) => {
      const { deadline, strictDeadline } = reckon(each, start, zone);
      expect(ms(strictDeadline)).toBeGreaterThan(ms(start));
      expect(ms(strictDeadline)).toBeLessThanOrEqual(ms(deadline));
    }),
    { seed: 8, numRuns: 300 },
  );
});
