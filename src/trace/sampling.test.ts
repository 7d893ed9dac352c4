import { describe, expect, test } from 'vitest';
import { type FoundControl, oneIn, perLeaked, samplesOf, thinned } from './sampling.ts';
import { TRACE_MODEL } from './trace-model.ts';

const controls = (segment: string, viewers: number, count: number): readonly FoundControl[] =>
  Array.from({ length: count }, (_, i) => ({ customer: `${segment}-${viewers}-${i}`, segment, viewers, share: 3 }));

describe('what of a large lake is looked at', () => {
  test('a small base is looked at as a whole, of a large one between once and twice the number', () => {
    expect(oneIn(49_000, 50_000)).toBe(1);
    expect(oneIn(99_999, 50_000)).toBe(1);
    expect(oneIn(2_000_000, 50_000)).toBe(40);
    expect(oneIn(0, 50_000)).toBe(1);
  });

  test('of a log in which each customer is opened often fewer are looked at, so that the accesses kept are bounded', () => {
    expect(samplesOf({ customers: 40_000, near: 4_000, accesses: 10_000_000 })).toEqual({
      controlsOf: 1,
      volumesOf: 1,
    });
    expect(samplesOf({ customers: 2_000_000, near: 200_000, accesses: 100_000_000 })).toEqual({
      controlsOf: 4,
      volumesOf: 40,
    });
    const { keptAccessesMost } = TRACE_MODEL;
    for (const accesses of [200_000_000, 5_000_000_000]) {
      const { controlsOf, volumesOf } = samplesOf({ customers: 40_000, near: 20_000, accesses });
      expect(accesses / volumesOf).toBeLessThan(2 * keptAccessesMost);
      expect(accesses / 2 / controlsOf).toBeLessThan(2 * keptAccessesMost);
      expect(volumesOf).toBeGreaterThan(1);
    }
  });

  test('a long list asks for fewer controls a customer, and never for none', () => {
    expect(perLeaked(300)).toBe(TRACE_MODEL.controlsPerLeaked);
    expect(perLeaked(5_000)).toBe(3);
    expect(perLeaked(1_000_000)).toBe(1);
    expect(perLeaked(0)).toBe(TRACE_MODEL.controlsPerLeaked);
  });
});

describe('thinned', () => {
  const found = [...controls('a', 2, 400), ...controls('a', 40, 100), ...controls('b', 40, 7)];

  test('few pairs: all stay', () => {
    expect(thinned(found, 10_000)).toEqual(found.map(({ customer, segment, share }) => ({ customer, segment, share })));
  });

  test('many: about as many pairs as asked, of every kind some, and together they stand for as many customers', () => {
    const kept = thinned(found, 1_000);
    const pairs = kept.reduce((sum, { customer }) => sum + Number(customer.split('-')[1]), 0);
    expect(pairs).toBeGreaterThan(500);
    expect(pairs).toBeLessThan(1_300);
    for (const [of, all] of [
      ['a-2', 400],
      ['a-40', 100],
      ['b-40', 7],
    ] as const) {
      const shares = kept.filter(({ customer }) => customer.startsWith(`${of}-`)).map(({ share }) => share);
      expect(shares.length).toBeGreaterThan(0);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(3 * all, 6);
    }
  });
});
