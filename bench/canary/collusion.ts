import { type Random, randomBelow, seededRandom } from '../../src/core/random.ts';
import { drawBiases, positionScore, scoreThreshold } from '../../src/trace/canary/code.ts';

/** What colluders make of a position where their copies differ; where they agree they can only show what they have (marking assumption). */
const ATTACKS = {
  interleaving: (ones: number, colluders: number, random: Random) => randomBelow(random, colluders) < ones,
  majority: (ones: number, colluders: number, random: Random) =>
    2 * ones === colluders ? random() < 0.5 : 2 * ones > colluders,
  minority: (ones: number, colluders: number, random: Random) =>
    2 * ones === colluders ? random() < 0.5 : 2 * ones < colluders,
  'all ones': () => true,
  'coin flip': (_ones: number, _colluders: number, random: Random) => random() < 0.5,
} as const;

const FALSE_ACCUSATION = 0.001;

/** The least share, over the five attacks, of trials in which a colluder passes the rigorous threshold. */
export function codeLengthHolds(
  colluders: number,
  users: number,
  length: number,
  trials: number,
  seed: number,
): number {
  return Math.min(
    ...Object.values(ATTACKS).map((attack, i) => found(attack, colluders, users, length, trials, seed * 8 + i)),
  );
}

function found(
  attack: (typeof ATTACKS)[keyof typeof ATTACKS],
  colluders: number,
  users: number,
  length: number,
  trials: number,
  seed: number,
): number {
  const random = seededRandom(seed);
  let caught = 0;
  for (let trial = 0; trial < trials; trial += 1) {
    const biases = drawBiases(colluders, length, random);
    const held = Array.from({ length: colluders }, () => Uint8Array.from(biases, (p) => (random() < p ? 1 : 0)));
    const shown = Uint8Array.from(biases, (_, at) => {
      const ones = held.reduce((sum, bits) => sum + (bits[at] ?? 0), 0);
      if (ones === 0 || ones === colluders) return ones > 0 ? 1 : 0;
      return attack(ones, colluders, random) ? 1 : 0;
    });
    const threshold = scoreThreshold(biases, shown, Math.log(users / FALSE_ACCUSATION));
    const best = Math.max(
      ...held.map((bits) => biases.reduce((sum, p, at) => sum + positionScore(bits[at] === 1, shown[at] === 1, p), 0)),
    );
    if (best >= threshold) caught += 1;
  }
  return caught / trials;
}
