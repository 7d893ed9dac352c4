import type { Random } from '../../core/random.ts';

/** Chance with which a position of a collusion-secure code holds a 1, and how often that chance is used. */
export interface Bias {
  readonly p: number;
  readonly weight: number;
}

/** Gauss-Legendre nodes and weights of one, two and three points. */
const LEGENDRE = [
  [[0, 2]],
  [
    [-Math.sqrt(1 / 3), 1],
    [Math.sqrt(1 / 3), 1],
  ],
  [
    [-Math.sqrt(3 / 5), 5 / 9],
    [0, 8 / 9],
    [Math.sqrt(3 / 5), 5 / 9],
  ],
] as const;

/**
 * Biases against up to `colluders` (1 to 6) who compare their copies: Nuida, Fujitsu, Hagiwara and others, "An improvement of discrete
 * Tardos fingerprinting codes", Designs, Codes and Cryptography 52 (2009). Weights add up to 1.
 */
export function biasesFor(colluders: number): readonly Bias[] {
  const nodes = LEGENDRE[Math.ceil(Math.min(6, Math.max(1, colluders)) / 2) - 1] ?? LEGENDRE[2];
  const raw = nodes.map(([z, w]) => {
    const p = (1 + z) / 2;
    return { p, weight: w / Math.sqrt(p * (1 - p)) };
  });
  const sum = raw.reduce((total, { weight }) => total + weight, 0);
  return raw.map(({ p, weight }) => ({ p, weight: weight / sum }));
}

/** Which bias each of `length` positions has. */
export function drawBiases(colluders: number, length: number, random: Random): Float64Array {
  const biases = biasesFor(colluders);
  return Float64Array.from({ length }, () => {
    let goal = random();
    for (const { p, weight } of biases) {
      goal -= weight;
      if (goal < 0) return p;
    }
    return biases.at(-1)?.p ?? 0.5;
  });
}

/**
 * What a position says of somebody who holds `held` where the copy found outside shows `shown` (null: erased): the symmetric score of Škorić,
 * Katzenbeisser and Celik (2008). For an innocent its mean is 0 and its variance 1, whatever is shown: the two cases of a match
 * weigh differently, and so do those of a mismatch.
 */
export function positionScore(held: boolean, shown: boolean | null, p: number): number {
  if (shown === null) return 0;
  const rare = Math.sqrt((1 - p) / p);
  if (shown) return held ? rare : -1 / rare;
  return held ? -rare : 1 / rare;
}

/**
 * The score that an innocent reaches with a probability of at most e^-logNeeded, for these very biases and this very copy: Chernoff's bound
 * on a sum of independent two-valued scores, no Gaussian. Erased positions must be left out.
 */
export function scoreThreshold(biases: Float64Array, shown: ArrayLike<number>, logNeeded: number): number {
  const counts = new Map<
    string,
    { readonly high: number; readonly low: number; readonly chance: number; times: number }
  >();
  biases.forEach((p, at) => {
    const one = (shown[at] ?? 0) > 0;
    const key = `${p} ${one}`;
    const entry = counts.get(key) ?? {
      high: positionScore(one, one, p),
      low: positionScore(!one, one, p),
      chance: one ? p : 1 - p,
      times: 0,
    };
    counts.set(key, entry);
    entry.times += 1;
  });
  const threshold = (tilt: number): number => {
    let cumulant = 0;
    for (const { high, low, chance, times } of counts.values())
      cumulant += times * (tilt * high + Math.log(chance + (1 - chance) * Math.exp(tilt * (low - high))));
    return (cumulant + logNeeded) / tilt;
  };
  // The bound is convex in the tilt: golden section on its logarithm.
  let [low, high] = [-8, 3];
  for (let i = 0; i < 60; i += 1) {
    const [a, b] = [low + 0.382 * (high - low), low + 0.618 * (high - low)];
    if (threshold(Math.exp(a)) < threshold(Math.exp(b))) high = b;
    else low = a;
  }
  return threshold(Math.exp((low + high) / 2));
}
