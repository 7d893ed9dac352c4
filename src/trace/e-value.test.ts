import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../core/random.ts';
import { contributions, eValue, meanRatios, windowGrid } from './e-value.ts';
import type { Hit, Suspect } from './suspect.ts';
import { TRACE_MODEL } from './trace-model.ts';

const SEED = 6;
const RECORDS = 20;
const weights = new Float64Array(RECORDS).fill(1);
const nobody = new Float64Array(RECORDS).fill(1);

const steady = (days: number): Float64Array => Float64Array.from({ length: days + 1 }, (_, day) => day / days);

const suspectWith = (hits: readonly Hit[], days = 1): Suspect => ({
  actor: 'a',
  hits,
  activity: steady(days),
  viewCount: 100,
});

const hitAt = (position: number, rate: number, day = 0): Hit => ({
  position,
  rate,
  views: [{ day, count: 1 }],
  dating: null,
});

const hits = (count: number, rate = 0.05): readonly Hit[] => Array.from({ length: count }, (_, i) => hitAt(i, rate));
const logOf = (seen: readonly Hit[], slack = 0): number =>
  eValue(suspectWith(seen), weights, nobody, windowGrid(1), slack).log;

describe('windowGrid', () => {
  test('weights add up to 1, half of it on the whole scope, and every day lies in a window of each length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 800 }), (days) => {
        const grid = windowGrid(days);
        expect(grid.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);
        expect(grid[0]).toMatchObject({ from: 0, to: days });
        for (const { from, to } of grid) expect(from >= 0 && from < to && to <= days).toBe(true);
        for (const day of [0, days >> 1, days - 1])
          expect(grid.some(({ from, to }) => from <= day && day < to)).toBe(true);
      }),
      { seed: SEED },
    );
  });
});

describe('eValue', () => {
  test('its mean over innocents is at most 1, without slack and with', () => {
    const random = seededRandom(SEED);
    const rate = 0.3;
    const seen = (): readonly Hit[] =>
      Array.from({ length: RECORDS }, (_, i) => hitAt(i, rate)).filter(() => random() < -Math.expm1(-rate));
    for (const slack of [0, 0.03]) {
      const values = Array.from({ length: 20_000 }, () => Math.exp(logOf(seen(), slack)));
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      // Heavy-tailed: a margin for 20,000 draws, wide of a model that counts a hit twice (mean over 100).
      expect(mean).toBeLessThan(1.3);
      // Ville/Markov: P(E >= 100) <= 1/100.
      expect(values.filter((value) => value >= 100).length).toBeLessThan(values.length / 100);
    }
  });

  test('exactly 1 on average for lists of one record, over both outcomes', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 3, noNaN: true }), (rate) => {
        const one = new Float64Array(1).fill(1);
        const e = (seen: readonly Hit[]): number => Math.exp(eValue(suspectWith(seen), one, one, windowGrid(1), 0).log);
        const p = -Math.expm1(-rate);
        expect(p * e([hitAt(0, rate)]) + (1 - p) * e([])).toBeCloseTo(1, 9);
      }),
      { seed: SEED },
    );
  });

  test('grows with each further hit, more for rarer customers, and slack only lowers it', () => {
    for (let count = 4; count < RECORDS; count += 1) {
      expect(logOf(hits(count + 1))).toBeGreaterThan(logOf(hits(count)));
      expect(logOf(hits(count, 0.01))).toBeGreaterThan(logOf(hits(count, 0.05)));
      expect(logOf(hits(count), 0.03)).toBeLessThan(logOf(hits(count)));
    }
  });

  test('no hit is evidence against', () => {
    expect(logOf([])).toBeLessThan(0);
  });

  test('a hit on a record that may be of somebody else counts less', () => {
    const unsure = new Float64Array(RECORDS).fill(0.6);
    const value = (of: Float64Array): number => eValue(suspectWith(hits(RECORDS)), of, nobody, windowGrid(1), 0).log;
    expect(value(unsure)).toBeLessThan(value(weights));
  });

  test('what others explain already is no evidence', () => {
    const explained = new Float64Array(RECORDS).fill(1);
    for (let i = 0; i < 10; i += 1) explained[i] = 15;
    const value = (of: Float64Array): number => eValue(suspectWith(hits(10)), weights, of, windowGrid(1), 0).log;
    expect(value(nobody)).toBeGreaterThan(15);
    expect(value(explained)).toBeLessThan(0);
  });

  test('reports the share of the list and the window that the evidence points at', () => {
    const days = 365;
    const inMarch = Array.from({ length: 14 }, (_, i) => hitAt(i, 0.2, 62 + (i % 20)));
    const grid = windowGrid(days);
    const value = eValue(suspectWith(inMarch, days), weights, nobody, grid, 0);
    expect(value.share).toBeGreaterThan(0.5);
    expect(value.share).toBeLessThan(0.9);
    expect(value.windows.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
    expect(value.best.window.to - value.best.window.from).toBe(30);
    expect(value.best.window.from).toBeLessThanOrEqual(62);
    expect(value.best.window.to).toBeGreaterThanOrEqual(82);
  });

  test('contributions of the records add up to the logarithm of the largest term', () => {
    const slack = 0.01;
    const suspect = suspectWith(hits(12));
    const value = eValue(suspect, weights, nobody, windowGrid(1), slack);
    const sum = contributions(suspect, weights, value, slack).reduce((total, nats) => total + nats, 0);
    const { shares } = TRACE_MODEL;
    const largest = Math.max(
      ...shares.map(
        (share) =>
          12 * Math.log((1 - share + share / -Math.expm1(-0.05)) / (1 - slack + slack / -Math.expm1(-0.05))) +
          8 * Math.log((1 - share) / (1 - slack)),
      ),
    );
    expect(sum).toBeCloseTo(largest, 9);
  });

  test('mean ratios: what was seen stands out, what was not has only the doubt of its link', () => {
    const unsure = new Float64Array(RECORDS).fill(0.9);
    const suspect = suspectWith(hits(10));
    const grid = windowGrid(1);
    const ratios = meanRatios(suspect, unsure, eValue(suspect, unsure, nobody, grid, 0), grid);
    expect(ratios[0]).toBeCloseTo(0.1 + 0.9 / -Math.expm1(-0.05), 9);
    expect(ratios[RECORDS - 1]).toBeCloseTo(0.1, 9);
  });
});
