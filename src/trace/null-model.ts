import type { Evidence, Sightings } from './evidence.ts';
import { nullRate } from './null-rate.ts';
import type { PopularityCurve } from './popularity-curve.ts';
import { TRACE_MODEL } from './trace-model.ts';

/** Controls of each segment by how many actors opened them. */
export type ControlCounts = ReadonlyMap<string, ReadonlyMap<number, number>>;

export function controlsByViewers(evidence: Evidence): ControlCounts {
  const counts = new Map<string, Map<number, number>>();
  evidence.controls.forEach((control, at) => {
    const byViewers = counts.get(control.segment) ?? new Map<number, number>();
    counts.set(control.segment, byViewers);
    const viewers = evidence.controlViewers[at] ?? 0;
    byViewers.set(viewers, (byViewers.get(viewers) ?? 0) + 1);
  });
  return counts;
}

/**
 * For each segment the factor by which the actor's rate must be raised to meet what he did on the controls: unleaked customers of the
 * same segment and popularity. It holds the queues, teams and habits that volume and popularity do not know. At least 1.
 * Linear in the actor's own controls and the distinct counts of viewers.
 */
export function controlLift(
  evidence: Evidence,
  curve: PopularityCurve,
  seen: Sightings,
  counts: ControlCounts = controlsByViewers(evidence),
): ReadonlyMap<string, number> {
  const volumes = evidence.volumes.get(seen.actor);
  const own = new Map<string, { seen: number; readonly byViewers: Map<number, number> }>();
  for (const at of seen.controls) {
    const segment = evidence.controls[at]?.segment ?? '';
    const entry = own.get(segment) ?? { seen: 0, byViewers: new Map<number, number>() };
    own.set(segment, entry);
    const viewers = evidence.controlViewers[at] ?? 1;
    entry.seen += 1;
    entry.byViewers.set(viewers, (entry.byViewers.get(viewers) ?? 0) + 1);
  }
  const lifts = new Map<string, number>();
  for (const [name, byViewers] of counts) {
    const segment = evidence.segments.get(name);
    const volume = volumes?.get(name) ?? 0;
    if (segment === undefined || volume === 0) continue;
    const mine = own.get(name);
    const rateAt = (others: number): number => curve(name, others) * nullRate(volume, others, segment);
    const rates: { readonly rate: number; readonly controls: number }[] = [];
    for (const [viewers, controls] of byViewers) {
      // Of those he opened himself, one viewer fewer is another.
      const opened = mine?.byViewers.get(viewers) ?? 0;
      if (controls > opened) rates.push({ rate: rateAt(viewers), controls: controls - opened });
      if (opened > 0) rates.push({ rate: rateAt(viewers - 1), controls: opened });
    }
    lifts.set(name, solveLift(rates, mine?.seen ?? 0));
  }
  return lifts;
}

/**
 * The lift under which the controls' rates expect what was seen, drawn towards 1 by `controlPrior` pseudo-observations. Solved rather
 * than divided: near p = 1 (an account that opens everybody) a quotient would leave p below what is seen, and multiply that over the list.
 */
export function solveLift(
  rates: readonly { readonly rate: number; readonly controls: number }[],
  seen: number,
): number {
  const prior = TRACE_MODEL.controlPrior;
  let lift = 1;
  // What is expected is concave in the lift, so Newton's steps come from below and never pass the solution.
  for (let i = 0; i < 30; i += 1) {
    let excess = prior * lift - (seen + prior);
    let slope = prior;
    for (const { rate, controls } of rates) {
      const unseen = Math.exp(-lift * rate);
      excess += controls * (1 - unseen);
      slope += controls * rate * unseen;
    }
    const step = -excess / slope;
    if (step < 1e-9) return lift;
    lift += step;
    if (lift >= TRACE_MODEL.liftMax) return TRACE_MODEL.liftMax;
  }
  return lift;
}
