import type { Evidence } from './evidence.ts';
import { nullRate } from './null-rate.ts';

/** Factor on the null rate of a customer of the segment whom `others` other actors opened. */
export type PopularityCurve = (segment: string, others: number) => number;

/** Pseudo-observations that draw a segment's curve towards that of all segments together, and that towards 1. */
const POOL = 10;
/** At the top end no control shows the views that a customer opened by all would have: a curve far below 1 is that gap. */
const BOUNDS = [0.75, 30] as const;
const ROUNDS = 4;

/** A step of the curve in one segment: what was seen of the controls there, and the rates that should expect it. */
interface Cell {
  readonly step: number;
  seen: number;
  readonly rates: number[];
  /** How many pairs of actor and customer each rate stands for; negative where a larger count held them too. */
  readonly pairs: number[];
  factor: number;
}

/** Single counts up to 3, then half octaves. */
const stepOf = (others: number): number => (others < 4 ? others : Math.floor(2 * Math.log2(others)));

/**
 * Measures on the controls how often actors open a customer whom k others opened, against what the rates expect: "nobody else
 * opened him" says more about chance than about popularity (Good 1953), and counts of distinct viewers flatten at the top. Left out,
 * both make such records count several times too much. Controls count for the customers that they stand for.
 */
export function popularityCurve(evidence: Evidence): PopularityCurve {
  const cells = gatherCells(evidence);
  for (let round = 0; round < ROUNDS; round += 1) refine([...cells.values()].flatMap((steps) => [...steps.values()]));
  return (segment, others) => cells.get(segment)?.get(stepOf(others))?.factor ?? 1;
}

function gatherCells(evidence: Evidence): ReadonlyMap<string, ReadonlyMap<number, Cell>> {
  const cells = new Map<string, Map<number, Cell>>();
  const cellOf = (segment: string, others: number): Cell => {
    const steps = cells.get(segment) ?? new Map<number, Cell>();
    cells.set(segment, steps);
    const step = stepOf(others);
    const cell = steps.get(step) ?? { step, seen: 0, rates: [], pairs: [], factor: 1 };
    steps.set(step, cell);
    return cell;
  };
  const add = (cell: Cell, rate: number, pairs: number): void => {
    cell.rates.push(rate);
    cell.pairs.push(pairs);
  };
  // Who saw a control had one other viewer fewer than those who did not see it.
  for (const sightings of evidence.sightings.values())
    for (const at of sightings.controls) {
      const control = evidence.controls[at];
      const segment = control === undefined ? undefined : evidence.segments.get(control.segment);
      if (control === undefined || segment === undefined) continue;
      const volume = evidence.volumes.get(sightings.actor)?.get(control.segment) ?? 1;
      const viewers = evidence.controlViewers[at] ?? 1;
      const own = cellOf(control.segment, viewers - 1);
      own.seen += control.share;
      add(own, nullRate(volume, viewers - 1, segment), control.share);
      add(cellOf(control.segment, viewers), nullRate(volume, viewers, segment), -control.share);
    }
  for (const [name, shares] of sharesByViewers(evidence)) {
    const segment = evidence.segments.get(name);
    if (segment === undefined) continue;
    const bins = volumeBins(evidence, name);
    for (const [viewers, share] of shares)
      for (const [volume, actors] of bins)
        add(cellOf(name, viewers), nullRate(volume, viewers, segment), share * actors);
  }
  return cells;
}

/** How many customers the controls of each segment stand for, by viewers. */
function sharesByViewers(evidence: Evidence): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const shares = new Map<string, Map<number, number>>();
  evidence.controls.forEach((control, at) => {
    const byViewers = shares.get(control.segment) ?? new Map<number, number>();
    shares.set(control.segment, byViewers);
    const viewers = evidence.controlViewers[at] ?? 0;
    byViewers.set(viewers, (byViewers.get(viewers) ?? 0) + control.share);
  });
  return shares;
}

/** Actors by volume in the segment, in steps of 5 %. */
function volumeBins(evidence: Evidence, segment: string): readonly (readonly [volume: number, actors: number])[] {
  const bins = new Map<number, number>();
  for (const bySegment of evidence.volumes.values()) {
    const volume = bySegment.get(segment) ?? 0;
    if (volume < 1) continue;
    const bin = Math.round(20 * Math.log(volume));
    bins.set(bin, (bins.get(bin) ?? 0) + 1);
  }
  return [...bins].map(([bin, actors]) => [Math.exp(bin / 20), actors] as const);
}

/** One round of scaling each cell's factor so that it expects what was seen; several rounds, because p saturates. */
function refine(cells: readonly Cell[]): void {
  const expected = cells.map(({ rates, pairs, factor }) => {
    let sum = 0;
    for (let i = 0; i < rates.length; i += 1) sum -= (pairs[i] ?? 0) * Math.expm1(-factor * (rates[i] ?? 0));
    return Math.max(0, sum);
  });
  const pooled = new Map<number, { seen: number; expected: number }>();
  cells.forEach((cell, i) => {
    const sum = pooled.get(cell.step) ?? { seen: 0, expected: 0 };
    pooled.set(cell.step, { seen: sum.seen + cell.seen, expected: sum.expected + (expected[i] ?? 0) });
  });
  cells.forEach((cell, i) => {
    const all = pooled.get(cell.step) ?? { seen: 0, expected: 0 };
    const pool = (all.seen + POOL) / (all.expected + POOL);
    const factor = (cell.factor * (cell.seen + POOL * pool)) / ((expected[i] ?? 0) + POOL);
    cell.factor = Math.min(BOUNDS[1], Math.max(BOUNDS[0], factor));
  });
}
