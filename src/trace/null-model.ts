import type { Evidence, Sightings } from './evidence.ts';
import { nullRate } from './null-rate.ts';
import type { PopularityCurve } from './popularity-curve.ts';
import { TRACE_MODEL } from './trace-model.ts';

/**
 * For each segment the factor by which the actor's rate must be raised to meet what he did on the controls: unleaked customers of the
 * same segment and popularity. It holds the queues, teams and habits that volume and popularity do not know. At least 1.
 */
export function controlLift(evidence: Evidence, curve: PopularityCurve, seen: Sightings): ReadonlyMap<string, number> {
  const volumes = evidence.volumes.get(seen.actor);
  const seenControls = new Set(seen.controls);
  const bySegment = new Map<string, { readonly byOthers: Map<number, number>; seen: number }>();
  evidence.controls.forEach((control, at) => {
    const entry = bySegment.get(control.segment) ?? { byOthers: new Map<number, number>(), seen: 0 };
    bySegment.set(control.segment, entry);
    const own = seenControls.has(at) ? 1 : 0;
    const others = (evidence.controlViewers[at] ?? 0) - own;
    entry.seen += own;
    entry.byOthers.set(others, (entry.byOthers.get(others) ?? 0) + 1);
  });
  const lifts = new Map<string, number>();
  for (const [name, { byOthers, seen: count }] of bySegment) {
    const segment = evidence.segments.get(name);
    const volume = volumes?.get(name) ?? 0;
    if (segment === undefined || volume === 0) continue;
    const rates = [...byOthers].map(([others, controls]) => ({
      rate: curve(name, others) * nullRate(volume, others, segment),
      controls,
    }));
    lifts.set(name, solveLift(rates, count));
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
  const expected = (lift: number): number =>
    rates.reduce((sum, { rate, controls }) => sum - controls * Math.expm1(-lift * rate), 0);
  const prior = TRACE_MODEL.controlPrior;
  const excess = (lift: number): number => expected(lift) + prior * lift - (seen + prior);
  let low = 1;
  let high: number = TRACE_MODEL.liftMax;
  if (excess(low) >= 0) return low;
  if (excess(high) <= 0) return high;
  for (let i = 0; i < 40; i += 1) {
    const middle = (low + high) / 2;
    if (excess(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
