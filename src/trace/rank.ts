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
  const shares = Float64Array.from({ length: steps }, (_, i) => (i + 0.5) / steps);
  const missed = shares.map((share) =>
    evidence.positions.reduce((sum, position) => sum + Math.log1p(-position.weight * share), 0),
  );
  const prior = Math.log((1 - TRACE_MODEL.elsePrior) / Math.max(1, evidence.actorCount));
  const firstLarge = shares.findIndex((share) => share >= TRACE_MODEL.shareToName);
  /** ln of the mean over the shares, and over those from `shareToName` on, times the prior. */
  const means = (logs: ArrayLike<number>): { readonly log: number; readonly large: number } => {
    let top = -Infinity;
    for (let i = 0; i < steps; i += 1) top = Math.max(top, logs[i] ?? -Infinity);
    let [all, above] = [0, 0];
    for (let i = 0; i < steps; i += 1) {
      const one = Math.exp((logs[i] ?? -Infinity) - top);
      all += one;
      if (i >= firstLarge) above += one;
    }
    const scale = prior + top - Math.log(steps);
    return { log: scale + Math.log(all), large: scale + Math.log(above) };
  };

  const unlisted = new Float64Array(evidence.positions.length * steps);
  evidence.positions.forEach(({ weight }, at) => {
    for (let i = 0; i < steps; i += 1) unlisted[at * steps + i] = 1 / (1 - weight * (shares[i] ?? 0));
  });
  const actors: { readonly actor: string; readonly log: number; readonly large: number }[] = [];
  const logs = new Float64Array(steps);
  const products = new Float64Array(steps);
  const flush = (): void => {
    for (let i = 0; i < steps; i += 1) logs[i] = (logs[i] ?? 0) + Math.log(products[i] ?? 1);
    products.fill(1);
  };
  for (const seen of evidence.sightings.values()) {
    if (seen.positions.length === 0) continue;
    let volume = 0;
    for (const customers of evidence.volumes.get(seen.actor)?.values() ?? []) volume += customers;
    volume = Math.max(volume, seen.positions.length);
    logs.set(missed);
    products.fill(1);
    seen.positions.forEach((at, n) => {
      const gain = (evidence.positions[at]?.weight ?? 0) * (1 / (volume * (background[at] ?? 1)) - 1);
      for (let i = 0; i < steps; i += 1)
        products[i] = (products[i] ?? 1) * (1 + (shares[i] ?? 0) * gain) * (unlisted[at * steps + i] ?? 1);
      // One logarithm for eight factors: none is near enough to the ends of what a number holds.
      if (n % 8 === 7) flush();
    });
    flush();
    actors.push({ actor: seen.actor, ...means(logs) });
  }

  const blind = evidence.actorCount - actors.length;
  const blindLog = blind > 0 ? Math.log(blind) : -Infinity;
  const unseen = means(missed);
  const total = logSumExp([
    Math.log(TRACE_MODEL.elsePrior),
    unseen.log + blindLog,
    ...actors.map((actor) => actor.log),
  ]);
  const present = logSumExp([unseen.large + blindLog, ...actors.map((actor) => actor.large)]);
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
