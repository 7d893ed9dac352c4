import { describe, expect, test } from 'vitest';
import { codeLengthHolds } from '../../../bench/canary/collusion.ts';
import { seededRandom } from '../../core/random.ts';
import { biasesFor, drawBiases, positionScore, scoreThreshold } from './code.ts';

describe('biases', () => {
  test.each([
    [1, [0.5], [1]],
    [3, [0.2113, 0.7887], [0.5, 0.5]],
    [5, [0.1127, 0.5, 0.8873], [0.332, 0.336, 0.332]],
  ])('against %i colluders', (colluders, values, weights) => {
    const biases = biasesFor(colluders);
    expect(biases).toHaveLength(values.length);
    biases.forEach(({ p, weight }, i) => {
      expect(p).toBeCloseTo(values[i] ?? 0, 4);
      expect(weight).toBeCloseTo(weights[i] ?? 0, 3);
    });
    expect(biasesFor(colluders + 1)).toEqual(biases);
  });

  test('are drawn as often as their weight', () => {
    const drawn = drawBiases(5, 30_000, seededRandom(1));
    const middle = drawn.filter((p) => p === 0.5).length / drawn.length;
    expect(middle).toBeCloseTo(0.336, 1);
  });
});

describe('the score of an innocent', () => {
  for (const shown of [true, false])
    for (const p of [0.1127, 0.2113, 0.5, 0.7887, 0.8873])
      test(`has mean 0 and variance 1 where ${shown ? 1 : 0} is shown and the bias is ${p}`, () => {
        const [one, none] = [positionScore(true, shown, p), positionScore(false, shown, p)];
        expect(p * one + (1 - p) * none).toBeCloseTo(0, 12);
        expect(p * one ** 2 + (1 - p) * none ** 2).toBeCloseTo(1, 12);
      });

  test('an erased position says nothing', () => {
    expect(positionScore(true, null, 0.2)).toBe(0);
  });

  test('passes the threshold no more often than stated, whatever the copy shows', () => {
    const random = seededRandom(2);
    for (const share of [0, 0.5, 1]) {
      const biases = drawBiases(4, 80, random);
      const shown = Uint8Array.from(biases, () => (random() < share ? 1 : 0));
      const threshold = scoreThreshold(biases, shown, Math.log(100));
      let passed = 0;
      for (let i = 0; i < 20_000; i += 1) {
        let score = 0;
        biases.forEach((p, at) => {
          score += positionScore(random() < p, shown[at] === 1, p);
        });
        if (score >= threshold) passed += 1;
      }
      expect(passed / 20_000).toBeLessThan(0.01);
      // And not for want of reach: a bound ten times too wide would show here.
      expect(passed).toBeGreaterThan(5);
    }
  });
});

describe('against colluders who see each other’s copies', () => {
  test.each([
    [1, 1_000, 27],
    [2, 1_000, 156],
  ])('%i of %i are found with %i positions under each of five attacks', (colluders, users, length) => {
    expect(codeLengthHolds(colluders, users, length, 60, 3)).toBeGreaterThanOrEqual(0.9);
  });

  test('with a third of that they are not: the test can fail', () => {
    expect(codeLengthHolds(2, 1_000, 40, 60, 3)).toBeLessThan(0.5);
  });
});
