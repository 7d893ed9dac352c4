import type { Evidence } from './evidence.ts';
import { logSumExp } from './log-sum.ts';
import { TRACE_MODEL } from './trace-model.ts';

/** How well an actor's own views explain the list, had he given an unknown share of it. */
export interface Ranked {
  readonly actor: string;
  /** Among all actors and "someone else". */
  readonly posterior: number;
}

export interface Ranking {
  /** Actors who saw any of it, most probable first; ties in order of the actor. */
  readonly ranked: readonly Ranked[];
  /** Probability that no actor of this log gave `shareToName` or more of the linked records. */
  readonly absence: number;
}

/**
 * The prospective posterior: each linked record comes from the actor (then it is any one of his `volume` customers) with
 * probability δ, or from the background, a mixture of the segment's popularity and of chance fitted to the list itself.
 * Normalised over all actors and "someone else". Linear in sightings × `rankShares`.
 */
export function rankActors(evidence: Evidence): Ranking {
  const background = backgroundOf(evidence);
  const steps = TRACE_MODEL.rankShares;
  const shares = Array.from({ length: steps }, (_, i) => (i + 0.5) / steps);
  const missed = shares.map((share) =>
    evidence.positions.reduce((sum, position) => sum + Math.log1p(-position.weight * share), 0),
  );
  const prior = Math.log((1 - TRACE_MODEL.elsePrior) / Math.max(1, evidence.actorCount));
  const large = (logs: ArrayLike<number>): number =>
    logSumExp(Array.from(logs).filter((_, i) => (shares[i] ?? 0) >= TRACE_MODEL.shareToName)) - Math.log(steps);

  const actors: { readonly actor: string; readonly log: number; readonly large: number }[] = [];
  const logs = new Float64Array(steps);
  for (const seen of evidence.sightings.values()) {
    if (seen.positions.length === 0) continue;
    let volume = 0;
    for (const customers of evidence.volumes.get(seen.actor)?.values() ?? []) volume += customers;
    volume = Math.max(volume, seen.positions.length);
    logs.set(missed);
    for (const at of seen.positions) {
      const weight = evidence.positions[at]?.weight ?? 0;
      const lift = 1 / (volume * (background[at] ?? 1));
      for (let i = 0; i < steps; i += 1) {
        const share = shares[i] ?? 0;
        logs[i] = (logs[i] ?? 0) + Math.log1p(weight * share * (lift - 1)) - Math.log1p(-weight * share);
      }
    }
    actors.push({ actor: seen.actor, log: prior + logSumExp(logs) - Math.log(steps), large: prior + large(logs) });
  }

  const blind = evidence.actorCount - actors.length;
  const blindPrior = blind > 0 ? prior + Math.log(blind) : -Infinity;
  const total = logSumExp([
    Math.log(TRACE_MODEL.elsePrior),
    blindPrior + logSumExp(missed) - Math.log(steps),
    ...actors.map((actor) => actor.log),
  ]);
  const present = logSumExp([blindPrior + large(missed), ...actors.map((actor) => actor.large)]);
  const ranked = actors
    .map(({ actor, log }) => ({ actor, posterior: Math.exp(log - total) }))
    .sort((a, b) => b.posterior - a.posterior || (a.actor < b.actor ? -1 : 1));
  return { ranked, absence: 1 - Math.exp(present - total) };
}

/** Probability of each listed customer under "from elsewhere". */
function backgroundOf(evidence: Evidence): Float64Array {
  const listed = new Map<string, number>();
  for (const { segment } of evidence.positions) listed.set(segment, (listed.get(segment) ?? 0) + 1);
  let pairs = 0;
  for (const segment of evidence.segments.values()) pairs += segment.pairs;
  return Float64Array.from(evidence.positions, (position, at) => {
    const segment = evidence.segments.get(position.segment);
    if (segment === undefined) return 1;
    const share =
      ((listed.get(position.segment) ?? 0) + (5 * segment.pairs) / Math.max(1, pairs)) /
      (evidence.positions.length + 5);
    const popular = ((evidence.viewers[at] ?? 0) + 0.5) / (segment.pairs + 0.5 * segment.customers);
    return share * (0.5 * popular + 0.5 / segment.customers);
  });
}
