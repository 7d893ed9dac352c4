import type { Evidence, ShortlistRow, Sightings } from './evidence.ts';
import type { Position, ValueSpan } from './link-sample.ts';
import { type ControlCounts, controlLift } from './null-model.ts';
import { nullRate } from './null-rate.ts';
import type { PopularityCurve } from './popularity-curve.ts';
import { TRACE_MODEL } from './trace-model.ts';

const DAY_MS = 86_400_000;

/** Views of one leaked customer by one actor. */
export interface Hit {
  readonly position: number;
  /** Null rate over the whole scope: p = 1 - exp(-rate). */
  readonly rate: number;
  readonly views: readonly { readonly day: number; readonly count: number }[];
  /** When its leaked values were the current ones, by day; null when nothing about it dates. */
  readonly dating: Dating | null;
}

/** Likelihood of the leaked values for a copy made on a day: `fit[i]` holds from `fromDay[i]` on. */
export interface Dating {
  readonly fromDay: readonly number[];
  readonly fit: readonly number[];
  /** Mean over the versions: how well the values would fit a copy of unknown age from elsewhere. */
  readonly usual: number;
}

/** An actor as the e-value weighs him. */
export interface Suspect {
  readonly actor: string;
  readonly hits: readonly Hit[];
  /** Share of his views before each day, from 0 at day 0 to 1 at the scope's end: his own rhythm, by which views fall into windows. */
  readonly activity: Float64Array;
  readonly viewCount: number;
}

/** `scopeMs`: midnight (UTC) at which day 0 begins; `days` in scope. Rows are those of one actor. */
export function suspectOf(
  evidence: Evidence,
  curve: PopularityCurve,
  seen: Sightings,
  rows: readonly ShortlistRow[],
  scopeMs: number,
  days: number,
  counts?: ControlCounts,
): Suspect {
  const perDay = new Float64Array(days);
  for (const row of rows)
    if (row.day >= 0 && row.day < days) perDay[row.day] = (perDay[row.day] ?? 0) + Number(row.views);
  const viewCount = perDay.reduce((sum, views) => sum + views, 0);
  const activity = new Float64Array(days + 1);
  for (let day = 0; day < days; day += 1)
    activity[day + 1] = (activity[day] ?? 0) + (perDay[day] ?? 0) / Math.max(1, viewCount);
  const lifts = controlLift(evidence, curve, seen, counts);
  const volumes = evidence.volumes.get(seen.actor);
  const hits = seen.positions.flatMap((at, i): readonly Hit[] => {
    const position = evidence.positions[at];
    const segment = position === undefined ? undefined : evidence.segments.get(position.segment);
    if (position === undefined || segment === undefined) return [];
    const others = (evidence.viewers[at] ?? 1) - 1;
    const rate = nullRate(Math.max(1, volumes?.get(position.segment) ?? 0), others, segment);
    const lift = (lifts.get(position.segment) ?? 1) * curve(position.segment, others);
    return [{ position: at, rate: lift * rate, views: seen.views[i] ?? [], dating: datingOf(position, scopeMs) }];
  });
  return { actor: seen.actor, hits, activity, viewCount };
}

function datingOf(position: Position, scopeMs: number): Dating | null {
  if (position.spans.length < 2) return null;
  const mismatch = TRACE_MODEL.valueError / (1 - TRACE_MODEL.valueError);
  const fit = position.spans.map((span: ValueSpan) => mismatch ** span.stale);
  return {
    fromDay: position.spans.map((span: ValueSpan) => Math.floor((span.fromMs - scopeMs) / DAY_MS)),
    fit,
    usual: fit.reduce((sum, one) => sum + one, 0) / fit.length,
  };
}

/** Fit of the leaked values for a copy made on this day. */
export function fitOn(dating: Dating, day: number): number {
  let fit = dating.fit[0] ?? 1;
  for (let i = 1; i < dating.fromDay.length && (dating.fromDay[i] ?? Infinity) <= day; i += 1)
    fit = dating.fit[i] ?? fit;
  return fit;
}

/** Mean fit over the actor's own activity in days [from, to): what a view at a random moment of his would give. */
function expectedFit(dating: Dating, activity: Float64Array, from: number, to: number): number {
  const done = (day: number): number => activity[Math.min(to, Math.max(from, day))] ?? 0;
  let sum = 0;
  dating.fit.forEach((fit, i) => {
    const start = i === 0 ? from : (dating.fromDay[i] ?? to);
    sum += fit * (done(dating.fromDay[i + 1] ?? to) - done(start));
  });
  return sum / ((activity[to] ?? 0) - (activity[from] ?? 0));
}

/**
 * The record's likelihood ratio for days [from, to): seen in them, divided by how often an innocent would have, times how well the
 * leaked values fit the views' moments. Its expectation under the null is 1, and less where the values were never current in these
 * days: there a view fits as badly as any other of them, which must not make it as good as one that fits. 0 when not seen in them.
 */
export function recordRatio(suspect: Suspect, hit: Hit, from: number, to: number): number {
  let count = 0;
  let fit = 0;
  for (const view of hit.views) {
    if (view.day < from || view.day >= to) continue;
    count += view.count;
    fit += view.count * (hit.dating === null ? 1 : fitOn(hit.dating, view.day));
  }
  if (count === 0) return 0;
  const share = (suspect.activity[to] ?? 1) - (suspect.activity[from] ?? 0);
  if (share <= 0) return 0;
  const { dating } = hit;
  const expected = dating === null ? 1 : Math.max(dating.usual, expectedFit(dating, suspect.activity, from, to));
  return fit / count / (expected * -Math.expm1(-hit.rate * share));
}
