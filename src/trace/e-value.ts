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
 * so E ≥ n/α names any innocent of n with probability at most α. Cost: windows × shares × hits.
 */
export function eValue(
  suspect: Suspect,
  weights: Float64Array,
  explained: Explained,
  grid: readonly TraceWindow[],
  slack: number,
): EValue {
  // A share below the slack would be evidence for having given less than is forgiven.
  const shares = TRACE_MODEL.shares.map((share) => Math.max(share, slack));
  const unseen = shares.map((share) =>
    weights.reduce((sum, weight, at) => sum + logFactor(1 - weight, explained[at] ?? 1, share, slack), 0),
  );
  const terms = new Float64Array(grid.length * shares.length);
  grid.forEach((window, w) => {
    const logs = [...unseen];
    for (const hit of suspect.hits) {
      const ratio = recordRatio(suspect, hit, window.from, window.to);
      if (ratio === 0) continue;
      const weight = weights[hit.position] ?? 1;
      const b = explained[hit.position] ?? 1;
      for (let i = 0; i < shares.length; i += 1) {
        const share = shares[i] ?? 0;
        logs[i] =
          (logs[i] ?? 0) +
          logFactor(1 - weight + weight * ratio, b, share, slack) -
          logFactor(1 - weight, b, share, slack);
      }
    }
    logs.forEach((log, i) => {
      terms[w * shares.length + i] = log + Math.log(window.weight / shares.length);
    });
  });
  return summarise(terms, grid);
}

const logFactor = (ratio: number, b: number, share: number, slack: number): number =>
  Math.log(((1 - share) * b + share * ratio) / ((1 - slack) * b + slack * ratio));

function summarise(terms: Float64Array, grid: readonly TraceWindow[]): EValue {
  const { shares } = TRACE_MODEL;
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
  for (const hit of suspect.hits) {
    let mean = 0;
    grid.forEach((window, w) => {
      const probability = value.windows[w] ?? 0;
      if (probability > 1e-9) mean += probability * recordRatio(suspect, hit, window.from, window.to);
    });
    ratios[hit.position] = (ratios[hit.position] ?? 0) + (weights[hit.position] ?? 1) * mean;
  }
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
