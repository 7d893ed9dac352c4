import { describe, expect, test } from 'vitest';
import { seededRandom } from '../core/random.ts';
import { ATTACKS, randomWord } from '../testing/collusion.ts';
import { codeBiases } from './code-bias.ts';
import { copyScore, type SeenPosition, scoreTail, symmetricScore } from './code-evidence.ts';

const BIASES = [0.03, 0.1127, 0.2113, 0.5, 0.7887, 0.97];
const expectation = (p: number, of: (bit: 0 | 1) => number): number => p * of(1) + (1 - p) * of(0);

describe('the score of an innocent', () => {
  for (const seen of [0, 1] as const) {
    test(`has mean 0 and variance 1 where ${seen} was seen, whatever the bias`, () => {
      for (const p of BIASES) {
        const score = (bit: 0 | 1): number => symmetricScore(bit, { p, seen });
        expect(expectation(p, score)).toBeCloseTo(0, 12);
        expect(expectation(p, (bit) => score(bit) ** 2)).toBeCloseTo(1, 12);
      }
    });

    test(`has an expected likelihood ratio of 1 where ${seen} was seen`, () => {
      for (const p of BIASES)
        for (const coalition of [1.5, 2, 3, 5])
          expect(expectation(p, (bit) => Math.exp(copyScore(bit, { p, seen }, coalition)))).toBeCloseTo(1, 12);
    });
  }

  test('is 0 where nothing was seen', () => {
    expect(symmetricScore(1, { p: 0.2, seen: null })).toBe(0);
    expect(copyScore(0, { p: 0.2, seen: null }, 3)).toBe(0);
  });
});

test('the biases are those that the literature gives for coalitions of up to six', () => {
  expect(codeBiases(2)).toEqual([{ p: 0.5, weight: 1 }]);
  const four = codeBiases(4).map(({ p, weight }) => [p.toFixed(4), weight.toFixed(3)]);
  expect(four).toEqual([
    ['0.2113', '0.500'],
    ['0.7887', '0.500'],
  ]);
  const six = codeBiases(5).map(({ p, weight }) => [p.toFixed(4), weight.toFixed(3)]);
  expect(six).toEqual([
    ['0.1127', '0.332'],
    ['0.5000', '0.336'],
    ['0.8873', '0.332'],
  ]);
});

/** P(S ≥ score) by going through all 2^m words. */
function byHand(score: number, positions: readonly SeenPosition[]): number {
  let total = 0;
  for (let word = 0; word < 2 ** positions.length; word += 1) {
    let [sum, probability] = [0, 1];
    for (const [at, position] of positions.entries()) {
      const bit = ((word >> at) & 1) as 0 | 1;
      sum += symmetricScore(bit, position);
      probability *= bit === 1 ? position.p : 1 - position.p;
    }
    if (sum >= score - 1e-9) total += probability;
  }
  return total;
}

describe('the tail of an innocent score', () => {
  const positions = [0.1127, 0.5, 0.8873, 0.5, 0.1127, 0.8873, 0.8873, 0.5, 0.1127, 0.1127].map(
    (p, at): SeenPosition => ({ p, seen: at % 3 === 0 ? 1 : 0 }),
  );

  test('is exact, ties counted', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 30; round += 1) {
      const word = randomWord(
        positions.map(({ p }) => p),
        random,
      );
      const score = positions.reduce((sum, position, at) => sum + symmetricScore(word[at] ?? 0, position), 0);
      expect(scoreTail(score, positions)).toBeCloseTo(byHand(score, positions), 9);
    }
  });

  test('is never below the truth where it is only bounded, and not far above it', () => {
    // So many different biases that counting is out of the question; the truth is taken from 40,000 innocents.
    const random = seededRandom(11);
    const many = Array.from(
      { length: 300 },
      (_, at): SeenPosition => ({
        p: 0.05 + 0.9 * random(),
        seen: at % 2 === 0 ? 1 : 0,
      }),
    );
    const scores = Array.from({ length: 40_000 }, () =>
      many.reduce((sum, position) => sum + symmetricScore(random() < position.p ? 1 : 0, position), 0),
    );
    for (const score of [10, 20, 30, 40]) {
      const share = scores.filter((one) => one >= score).length / scores.length;
      const bound = scoreTail(score, many);
      expect(bound).toBeGreaterThan(share);
      expect(bound).toBeLessThan(12 * share);
    }
  });

  test('is one for a score that everybody reaches, and does not grow with the score', () => {
    expect(scoreTail(-1e9, positions)).toBeCloseTo(1, 12);
    const tails = [-3, 0, 2, 4, 8, 100].map((score) => scoreTail(score, positions));
    expect(tails.every((tail, at) => at === 0 || tail <= (tails[at - 1] ?? 1) + 1e-12)).toBe(true);
    expect(tails.at(-1)).toBe(0);
  });
});

describe.each(Object.entries(ATTACKS))('a coalition of three by %s', (_, attack) => {
  const random = seededRandom(7);
  // 30 positions for each nat of ln(1000/0.001).
  const length = 415;
  const biases = Array.from({ length }, () => (random() < 0.5 ? 0.211_324_865_405_187 : 0.788_675_134_594_813));

  test('passes on a bit that all hold', () => {
    expect(attack([1, 1, 1], random)).toBe(1);
    expect(attack([0, 0, 0], random)).toBe(0);
  });

  test('has a member named, and of 1,000 innocents none', () => {
    let caught = 0;
    for (let round = 0; round < 5; round += 1) {
      const coalition = [0, 1, 2].map(() => randomWord(biases, random));
      const positions = biases.map(
        (p, at): SeenPosition => ({
          p,
          seen: attack(
            coalition.map((word) => word[at] ?? 0),
            random,
          ),
        }),
      );
      const scoreOf = (word: readonly (0 | 1)[]): number =>
        positions.reduce((sum, position, at) => sum + symmetricScore(word[at] ?? 0, position), 0);
      if (coalition.some((word) => scoreTail(scoreOf(word), positions) <= 0.001 / 2 / 1000)) caught += 1;
      const innocents = Array.from({ length: 1000 }, () => scoreOf(randomWord(biases, random)));
      expect(scoreTail(Math.max(...innocents), positions)).toBeGreaterThan(0.001 / 2 / 1000);
    }
    expect(caught).toBeGreaterThanOrEqual(4);
  });
});
