/**
 * `node bench/canary/pair-length.ts [--trials N] [--only c,c] [--units n,n]`: the shortest code by which at least one of a coalition is named in
 * 95 % of cases under the worst of five attacks, at most 0.001 of naming any innocent of n; beside the brief's table 2.6.
 */
import { parseArgs } from 'node:util';
import { codeBiases } from '../../src/canary/code-bias.ts';
import { copyScore, type SeenPosition, scoreTail, symmetricScore } from '../../src/canary/code-evidence.ts';
import { type Random, seededRandom } from '../../src/core/random.ts';
import { ATTACKS, randomWord } from '../../src/testing/collusion.ts';

const ALPHA = 0.001;
/** Nuida biases, symmetric score, rigorous threshold, worst of five: column 5 of the brief's table 2.6, for n = 10^3, 10^4, 10^5. */
const BRIEF: readonly (readonly number[])[] = [
  [23, 27, 31],
  [130, 156, 168],
  [392, 456, 520],
  [672, 784, 896],
  [1152, 1344, 1536],
];

const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '200' },
    only: { type: 'string', default: '1,2,3,4,5' },
    units: { type: 'string', default: '1000,10000,100000' },
  },
});
const trials = Number(values.trials);
const coalitions = values.only.split(',').map(Number);

function drawBias(coalition: number, random: Random): number {
  let left = random();
  const biases = codeBiases(coalition);
  for (const { p, weight } of biases) {
    left -= weight;
    if (left < 0) return p;
  }
  return biases.at(-1)?.p ?? 0.5;
}

/** One trial: whether a member is named by the symmetric score or by the copy score, each at half of α. */
function isNamed(coalition: number, units: number, length: number, attack: string, random: Random): boolean {
  const biases = Array.from({ length }, () => drawBias(coalition, random));
  const words = Array.from({ length: coalition }, () => randomWord(biases, random));
  const strategy = ATTACKS[attack];
  if (strategy === undefined) throw new Error(`no attack ${attack}`);
  const positions = biases.map(
    (p, at): SeenPosition => ({
      p,
      seen: strategy(
        words.map((word) => word[at] ?? 0),
        random,
      ),
    }),
  );
  const each = ALPHA / 2 / units;
  const sum = (word: readonly (0 | 1)[], score: (bit: 0 | 1, at: SeenPosition) => number): number =>
    positions.reduce((total, position, at) => total + score(word[at] ?? 0, position), 0);
  const copied = words.some((word) => sum(word, (bit, at) => copyScore(bit, at, coalition)) >= -Math.log(each));
  return copied || scoreTail(Math.max(...words.map((word) => sum(word, symmetricScore))), positions) <= each;
}

function detection(
  coalition: number,
  units: number,
  length: number,
): { readonly rate: number; readonly worst: string } {
  let least = { rate: 1, worst: 'none' };
  for (const attack of Object.keys(ATTACKS)) {
    const random = seededRandom(coalition * 1_000_003 + length * 7 + units);
    let caught = 0;
    for (let trial = 0; trial < trials; trial += 1) if (isNamed(coalition, units, length, attack, random)) caught += 1;
    if (caught / trials < least.rate) least = { rate: caught / trials, worst: attack };
  }
  return least;
}

process.stdout.write(
  '| c | n | length | brief | worst attack | named at that length |\n| --- | --- | --- | --- | --- | --- |\n',
);
for (const coalition of coalitions) {
  for (const units of values.units.split(',').map(Number)) {
    const brief = BRIEF[coalition - 1]?.[Math.log10(units) - 3] ?? 0;
    let [low, high] = [Math.floor(brief / 3), brief];
    while (detection(coalition, units, high).rate < 0.95) [low, high] = [high, Math.ceil(high * 1.1)];
    while (high - low > Math.max(1, brief / 50)) {
      const middle = Math.floor((low + high) / 2);
      if (detection(coalition, units, middle).rate < 0.95) low = middle;
      else high = middle;
    }
    const { rate, worst } = detection(coalition, units, high);
    process.stdout.write(
      `| ${coalition} | ${units} | ${high} | ${brief} | ${worst} | ${(100 * rate).toFixed(1)} % |\n`,
    );
  }
}
