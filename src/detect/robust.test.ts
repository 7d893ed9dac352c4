import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baselineOf, deviationFrom, type SortedValues, sortedValues } from './robust.ts';

const filled = (values: readonly number[]): SortedValues => {
  const sorted = sortedValues();
  for (const value of values) sorted.insert(value);
  return sorted;
};
const naiveMedian = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
};
const numbers = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 200 });

describe('sortedValues', () => {
  it('gives the median and MAD of the definition', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const sorted = filled(values);
        const median = naiveMedian(values);
        expect(sorted.median()).toBe(median);
        expect(sorted.mad()).toBe(naiveMedian(values.map((v) => Math.abs(v - median))));
      }),
    );
  });

  it('is, after removals, as if the removed had never been there', () => {
    fc.assert(
      fc.property(numbers, numbers, (kept, gone) => {
        const sorted = filled([...gone, ...kept]);
        for (const value of gone) sorted.remove(value);
        expect([sorted.size(), sorted.median(), sorted.mad()]).toEqual([
          kept.length,
          filled(kept).median(),
          filled(kept).mad(),
        ]);
      }),
    );
  });

  it('is the same filled at once as value by value, and can still grow', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 50 }), (values, more) => {
        const sorted = sortedValues();
        sorted.fill(values);
        sorted.insert(more);
        expect(baselineOf(sorted)).toEqual(baselineOf(filled([...values, more])));
      }),
    );
  });

  it('refuses to remove what is not there', () => {
    expect(() => filled([1, 3]).remove(2)).toThrow('not there');
    expect(() => filled([]).remove(2)).toThrow('not there');
  });

  it('interpolates quantiles between order statistics', () => {
    const sorted = filled([4, 1, 3, 2, 5]);
    expect([0, 0.25, 0.9, 1].map((p) => sorted.quantile(p))).toEqual([1, 2, 4.6, 5]);
  });
});

describe('deviationFrom', () => {
  const floor = { floor: 2, floorShare: 0.5 };
  const against = (values: readonly number[], value: number, spread = floor): number =>
    deviationFrom(baselineOf(filled(values)), value, spread);

  it('does not explode on a constant past', () => {
    expect(against([0, 0, 0], 10)).toBe(5);
  });

  it('lets the floor grow with what was expected', () => {
    expect(against([20, 20, 20], 30)).toBe(1);
  });

  it('uses the MAD where it is above the floors', () => {
    expect(against([0, 10, 20, 30, 40], 20 + 14.826, { floor: 1, floorShare: 0 })).toBeCloseTo(1, 10);
  });
});
