import type { Evidence, Segment } from './evidence.ts';
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
  /** How many pairs of actor and customer each rate stands for. */
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

/** Pairs of actor and customer in one segment: by viewers of the customer, then by volume of the actor. */
interface Tally {
  readonly segment: Segment;
  readonly volumes: readonly number[];
  readonly binOf: ReadonlyMap<string, number>;
  readonly pairs: Map<number, Float64Array>;
  readonly seen: Map<number, number>;
}

function gatherCells(evidence: Evidence): ReadonlyMap<string, ReadonlyMap<number, Cell>> {
  const tallies = new Map<string, Tally>();
  for (const [name, shares] of sharesByViewers(evidence)) {
    const segment = evidence.segments.get(name);
    if (segment === undefined) continue;
    const tally: Tally = { segment, ...volumeBins(evidence, name), pairs: new Map(), seen: new Map() };
    const actors = new Float64Array(tally.volumes.length);
    for (const bin of tally.binOf.values()) actors[bin] = (actors[bin] ?? 0) + 1;
    for (const [viewers, share] of shares)
      tally.pairs.set(
        viewers,
        actors.map((count) => share * count),
      );
    tallies.set(name, tally);
  }
  const controls = evidence.controls.map(({ segment, share }, at) => {
    const tally = tallies.get(segment);
    return tally === undefined ? null : { tally, share, viewers: evidence.controlViewers[at] ?? 1 };
  });
  for (const sightings of evidence.sightings.values())
    for (const at of sightings.controls) {
      const control = controls[at];
      if (control === undefined || control === null) continue;
      const { tally, share, viewers } = control;
      const bin = tally.binOf.get(sightings.actor);
      if (bin === undefined) continue;
      // Who saw a control had one other viewer fewer than those who did not see it.
      move(tally.pairs, viewers, bin, -share);
      move(tally.pairs, viewers - 1, bin, share);
      tally.seen.set(viewers - 1, (tally.seen.get(viewers - 1) ?? 0) + share);
    }
  return new Map([...tallies].map(([name, tally]) => [name, cellsOf(tally)]));
}

function move(pairs: Tally['pairs'], viewers: number, bin: number, share: number): void {
  const row = pairs.get(viewers) ?? new Float64Array([...pairs.values()][0]?.length ?? 0);
  pairs.set(viewers, row);
  row[bin] = (row[bin] ?? 0) + share;
}

function cellsOf({ segment, volumes, pairs, seen }: Tally): ReadonlyMap<number, Cell> {
  const cells = new Map<number, Cell>();
  for (const [viewers, row] of pairs) {
    const step = stepOf(viewers);
    const cell = cells.get(step) ?? { step, seen: 0, rates: [], pairs: [], factor: 1 };
    cells.set(step, cell);
    cell.seen += seen.get(viewers) ?? 0;
    row.forEach((count, bin) => {
      if (count === 0) return;
      cell.rates.push(nullRate(volumes[bin] ?? 1, viewers, segment));
      cell.pairs.push(count);
    });
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

/** Actors by volume in the segment, in steps of 10 %. */
function volumeBins(evidence: Evidence, segment: string): Pick<Tally, 'volumes' | 'binOf'> {
  const places = new Map<number, number>();
  const binOf = new Map<string, number>();
  for (const [actor, bySegment] of evidence.volumes) {
    const volume = bySegment.get(segment) ?? 0;
    if (volume < 1) continue;
    const step = Math.round(10 * Math.log(volume));
    const place = places.get(step) ?? places.size;
    places.set(step, place);
    binOf.set(actor, place);
  }
  return { volumes: [...places.keys()].map((step) => Math.exp(step / 10)), binOf };
}

/** One round of scaling each cell's factor so that it expects what was seen; several rounds, because p saturates. */
function refine(cells: readonly Cell[]): void {
  const expected = cells.map(({ rates, pairs, factor }) => {
    let sum = 0;
    for (let i = 0; i < rates.length; i += 1) {
      const rate = factor * (rates[i] ?? 0);
      // Most are small, and there the series is as good (to 2e-7) and much cheaper.
      sum += (pairs[i] ?? 0) * (rate < 1e-3 ? rate * (1 - rate / 2) : -Math.expm1(-rate));
    }
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
