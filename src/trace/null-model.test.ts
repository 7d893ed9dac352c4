import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { solveLift } from './null-model.ts';
import { nullRate } from './null-rate.ts';
import { TRACE_MODEL } from './trace-model.ts';

const SEED = 3;
const SEGMENT = { customers: 1_000, pairs: 4_000 };
const p = (rate: number): number => -Math.expm1(-rate);

describe('nullRate', () => {
  test('an average customer is opened by an actor in proportion to his volume', () => {
    const others = SEGMENT.pairs / SEGMENT.customers;
    expect(p(nullRate(10, others, SEGMENT))).toBeCloseTo(10 / 1_000, 3);
    expect(p(nullRate(100, others, SEGMENT))).toBeCloseTo(100 / 1_000, 2);
  });

  test('a customer opened twice as often is expected about twice as often', () => {
    const [few, many] = [nullRate(10, 4.5, SEGMENT), nullRate(10, 9.5, SEGMENT)];
    expect(many / few).toBeCloseTo(2, 9);
  });

  test('who opens everybody is expected to open everybody', () => {
    expect(p(nullRate(1_000, 5, SEGMENT))).toBeGreaterThan(0.99);
  });

  test('it is finite, not negative, and grows with volume and popularity', () => {
    const cell = fc.record({
      volume: fc.integer({ min: 0, max: 3_000 }),
      others: fc.integer({ min: 0, max: 3_000 }),
      customers: fc.integer({ min: 1, max: 3_000 }),
      pairs: fc.integer({ min: 0, max: 100_000 }),
    });
    fc.assert(
      fc.property(cell, ({ volume, others, customers, pairs }) => {
        const segment = { customers, pairs };
        const rate = nullRate(volume, others, segment);
        expect(Number.isFinite(rate) && rate >= 0).toBe(true);
        expect(nullRate(volume + 1, others, segment)).toBeGreaterThanOrEqual(rate);
        expect(nullRate(volume, others + 1, segment)).toBeGreaterThanOrEqual(rate);
      }),
      { seed: SEED },
    );
  });
});

describe('solveLift', () => {
  const rates = [
    { rate: 0.05, controls: 200 },
    { rate: 0.5, controls: 20 },
  ];
  const expected = (lift: number): number =>
    rates.reduce((sum, { rate, controls }) => sum + controls * p(lift * rate), 0);

  test('an actor who meets the null is not lifted, nor is one who opens fewer', () => {
    expect(solveLift(rates, Math.round(expected(1)))).toBeCloseTo(1, 1);
    expect(solveLift(rates, 0)).toBe(1);
  });

  test('the lift makes the null expect what was seen, drawn a little towards 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 25, noNaN: true }), (lift) => {
        const solved = solveLift(rates, expected(lift));
        expect(solved).toBeLessThanOrEqual(lift + 1e-6);
        const prior = TRACE_MODEL.controlPrior;
        expect(expected(solved) + prior * solved).toBeCloseTo(expected(lift) + prior, 6);
      }),
      { seed: SEED },
    );
  });

  test('it stops at its bound where more was seen than any lift explains', () => {
    expect(solveLift(rates, 10_000)).toBe(TRACE_MODEL.liftMax);
    expect(solveLift([], 3)).toBeCloseTo(3 / TRACE_MODEL.controlPrior + 1, 9);
  });
});
