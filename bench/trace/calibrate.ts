import { randomBelow } from '../../src/core/random.ts';
import { withExactVolumes } from '../../src/trace/evidence.ts';
import { shortlistOf } from '../../src/trace/judge-trace.ts';
import { rankActors } from '../../src/trace/rank.ts';
import {
  actorName,
  evidenceIn,
  judgeIn,
  outsiders,
  sampleOf,
  seenBy,
  smallWorld,
  type World,
  type WorldKnobs,
} from '../../src/trace/small-world.ts';

/** Where a list came from: an actor of the log, another source, or an actor whose accesses are not in the log. */
export const ORIGINS = ['insider', 'elsewhere', 'ghost'] as const;
export type Origin = (typeof ORIGINS)[number];

/** One list of a made-up organisation: what is true of it and what the model said. */
export interface Calibrated {
  readonly origin: Origin;
  readonly records: number;
  /** Share of the list that the culprit gave. */
  readonly share: number;
  readonly culprit: string | null;
  /** The most probable actor of the ranking, and that probability; null: nobody saw any of it. */
  readonly leader: { readonly actor: string; readonly posterior: number } | null;
  /** Stated probability that nobody of this log gave a quarter or more. */
  readonly absence: number;
  readonly named: readonly string[];
  readonly verdict: string;
}

const WORLD: WorldKnobs = { actors: 100, customers: 2_500, segments: 3, medianViews: 120, zipf: 0.7, queue: 0.4 };
const DAYS = 365;
const RECORDS = [3, 100] as const;

/**
 * Lists from seeded small worlds, four a world: two from an insider, one from elsewhere, one from a ghost. Lengths are even on a logarithmic
 * scale, shares even from 0 to 1 (the ranking's own prior), windows from a month to a year.
 */
export function calibrate(firstSeed: number, worlds: number): readonly Calibrated[] {
  const origins: readonly Origin[] = ['insider', 'insider', 'elsewhere', 'ghost'];
  return Array.from({ length: worlds }, (_, i) => smallWorld(firstSeed + i, WORLD)).flatMap((world) =>
    origins.map((origin) => caseOf(world, origin)),
  );
}

function caseOf(world: World, origin: Origin): Calibrated {
  const { random } = world;
  const records = Math.round(RECORDS[0] * (RECORDS[1] / RECORDS[0]) ** random());
  const culprit = origin === 'elsewhere' ? null : randomBelow(random, WORLD.actors);
  const taken = culprit === null ? [] : takenBy(world, culprit, Math.round(records * random()));
  const kind = (['any', 'popular', 'segment'] as const)[randomBelow(random, 3)] ?? 'any';
  const list = [...new Set([...taken, ...outsiders(world, records - taken.length, kind)])];
  const { evidence, activity } = evidenceIn(world, list, origin === 'ghost' && culprit !== null ? [culprit] : []);
  const shortlist = new Set(shortlistOf(evidence));
  const rows = activity.filter((row) => shortlist.has(row.actor));
  const { ranked, absence } = rankActors(withExactVolumes(evidence, rows));
  const { trace } = judgeIn(evidence, rows, list.length);
  return {
    origin,
    records: list.length,
    share: taken.length / list.length,
    culprit: origin === 'insider' && culprit !== null ? actorName(culprit) : null,
    leader: ranked[0] ?? null,
    absence,
    named: trace.named.map(({ actor }) => actor),
    verdict: trace.verdict,
  };
}

function takenBy(world: World, culprit: number, count: number): readonly number[] {
  const days = 30 + randomBelow(world.random, DAYS - 30);
  const from = randomBelow(world.random, DAYS - days);
  return sampleOf(world.random, seenBy(world, culprit, from, from + days), count);
}

