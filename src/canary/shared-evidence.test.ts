import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../core/random.ts';
import { coverFor } from './cover.ts';
import { sharedEValue, sharedTail } from './shared-evidence.ts';
import { sharedDraw } from './shown-to.ts';

const keyOf = (n: number): Uint8Array => new Uint8Array(createHash('sha256').update(String(n)).digest());

describe('a draw from the pool', () => {
  test('gives each unit exactly as many different canaries as it is to meet, each canary as often as any other', () => {
    const met = new Map<number, number>();
    for (let unit = 0; unit < 4000; unit += 1) {
      const draw = sharedDraw(keyOf(1), 'codebook-1', `e-${unit}`, 50, 5);
      expect(new Set(draw).size).toBe(5);
      for (const at of draw) met.set(at, (met.get(at) ?? 0) + 1);
    }
    expect([...met.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, at) => at));
    // 400 each; six standard deviations are 114.
    for (const count of met.values()) expect(Math.abs(count - 400)).toBeLessThan(114);
  });

  test('is another under another key, codebook or unit, and the same again under the same', () => {
    const draw = (key: number, book: string, unit: string): string =>
      sharedDraw(keyOf(key), book, unit, 500, 10).join();
    expect(draw(1, 'a', 'x')).toBe(draw(1, 'a', 'x'));
    expect(new Set([draw(1, 'a', 'x'), draw(2, 'a', 'x'), draw(1, 'b', 'x'), draw(1, 'a', 'y')]).size).toBe(4);
  });
});

test('a cover keeps its promise in at least half of all draws, and its bound on the others is true', () => {
  const wish = { units: 150, perUnit: 6, most: 8 };
  const { pool, discarded } = coverFor(wish);
  expect(discarded).toBeLessThanOrEqual(0.5);
  let bad = 0;
  for (let round = 0; round < 100; round += 1) {
    const met = Array.from({ length: pool }, () => 0);
    for (let unit = 0; unit < wish.units; unit += 1)
      for (const at of sharedDraw(keyOf(round), 'codebook-1', `e-${unit}`, pool, wish.perUnit))
        met[at] = (met[at] ?? 0) + 1;
    if (Math.max(...met) > wish.most) bad += 1;
  }
  expect(bad).toBeGreaterThan(0);
  expect(bad / 100).toBeLessThanOrEqual(discarded + 0.15);
});

describe('the evidence of shared canaries', () => {
  const draw = { pool: 60, perUnit: 6, found: 15 };
  const law = Array.from({ length: 7 }, (_, met) => sharedTail(met, draw) - (met < 6 ? sharedTail(met + 1, draw) : 0));

  test('the tail is that of the hypergeometric law, by drawing', () => {
    const random = seededRandom(5);
    const counts = Array.from({ length: 7 }, () => 0);
    const rounds = 20_000;
    for (let round = 0; round < rounds; round += 1) {
      const drawn = new Set<number>();
      while (drawn.size < 6) drawn.add(Math.floor(random() * 60));
      const met = [...drawn].filter((at) => at < 15).length;
      counts[met] = (counts[met] ?? 0) + 1;
    }
    for (const [met, probability] of law.entries())
      expect(Math.abs((counts[met] ?? 0) / rounds - probability)).toBeLessThan(0.015);
    expect(law.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 10);
  });

  test('the e-value is at most 1 in expectation for an innocent, exactly', () => {
    for (const found of [1, 5, 15, 40, 60]) {
      const of = { ...draw, found };
      const mean = Array.from({ length: 7 }, (_, met) => {
        const probability = sharedTail(met, of) - (met < 6 ? sharedTail(met + 1, of) : 0);
        return probability === 0 ? 0 : probability * sharedEValue(met, of);
      }).reduce((sum, term) => sum + term, 0);
      expect(mean).toBeLessThanOrEqual(1 + 1e-9);
      expect(mean).toBeGreaterThan(0);
    }
  });

  test('when the whole pool turns up, as after a dump by an administrator, nobody stands out', () => {
    expect(sharedTail(6, { ...draw, found: 60 })).toBeCloseTo(1, 10);
  });
});
