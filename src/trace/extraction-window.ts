import { fitOn, type Suspect } from './suspect.ts';
import { TRACE_MODEL } from './trace-model.ts';

/** When the records were copied, in days of the scope, half-open. */
export interface ExtractionWindow {
  /** The most probable extent. */
  readonly likely: { readonly from: number; readonly to: number };
  /** Contains the whole extraction with probability `level`, under a flat prior over all extents. */
  readonly from: number;
  readonly to: number;
  readonly level: number;
}

/** Least probability that a hit is coincidence and lies anywhere. */
const STRAY_LEAST = 0.1;
const CELLS_MAX = 400;
const HITS_MAX = 300;

/**
 * Scans every extent [a, b) for L(a, b) = Σ_hits ln( ε_j·V_j/V + (1-ε_j)·V_j[a,b)/V[a,b) ), V the actor's views, V_j those of record j
 * weighed by how well the leaked values fit their day: a stale value speaks against every later day. `given` is, by position, the
 * probability that the actor gave this record, 1-ε_j: what another member or another source gave may have been seen at any time.
 * Day-exact up to 400 days of scope, coarser beyond; at most 300 hits, evenly chosen. Null without hits.
 */
export function extractionWindow(suspect: Suspect, given: Float64Array, days: number): ExtractionWindow | null {
  const cellDays = Math.max(1, Math.ceil(days / CELLS_MAX));
  const cells = Math.ceil(days / cellDays);
  const stride = Math.max(1, suspect.hits.length / HITS_MAX);
  const hits = Array.from(
    { length: Math.min(HITS_MAX, suspect.hits.length) },
    (_, i) => suspect.hits[Math.floor(i * stride)],
  );
  const byCell: { readonly hit: number; readonly views: number }[][] = Array.from({ length: cells }, () => []);
  const totals = new Float64Array(hits.length);
  hits.forEach((hit, at) => {
    for (const view of hit?.views ?? []) {
      const views = view.count * (hit === undefined || hit.dating === null ? 1 : fitOn(hit.dating, view.day));
      byCell[Math.min(cells - 1, Math.floor(view.day / cellDays))]?.push({ hit: at, views });
      totals[at] = (totals[at] ?? 0) + views;
    }
  });
  if (hits.length === 0 || suspect.viewCount === 0) return null;

  const strayShare = Float64Array.from(hits, (hit) => Math.max(STRAY_LEAST, 1 - (given[hit?.position ?? 0] ?? 1)));
  const stray = totals.map((total, at) => ((strayShare[at] ?? 1) * total) / suspect.viewCount);
  const nowhere = stray.reduce((sum, rate) => sum + Math.log(rate), 0);
  const activityAt = (cell: number): number => suspect.activity[Math.min(days, cell * cellDays)] ?? 1;
  const logs = new Float64Array(cells * cells).fill(-Infinity);
  const inside = new Float64Array(hits.length);
  let best = 0;
  for (let a = 0; a < cells; a += 1) {
    inside.fill(0);
    const active: number[] = [];
    for (let b = a; b < cells; b += 1) {
      for (const { hit, views } of byCell[b] ?? []) {
        if (inside[hit] === 0) active.push(hit);
        inside[hit] = (inside[hit] ?? 0) + views;
      }
      const all = (activityAt(b + 1) - activityAt(a)) * suspect.viewCount;
      if (active.length === 0 || all <= 0) continue;
      // One logarithm for many factors, each at least 1: this loop runs for every extent.
      let log = nowhere;
      let product = 1;
      for (const hit of active) {
        product *= 1 + ((1 - (strayShare[hit] ?? 1)) * (inside[hit] ?? 0)) / all / (stray[hit] ?? 1);
        if (product < 1e200) continue;
        log += Math.log(product);
        product = 1;
      }
      log += Math.log(product);
      logs[a * cells + b] = log;
      if (log > (logs[best] ?? -Infinity)) best = a * cells + b;
    }
  }
  const starts = new Float64Array(cells);
  const ends = new Float64Array(cells);
  const top = logs[best] ?? 0;
  logs.forEach((log, k) => {
    const a = Math.floor(k / cells);
    const probability = Math.exp(log - top);
    starts[a] = (starts[a] ?? 0) + probability;
    ends[k % cells] = (ends[k % cells] ?? 0) + probability;
  });
  const tail = (1 - TRACE_MODEL.windowLevel) / 2;
  const day = (cell: number): number => Math.min(days, cell * cellDays);
  return {
    likely: { from: day(Math.floor(best / cells)), to: day((best % cells) + 1) },
    from: day(quantile(starts, tail)),
    to: day(quantile(ends, 1 - tail) + 1),
    level: TRACE_MODEL.windowLevel,
  };
}

/** The first cell at which the cumulated share exceeds `level`. */
function quantile(weights: Float64Array, level: number): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  for (let cell = 0; cell < weights.length; cell += 1) {
    sum += weights[cell] ?? 0;
    if (sum > level * total) return cell;
  }
  return weights.length - 1;
}
