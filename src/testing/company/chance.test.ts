import { expect, test } from 'vitest';
import { seededRandom } from '../../core/random.ts';
import { hash32, logNormal, roundByChance, scramble, shuffle, weightedIndex, zipfRank } from './chance.ts';

test('scrambled numbers are as many as went in', () => {
  expect(new Set(Array.from({ length: 100_000 }, (_, n) => scramble(n))).size).toBe(100_000);
});

test('a hash depends on each of its keys and on their order', () => {
  expect(new Set([hash32(1, 2), hash32(2, 1), hash32(1, 3), hash32(1), hash32(1, 2, 0)]).size).toBe(5);
});

test('weights are met in proportion, and a weight of zero never', () => {
  const counts = [0, 0, 0];
  for (let i = 0; i < 1_000; i += 1) {
    const at = weightedIndex([3, 0, 1], i / 1_000);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  expect(counts).toEqual([750, 0, 250]);
});

test('the first rank of a Zipf draw comes as often as its exponent says', () => {
  const random = seededRandom(7);
  const draws = Array.from({ length: 50_000 }, () => zipfRank(random, 1_000, 0.7));
  // ∫ x^-0.7 over [1, 2) by ∫ over [1, 1001): 0.231 / 6.945.
  expect(draws.filter((rank) => rank === 0).length / draws.length).toBeCloseTo(0.0333, 2);
  expect(Math.min(...draws)).toBe(0);
  expect(Math.max(...draws)).toBeLessThan(1_000);
});

test('rounding by chance keeps the mean', () => {
  const random = seededRandom(3);
  let sum = 0;
  for (let i = 0; i < 20_000; i += 1) sum += roundByChance(random, 2.3);
  expect(sum / 20_000).toBeCloseTo(2.3, 1);
});

test('half of log-normal draws are below one', () => {
  const random = seededRandom(5);
  const below = Array.from({ length: 20_000 }, () => logNormal(random, 0.35)).filter((x) => x < 1).length;
  expect(below / 20_000).toBeCloseTo(0.5, 1);
});

test('shuffling moves numbers and loses none', () => {
  const all = Array.from({ length: 100 }, (_, i) => i);
  const moved = shuffle(seededRandom(1), [...all]);
  expect(moved).not.toEqual(all);
  expect([...moved].sort((a, b) => a - b)).toEqual(all);
});
