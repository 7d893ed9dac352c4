import { fitOn, type Hit, type Suspect } from './suspect.ts';
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

/** What a named actor gave of the list, as far as the mixture of all the named tells. */
export interface Given {
  readonly share: number;
  /** By position what everybody else and "elsewhere" explain of it, as a ratio to "elsewhere". */
  readonly explained: Float64Array;
}

const CELLS_MAX = 400;
const HITS_MAX = 300;
/** Points of a hit's table of p(W) by the share of his views in W. */
const TABLE = 256;

/**
 * Scans every extent [a, b) for L(a, b) = Π_i [ (1-δ) B_i + δ r_i(a, b) ] over the listed customers, r the record's likelihood ratio of the
 * e-value with [a, b) as its window, δ the share that he gave, B_i what everybody else and "elsewhere" explain of it. So a view outside costs what it
 * is worth as evidence: that of a customer whom few open can hardly be chance, that of one whom all open can. Day-exact up to 400 days
 * of scope, coarser beyond; at most 300 hits, evenly chosen. Null without hits.
 */
export function extractionWindow(
  suspect: Suspect,
  weights: Float64Array,
  given: Given,
  days: number,
): ExtractionWindow | null {
  const cellDays = Math.max(1, Math.ceil(days / CELLS_MAX));
  const cells = Math.ceil(days / cellDays);
  const chosen = evenly(suspect.hits, HITS_MAX);
  if (chosen.length === 0 || suspect.viewCount === 0) return null;
  const hits = chosen.map((hit) => scannedHit(hit, weights, given, cells, cellDays));
  const byCell: number[][] = Array.from({ length: cells }, () => []);
  hits.forEach(({ byCell: own }, h) => {
    for (const cell of own.keys()) byCell[cell]?.push(h);
  });
  const activityAt = (cell: number): number => suspect.activity[Math.min(days, cell * cellDays)] ?? 1;
  const logs = new Float64Array(cells * cells).fill(-Infinity);
  const views = new Float64Array(hits.length);
  const fits = new Float64Array(hits.length);
  let best = 0;
  for (let a = 0; a < cells; a += 1) {
    views.fill(0);
    fits.fill(0);
    const active: number[] = [];
    for (let b = a; b < cells; b += 1) {
      for (const h of byCell[b] ?? []) {
        const seen = hits[h]?.byCell.get(b);
        if (seen === undefined) continue;
        if (views[h] === 0) active.push(h);
        views[h] = (views[h] ?? 0) + seen.views;
        fits[h] = (fits[h] ?? 0) + seen.fit;
      }
      const share = activityAt(b + 1) - activityAt(a);
      if (active.length === 0 || share <= 0) continue;
      // p(W) = 1 - exp(-rate · share), read off at the next point of the table and scaled down to the share.
      const at = Math.min(TABLE, Math.ceil(share * TABLE));
      const scale = at / TABLE / share;
      // One logarithm for many factors: this loop runs for every extent.
      let log = 0;
      let product = 1;
      for (const h of active) {
        const hit = hits[h];
        if (hit === undefined) continue;
        product *= 1 + ((hit.odds[at] ?? 0) * scale * (fits[h] ?? 0)) / (views[h] ?? 1);
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

interface ScannedHit {
  /** His views in each cell, and the same weighed by how well the leaked values fit their day. */
  readonly byCell: ReadonlyMap<number, { views: number; fit: number }>;
  /** By share of his views in the extent, in steps of 1/TABLE: odds that he gave the record and not another, its values apart. */
  readonly odds: Float64Array;
}

function scannedHit(
  hit: Hit,
  weights: Float64Array,
  { share, explained }: Given,
  cells: number,
  cellDays: number,
): ScannedHit {
  const byCell = new Map<number, { views: number; fit: number }>();
  for (const { day, count } of hit.views) {
    const cell = Math.min(cells - 1, Math.floor(day / cellDays));
    const seen = byCell.get(cell) ?? { views: 0, fit: 0 };
    byCell.set(cell, seen);
    seen.views += count;
    seen.fit += hit.dating === null ? count : (count * fitOn(hit.dating, day)) / hit.dating.usual;
  }
  const weight = weights[hit.position] ?? 1;
  const other = (1 - share) * (explained[hit.position] ?? 1) + share * (1 - weight);
  const odds = Float64Array.from(
    { length: TABLE + 1 },
    (_, at) => (share * weight) / (other * -Math.expm1((-hit.rate * Math.max(1, at)) / TABLE)),
  );
  return { byCell, odds };
}

function evenly<T>(items: readonly T[], most: number): readonly T[] {
  const stride = Math.max(1, items.length / most);
  return Array.from({ length: Math.min(most, items.length) }, (_, i) => items[Math.floor(i * stride)]).filter(
    (item) => item !== undefined,
  );
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
