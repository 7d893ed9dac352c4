import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Candidate, fitMixture, givenBy, growCoalition, personsFor } from './coalition.ts';
import { eValue, meanRatios, windowGrid } from './e-value.ts';
import { slackFor } from './trace-model.ts';

const SEED = 10;
const RECORDS = 40;
const LOG_NEEDED = Math.log(100 / 0.001);
const weights = new Float64Array(RECORDS).fill(1);
const grid = windowGrid(1);
const SLACK = slackFor(RECORDS, 0);
const ACTORS = 100;

const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, i) => from + i);

function candidate(actor: string, positions: readonly number[], rate = 0.05): Candidate {
  const hits = positions.map((position) => ({ position, rate, views: [{ day: 0, count: 1 }], dating: null }));
  const suspect = { actor, hits, activity: Float64Array.from([0, 1]), viewCount: 100 };
  const value = eValue(suspect, weights, new Float64Array(RECORDS).fill(1), grid, SLACK);
  return { suspect, posterior: 0.5, value, ratios: meanRatios(suspect, weights, value, grid) };
}

const namesOf = (start: Candidate, ...others: readonly Candidate[]): readonly string[] =>
  growCoalition(start, [start, ...others], weights, grid, SLACK, LOG_NEEDED, ACTORS)
    .map((member) => member.candidate.suspect.actor)
    .sort();

describe('growCoalition', () => {
  test('two who each saw one half are both needed', () => {
    expect(namesOf(candidate('a', range(0, 20)), candidate('b', range(20, 40)))).toEqual(['a', 'b']);
  });

  test('three thirds need three', () => {
    const [a, b, c] = [candidate('a', range(0, 14)), candidate('b', range(14, 27)), candidate('c', range(27, 40))];
    expect(namesOf(a, b, c)).toEqual(['a', 'b', 'c']);
  });

  test('a colleague who saw the same records as the culprit adds nothing and is not drawn in', () => {
    expect(namesOf(candidate('a', range(0, 40)), candidate('colleague', range(0, 30)))).toEqual([]);
  });

  test('a few chance hits among what the first does not explain are no second culprit', () => {
    expect(namesOf(candidate('a', range(0, 30)), candidate('b', [3, 9, 31, 35]))).toEqual([]);
  });

  test('three who gave too little to stand out alone are found together', () => {
    const parts = [range(0, 14), range(14, 27), range(27, 40)].map((places, i) => candidate(`p${i}`, places, 0.1));
    for (const part of parts) expect(part.value.log).toBeLessThan(LOG_NEEDED);
    const [first] = parts;
    expect(first === undefined ? [] : namesOf(first, ...parts.slice(1))).toEqual(['p0', 'p1', 'p2']);
  });

  test('of four who stand out a little given each other, those whom the rest explains away are dropped', () => {
    const parts = [range(0, 14), range(14, 27), range(27, 40)].map((places, i) => candidate(`p${i}`, places, 0.1));
    const [first] = parts;
    const idle = candidate('idle', [1, 2, 15, 16, 28, 29], 0.1);
    expect(first === undefined ? [] : namesOf(first, ...parts.slice(1), idle)).toEqual(['p0', 'p1', 'p2']);
  });

  test('a second place that two could fill alike says so', () => {
    const a = candidate('a', range(0, 20));
    const twins = [candidate('b', range(20, 40)), candidate('twin of b', range(20, 40))];
    const members = growCoalition(a, [a, ...twins], weights, grid, SLACK, LOG_NEEDED, ACTORS);
    const second = members.find((member) => member.candidate.suspect.actor !== 'a');
    expect(second?.posterior).toBeCloseTo(0.5, 6);
    expect(second?.persons).toBe(2);
  });

  test('the order of the candidates changes nothing', () => {
    const [a, ...rest] = [
      candidate('a', range(0, 15)),
      candidate('b', range(15, 28)),
      candidate('c', range(28, 40)),
      candidate('d', [1, 2, 17, 30]),
    ] as const;
    fc.assert(
      fc.property(fc.shuffledSubarray([...rest], { minLength: 3, maxLength: 3 }), (order) => {
        expect(namesOf(a, ...order)).toEqual(['a', 'b', 'c']);
      }),
      { seed: SEED, numRuns: 6 },
    );
  });
});

describe('fitMixture', () => {
  const ratios = fc.array(fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { minLength: 5, maxLength: 5 }), {
    minLength: 1,
    maxLength: 3,
  });

  test('more members never explain the list worse than nobody does', () => {
    fc.assert(
      fc.property(ratios, (members) => {
        const fit = fitMixture(
          members.map((values) => Float64Array.from(values)),
          5,
        );
        expect(fit.log).toBeGreaterThan(-0.2);
        for (const explained of fit.explained) expect(explained).toBeGreaterThan(0);
      }),
      { seed: SEED },
    );
  });

  test('the mean of 1 / explained is 1 at the fixed point: an innocent keeps his expectation of at most 1', () => {
    const fit = fitMixture([Float64Array.from([9, 9, 9, 0, 0, 0]), Float64Array.from([0, 0, 7, 7, 7, 0])], 6);
    const mean = fit.explained.reduce((sum, explained) => sum + 1 / explained, 0) / 6;
    expect(mean).toBeCloseTo(1, 2);
  });

  test('nobody explains nothing', () => {
    expect([...fitMixture([], 3).explained]).toEqual([1, 1, 1]);
    expect(fitMixture([], 3).log).toBe(0);
  });
});

test('givenBy tells for each member what he gave and what the others explain', () => {
  const members = [Float64Array.from([9, 9, 9, 5, 0, 0]), Float64Array.from([0, 0, 7, 7, 7, 0])];
  const [first, second] = givenBy(members, 6);
  const { explained } = fitMixture(members, 6);
  expect((first?.share ?? 1) + (second?.share ?? 1)).toBeLessThan(1);
  // His own records aside, only "elsewhere" explains the first three for the other; what the other gave explains the fifth.
  expect(first?.explained[0]).toBeLessThan(1);
  expect(first?.explained[4]).toBeGreaterThan(1);
  for (let at = 0; at < 6; at += 1) {
    const fitted = ((first?.share ?? 0) * 8 - 1) / 6;
    const mixed = (1 - fitted) * (first?.explained[at] ?? 0) + fitted * (members[0]?.[at] ?? 0);
    expect(mixed).toBeCloseTo(explained[at] ?? 0, 9);
  }
});

test('personsFor counts the smallest group that reaches the level', () => {
  expect(personsFor([0.2, 0.7, 0.1], 0.85)).toBe(2);
  expect(personsFor([0.9995, 0.0005], 0.999)).toBe(1);
  expect(personsFor([0.3, 0.3], 0.999)).toBe(2);
  expect(personsFor([], 0.999)).toBe(0);
});
