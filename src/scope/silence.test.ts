import { describe, expect, it } from 'vitest';
import { silences } from './silence.ts';

// Day 4 of the epoch count is a Monday (1970-01-05).
const MONDAY = 4;
const days = (count: number, spoke: (day: number) => boolean) =>
  Array.from({ length: count }, (_, i) => MONDAY + i)
    .filter((day) => spoke(day - MONDAY))
    .map((day) => ({ source: 'crm', day }));
const isWorkday = (day: number): boolean => day % 7 < 5;
const window = { from: MONDAY, to: MONDAY + 84 };

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
    ).toEqual([{ source: 'crm', from: MONDAY + 30, to: MONDAY + 31 }]);
  });

  it('does not split a silence at a weekend', () => {
    expect(
      silences(
        days(84, (day) => isWorkday(day) && (day < 28 || day >= 42)),
        window,
      ),
    ).toEqual([{ source: 'crm', from: MONDAY + 28, to: MONDAY + 40 }]);
  });

  it('finds the time before the first access and after the last', () => {
    const held = days(84, (day) => isWorkday(day) && day >= 7 && day < 77);
    expect(silences(held, window)).toEqual([
      { source: 'crm', from: MONDAY, to: MONDAY + 5 },
      { source: 'crm', from: MONDAY + 77, to: MONDAY + 82 },
    ]);
  });

  it('finds the whole window silent when the source stopped long before', () => {
    expect(silences(days(20, isWorkday), { from: MONDAY + 70, to: MONDAY + 77 })).toEqual([
      { source: 'crm', from: MONDAY + 70, to: MONDAY + 77 },
    ]);
  });

  it('does not expect a source that speaks now and then', () => {
    expect(
      silences(
        days(84, (day) => day % 30 === 0),
        { from: MONDAY, to: MONDAY + 60 },
      ),
    ).toEqual([]);
  });
});
