/** One code position as found outside: the share of units that were given 1, and which of the two was seen; null: neither, or both. */
export interface SeenPosition {
  readonly p: number;
  readonly seen: 0 | 1 | null;
}

/** Up to this many combinations of counts the tail is added up exactly; beyond it the Chernoff bound is taken. */
const EXACT_COMBINATIONS = 2_000_000;

/**
 * The symmetric score of one position (Škorić, Katzenbeisser, Celik 2008). For a bit drawn with bias p, without regard to what was seen, it
 * has mean 0 and variance 1 whichever symbol was seen. That each of the four cases has its own value is the point: one value for every
 * agreement would lift everybody's score (brief 2.3).
 */
export function symmetricScore(bit: 0 | 1, { p, seen }: SeenPosition): number {
  if (seen === null) return 0;
  const q = seen === 1 ? p : 1 - p;
  return bit === seen ? Math.sqrt((1 - q) / q) : -Math.sqrt(q / (1 - q));
}

/**
 * ln of the likelihood ratio "each record was copied from one of `coalition` people, of whom this is one" against innocence (Laarhoven,
 * arXiv 1401.5688). Its exponential has expectation 1 for an innocent at every position, so that the product is an e-value; it is weak
 * against a coalition that picks the rarer symbol, and is never used alone.
 */
export function copyScore(bit: 0 | 1, { p, seen }: SeenPosition, coalition: number): number {
  if (seen === null) return 0;
  const q = seen === 1 ? p : 1 - p;
  return bit === seen ? Math.log(1 - 1 / coalition + 1 / (coalition * q)) : Math.log(1 - 1 / coalition);
}

/** Positions whose score has the same law under innocence: agreement with probability q. */
interface ScoreGroup {
  readonly q: number;
  readonly count: number;
}

/**
 * How probable an innocent's symmetric score of at least `score` is, given what was seen and the biases: an upper bound that holds for
 * this case, no approximation by a normal law. Exact (a sum of binomials, one for each bias) where that is cheap, which it is for the
 * biases of coalitions up to six; else Chernoff's bound.
 */
export function scoreTail(score: number, positions: readonly SeenPosition[]): number {
  const groups = groupsOf(positions);
  const combinations = groups.slice(0, -1).reduce((product, { count }) => product * (count + 1), 1);
  return combinations <= EXACT_COMBINATIONS ? exactTail(score, groups) : chernoffBound(score, groups);
}

function groupsOf(positions: readonly SeenPosition[]): readonly ScoreGroup[] {
  const counts = new Map<number, number>();
  for (const { p, seen } of positions) {
    if (seen === null) continue;
    // Biases come in pairs p and 1-p: rounded, both fall into one group.
    const q = Math.round((seen === 1 ? p : 1 - p) * 1e12) / 1e12;
    counts.set(q, (counts.get(q) ?? 0) + 1);
  }
  // The largest last: its tail is looked up, the others are walked through.
  return [...counts].map(([q, count]) => ({ q, count })).sort((a, b) => a.count - b.count);
}

const gain = (q: number): number => Math.sqrt((1 - q) / q);
const loss = (q: number): number => Math.sqrt(q / (1 - q));

function exactTail(score: number, groups: readonly ScoreGroup[]): number {
  const last = groups.at(-1);
  if (last === undefined) return score <= 0 ? 1 : 0;
  const laws = groups.map(({ q, count }) => binomial(count, q));
  const lastLaw = laws.at(-1) ?? [];
  const tails = new Float64Array(last.count + 2);
  for (let k = last.count; k >= 0; k -= 1) tails[k] = (tails[k + 1] ?? 0) + (lastLaw[k] ?? 0);
  const step = gain(last.q) + loss(last.q);
  const walk = (at: number, sum: number, probability: number): number => {
    const group = groups[at];
    if (group === undefined || at === groups.length - 1) {
      // A tie counts as reached: what rounding does to equal sums must not make a tail too small.
      const agreed = Math.ceil((score - sum + last.count * loss(last.q)) / step - 1e-9);
      return agreed > last.count ? 0 : probability * (tails[Math.max(0, agreed)] ?? 0);
    }
    let total = 0;
    const [up, down] = [gain(group.q), loss(group.q)];
    for (let k = 0; k <= group.count; k += 1) {
      const here = probability * (laws[at]?.[k] ?? 0);
      if (here > 0) total += walk(at + 1, sum + k * up - (group.count - k) * down, here);
    }
    return total;
  };
  return Math.min(1, walk(0, 0, 1));
}

/** P(S ≥ t) ≤ exp(min over λ ≥ 0 of Σ ln E[exp(λ s)] - λ t); convex in λ, so that its slope is bisected. */
function chernoffBound(score: number, groups: readonly ScoreGroup[]): number {
  const parts = groups.map(({ q, count }) => ({ q, count, up: gain(q), down: loss(q) }));
  const slope = (lambda: number): number =>
    parts.reduce((sum, { q, count, up, down }) => {
      // Written with the smaller exponent taken out: exp(λ up) alone overflows for rare symbols.
      const rest = ((1 - q) / q) * Math.exp(-lambda * (up + down));
      return sum + (count * (up - down * rest)) / (1 + rest);
    }, -score);
  if (slope(0) >= 0) return 1;
  let [low, high] = [0, 1];
  while (slope(high) < 0 && high < 1e6) high *= 2;
  for (let round = 0; round < 80; round += 1) {
    const middle = (low + high) / 2;
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  const exponent = parts.reduce(
    (sum, { q, count, up, down }) =>
      sum + count * (Math.log(q) + high * up + Math.log1p(((1 - q) / q) * Math.exp(-high * (up + down)))),
    -high * score,
  );
  return Math.min(1, Math.exp(exponent));
}

/** P(B = k) for k = 0 … count. */
function binomial(count: number, p: number): Float64Array {
  const law = new Float64Array(count + 1);
  let log = count * Math.log1p(-p);
  const odds = Math.log(p) - Math.log1p(-p);
  for (let k = 0; k <= count; k += 1) {
    law[k] = Math.exp(log);
    log += Math.log((count - k) / (k + 1)) + odds;
  }
  return law;
}
