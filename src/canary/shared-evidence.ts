import { logChoose } from './log-choose.ts';

/** A pool of `pool` shared canaries, of which every unit meets `perUnit`; `found` of them turned up outside. */
export interface SharedDraw {
  readonly pool: number;
  readonly perUnit: number;
  readonly found: number;
}

/**
 * How probable it is that an innocent meets at least `met` of the canaries found outside. His own canaries are a uniform draw from the
 * pool that nobody outside knows, so the count is hypergeometric whoever leaked and whatever they chose to pass on: the figure is exact.
 */
export function sharedTail(met: number, { pool, perUnit, found }: SharedDraw): number {
  const all = logChoose(pool, perUnit);
  let tail = 0;
  for (let k = Math.min(found, perUnit); k >= Math.max(met, 0); k -= 1)
    if (perUnit - k <= pool - found) tail += Math.exp(logChoose(found, k) + logChoose(pool - found, perUnit - k) - all);
  return Math.min(1, tail);
}

/** Shares of what was found that one unit may have given; even weight on each. */
const SHARES = [0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.97];

/**
 * Evidence as an e-value, to be multiplied with evidence from elsewhere: the mean over shares δ of Π [1-δ+δx/p], p = perUnit/pool. A
 * uniform draw of fixed size is negatively associated (Joag-Dev and Proschan, Annals of Statistics 11, 1983) and each factor grows with x,
 * so its expectation under innocence is at most 1.
 */
export function sharedEValue(met: number, { pool, perUnit, found }: SharedDraw): number {
  const p = perUnit / pool;
  const terms = SHARES.map((d) => Math.exp(met * Math.log(1 - d + d / p) + (found - met) * Math.log(1 - d)));
  return terms.reduce((sum, term) => sum + term, 0) / SHARES.length;
}
