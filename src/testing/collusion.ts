import type { Random } from '../core/random.ts';

/** What a coalition makes of one position in which its members hold these bits. All keep to the marking assumption: equal bits are passed on. */
export type Attack = (bits: readonly (0 | 1)[], random: Random) => 0 | 1;

const ones = (bits: readonly (0 | 1)[]): number => bits.reduce<number>((sum, bit) => sum + bit, 0);

const coin = (random: Random): 0 | 1 => (random() < 0.5 ? 1 : 0);

/** The five strategies under which codes are measured (brief 2.6). */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  interleaving: (bits, random) => bits[Math.floor(random() * bits.length)] ?? 0,
  majority(bits, random) {
    const twice = 2 * ones(bits);
    return twice === bits.length ? coin(random) : twice > bits.length ? 1 : 0;
  },
  minority(bits, random) {
    const count = ones(bits);
    if (count === 0 || count === bits.length) return count === 0 ? 0 : 1;
    return 2 * count === bits.length ? coin(random) : 2 * count > bits.length ? 0 : 1;
  },
  'all-1': (bits) => (ones(bits) > 0 ? 1 : 0),
  'coin flip'(bits, random) {
    const count = ones(bits);
    return count === 0 ? 0 : count === bits.length ? 1 : coin(random);
  },
};

/** A word of bits, each 1 with its bias. */
export const randomWord = (biases: readonly number[], random: Random): readonly (0 | 1)[] =>
  biases.map((p) => (random() < p ? 1 : 0));
