import { describe, expect, it } from 'vitest';
import { silences } from './silence.ts';

// Day 4 of the epoch count is a Monday (1970-01-05).
const MONDAY = 4;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const days = (count: number, spoke: (day: number) => boolean, hour: (day: number) => number = () => 17) =>
  Array.from({ length: count }, (_, i) => MONDAY + i)
    .filter((day) => spoke(day - MONDAY))
    .map((day) => ({
      source: 'crm',
      day,
      last_at: new Date(day * DAY_MS + hour(day - MONDAY) * HOUR_MS).toISOString(),
    }));
const isWorkday = (day: number): boolean => day % 7 < 5;
const windowOf = (from: number, to: number) => ({ fromMs: from * DAY_MS, toMs: to * DAY_MS });
const window = windowOf(MONDAY, MONDAY + 84);
const silence = (from: number, to: number, stops = false) => ({ source: 'crm', ...windowOf(from, to), stops });

describe('silences', () => {
  it('finds none where a source speaks on workdays only', () => {
    expect(silences(days(84, isWorkday), window)).toEqual([]);
  });

  it('finds a single workday without access', () => {
    expect(
      silences(
        days(84, (day) => isWorkday(day) && day !== 30),
        window,
      ),
    ).toEqual([silence(MONDAY + 30, MONDAY + 31)]);
  });

  it('does not split a silence at a weekend', () => {
    expect(
      silences(
        days(84, (day) => isWorkday(day) && (day < 28 || day >= 42)),
        window,
      ),
    ).toEqual([silence(MONDAY + 28, MONDAY + 40)]);
  });

  it('finds the time before the first access and after the last', () => {
    const held = days(84, (day) => isWorkday(day) && day >= 7 && day < 77);
    expect(silences(held, window)).toEqual([silence(MONDAY, MONDAY + 5), silence(MONDAY + 77, MONDAY + 82, true)]);
  });

  it('finds the whole window silent when the source stopped long before', () => {
    expect(silences(days(20, isWorkday), windowOf(MONDAY + 70, MONDAY + 77))).toEqual([
      silence(MONDAY + 70, MONDAY + 77, true),
    ]);
  });

  it('begins within the last day where the log was cut off there, and goes on from there', () => {
    const until = (hour: number) => days(28, isWorkday, (day) => (day === 25 ? hour : 17));
    const stop = (MONDAY + 25) * DAY_MS + 10 * HOUR_MS;
    const friday = windowOf(MONDAY + 20, MONDAY + 26);
    expect(silences(until(10), friday)).toEqual([
      { source: 'crm', fromMs: stop, toMs: (MONDAY + 26) * DAY_MS, stops: true },
    ]);
    // Nothing is amiss where it speaks for as long as on other Fridays; nor is anything after the window's end.
    expect(silences(until(17), friday)).toEqual([]);
    expect(silences(until(10), { ...friday, toMs: stop })).toEqual([]);
    expect(silences(until(10), { ...friday, toMs: stop + 1 })).toHaveLength(1);
  });

  it('is never empty, whatever the window', () => {
    const held = days(20, isWorkday, (day) => (day === 18 ? 3 : 17));
    for (let from = 0; from < 30 * 24; from += 7) {
      for (const hours of [1, 5, 24, 100]) {
        const fromMs = MONDAY * DAY_MS + from * HOUR_MS;
        const found = silences(held, { fromMs, toMs: fromMs + hours * HOUR_MS });
        expect(found.every((one) => one.fromMs < one.toMs)).toBe(true);
      }
    }
  });

  it('does not expect a source that speaks now and then', () => {
    expect(
      silences(
        days(84, (day) => day % 30 === 0),
        windowOf(MONDAY, MONDAY + 60),
      ),
    ).toEqual([]);
  });
});
