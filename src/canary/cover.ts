import { logChoose } from './log-choose.ts';

/** How many canaries there must be so that `units` can meet `perUnit` each and no canary is met by more than `most`. */
export interface CoverWish {
  readonly units: number;
  readonly perUnit: number;
  readonly most: number;
}

export interface Cover {
  readonly pool: number;
  /**
   * An upper bound on the probability that a draw lets some canary be met by more than `most`; such draws are thrown away. At most a half.
   * Keeping a draw can make what happens to an innocent more probable by 1/(1-discarded) at most, which the threshold pays for.
   */
  readonly discarded: number;
}

const MOST_DISCARDED = 0.5;

/** A canary that every fourth unit meets, or more, says too little. */
const LEAST_POOLS = 4;

/** The smallest such pool, within one per cent; `most` is at least 2, else units would be told apart by what others meet. */
export function coverFor({ units, perUnit, most }: CoverWish): Cover {
  const overfull = (pool: number): number => pool * moreThan(most, units, perUnit / pool);
  const least = Math.max(LEAST_POOLS * perUnit, Math.ceil((units * perUnit) / most));
  if (overfull(least) <= MOST_DISCARDED) return { pool: least, discarded: overfull(least) };
  let [low, high] = [least, least * 2];
  while (overfull(high) > MOST_DISCARDED) [low, high] = [high, high * 2];
  while (high - low > Math.max(1, low / 100)) {
    const middle = Math.floor((low + high) / 2);
    if (overfull(middle) > MOST_DISCARDED) low = middle;
    else high = middle;
  }
  return { pool: high, discarded: overfull(high) };
}

/** P(B > most) of a binomial. */
function moreThan(most: number, n: number, p: number): number {
  if (p >= 1) return most < n ? 1 : 0;
  let tail = 0;
  for (let k = most + 1; k <= n; k += 1) {
    const term = Math.exp(logChoose(n, k) + k * Math.log(p) + (n - k) * Math.log1p(-p));
    tail += term;
    if (k > n * p && term < tail * 1e-15) break;
  }
  return tail;
}
