import { logSumExp } from './log-sum.ts';
import { recordRatio, type Suspect } from './suspect.ts';
import { TRACE_MODEL } from './trace-model.ts';

/** Days [from, to) of the scope, with the prior weight of "the copying fell into these"; the weights of a grid add up to 1. */
export interface TraceWindow {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/** Half the weight on the whole scope, half on half-overlapping shorter windows, equally over lengths and then over windows. */
export function windowGrid(days: number): readonly TraceWindow[] {
  const lengths = TRACE_MODEL.windowDays.filter((length) => length < days);
  if (lengths.length === 0) return [{ from: 0, to: days, weight: 1 }];
  const grid: TraceWindow[] = [{ from: 0, to: days, weight: 0.5 }];
  for (const length of lengths) {
    const starts: number[] = [];
    for (let from = 0; from === 0 || from + length / 2 < days; from += length / 2) starts.push(from);
    for (const from of starts)
      grid.push({ from, to: Math.min(days, from + length), weight: 0.5 / lengths.length / starts.length });
  }
  return grid;
}

/** What explains the list besides the actor under test: ratios of each position to "from elsewhere"; all 1 for nobody. */
export type Explained = Float64Array;

export interface EValue {
  /** Natural logarithm of the e-value. */
  readonly log: number;
  /** Share of the linked records that came from the actor, averaged over what the evidence leaves open. */
  readonly share: number;
  /** The largest term: where single records' contributions are read off. */
  readonly best: { readonly window: TraceWindow; readonly share: number };
  /** Weight of each window of the grid after the evidence; adds up to 1. */
  readonly windows: Float64Array;
}

/**
 * E = Σ_W w_W mean_δ Π_ℓ [(1-δ)B + δr] / [(1-δ0)B + δ0 r], record ratios r softened by the link weight: an e-value against "at most
 * δ0 of the list coincides with him for reasons nobody modelled". Its expectation under that is at most 1 where the null is right,
 * so E ≥ n/α names any innocent of n with probability at most α. `prior`: weights of the grid's windows in the place of its own,
 * known without regard to his views; they add up to 1. Cost: windows × shares × hits.
 */
export function eValue(
  suspect: Suspect,
  weights: Float64Array,
  explained: Explained,
  grid: readonly TraceWindow[],
  slack: number,
  prior: ArrayLike<number> = grid.map(({ weight }) => weight),
): EValue {
  // A share below the slack would be evidence for having given less than is forgiven.
  const shares = TRACE_MODEL.shares.map((share) => Math.max(share, slack));
  const unseen = logsUnseen(weights, explained, shares, slack);
  const table = ratioTable(suspect, grid);
  const hits = suspect.hits.map(({ position }) => ({
    u: 1 - (weights[position] ?? 1),
    b: explained[position] ?? 1,
  }));
  const perShare = hits.map(({ u, b }) => shares.map((share) => 1 / ((1 - share) * b + share * u)));
  const terms = new Float64Array(grid.length * shares.length);
  const products = new Float64Array(shares.length);
  grid.forEach((_, w) => {
    const logs = [...unseen];
    const flush = (): void => {
      for (let i = 0; i < shares.length; i += 1) logs[i] = (logs[i] ?? 0) + Math.log(products[i] ?? 1);
      products.fill(1);
    };
    products.fill(1);
    let pending = 0;
    for (let h = 0; h < hits.length; h += 1) {
      const ratio = table[w * hits.length + h] ?? 0;
      const hit = hits[h];
      if (ratio === 0 || hit === undefined) continue;
      const { u, b } = hit;
      const r = u + (1 - u) * ratio;
      const forgiven = ((1 - slack) * b + slack * u) / ((1 - slack) * b + slack * r);
      const inverse = perShare[h] ?? [];
      for (let i = 0; i < shares.length; i += 1) {
        const share = shares[i] ?? 0;
        products[i] = (products[i] ?? 1) * ((1 - share) * b + share * r) * (inverse[i] ?? 1) * forgiven;
      }
      // One logarithm for eight factors: none is near enough to the ends of what a number holds.
      pending = (pending + 1) % 8;
      if (pending === 0) flush();
    }
    flush();
    for (let i = 0; i < shares.length; i += 1)
      terms[w * shares.length + i] = (logs[i] ?? 0) + Math.log((prior[w] ?? 0) / shares.length);
  });
  return summarise(terms, shares, grid);
}

/** ln of the product over all positions, had he seen none of them, for each share. */
function logsUnseen(
  weights: Float64Array,
  explained: Explained,
  shares: readonly number[],
  slack: number,
): readonly number[] {
  return shares.map((share) => {
    let log = 0;
    let product = 1;
    for (let at = 0; at < weights.length; at += 1) {
      const u = 1 - (weights[at] ?? 1);
      const b = explained[at] ?? 1;
      product *= ((1 - share) * b + share * u) / ((1 - slack) * b + slack * u);
      if (at % 8 !== 7) continue;
      log += Math.log(product);
      product = 1;
    }
    return log + Math.log(product);
  });
}

const tables = new WeakMap<Suspect, { readonly grid: readonly TraceWindow[]; readonly ratios: Float64Array }>();

/** Record ratios by window and hit: the same whoever else explains the list, so worked out once for the suspect's last grid. */
function ratioTable(suspect: Suspect, grid: readonly TraceWindow[]): Float64Array {
  const known = tables.get(suspect);
  if (known?.grid === grid) return known.ratios;
  const { hits } = suspect;
  const ratios = new Float64Array(grid.length * hits.length);
  grid.forEach(({ from, to }, w) => {
    hits.forEach((hit, h) => {
      ratios[w * hits.length + h] = recordRatio(suspect, hit, from, to);
    });
  });
  tables.set(suspect, { grid, ratios });
  return ratios;
}

const logFactor = (ratio: number, b: number, share: number, slack: number): number =>
  Math.log(((1 - share) * b + share * ratio) / ((1 - slack) * b + slack * ratio));

function summarise(terms: Float64Array, shares: readonly number[], grid: readonly TraceWindow[]): EValue {
  const log = logSumExp(terms);
  const windows = new Float64Array(grid.length);
  let share = 0;
  let best = 0;
  terms.forEach((term, k) => {
    const probability = Math.exp(term - log);
    const w = Math.floor(k / shares.length);
    windows[w] = (windows[w] ?? 0) + probability;
    share += probability * (shares[k % shares.length] ?? 0);
    if (term > (terms[best] ?? -Infinity)) best = k;
  });
  const window = grid[Math.floor(best / shares.length)] ?? { from: 0, to: 0, weight: 1 };
  return { log, share, best: { window, share: shares[best % shares.length] ?? 0 }, windows };
}

/** Record ratios averaged over the windows as the evidence weighs them, softened by the link weights. */
export function meanRatios(
  suspect: Suspect,
  weights: Float64Array,
  value: EValue,
  grid: readonly TraceWindow[],
): Float64Array {
  const ratios = Float64Array.from(weights, (weight) => 1 - weight);
  const table = ratioTable(suspect, grid);
  suspect.hits.forEach(({ position }, h) => {
    let mean = 0;
    value.windows.forEach((probability, w) => {
      if (probability > 1e-9) mean += probability * (table[w * suspect.hits.length + h] ?? 0);
    });
    ratios[position] = (ratios[position] ?? 0) + (weights[position] ?? 1) * mean;
  });
  return ratios;
}

/** Contribution of each position to the logarithm of the largest term, in nats; they add up to it. */
export function contributions(suspect: Suspect, weights: Float64Array, value: EValue, slack: number): Float64Array {
  const { window, share } = value.best;
  const ratios = Float64Array.from(weights, (weight) => 1 - weight);
  for (const hit of suspect.hits) {
    const weight = weights[hit.position] ?? 1;
    ratios[hit.position] = 1 - weight + weight * recordRatio(suspect, hit, window.from, window.to);
  }
  return ratios.map((ratio) => logFactor(ratio, 1, share, slack));
}
