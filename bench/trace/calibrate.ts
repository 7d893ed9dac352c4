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

/** Where a list came from: actors of the log, another source, actors whose accesses are not in the log, or one of either. */
export const ORIGINS = ['insider', 'elsewhere', 'ghost', 'two insiders', 'insider and ghost'] as const;
export type Origin = (typeof ORIGINS)[number];

/** One list of a made-up organisation: what is true of it and what the model said. */
export interface Calibrated {
  readonly origin: Origin;
  /** Distinct customers listed. */
  readonly records: number;
  /** Share of the list that the culprits gave, and the least that one of those in the log gave. */
  readonly share: number;
  readonly leastShare: number;
  /** Culprits who are in the log. */
  readonly culprits: readonly string[];
  /** The most probable actor of the ranking, and that probability; null: nobody saw any of it. */
  readonly leader: { readonly actor: string; readonly posterior: number } | null;
  /** Stated probability that nobody of this log gave `shareToName` or more. */
  readonly absence: number;
  readonly named: readonly string[];
  readonly verdict: string;
}

const WORLD: WorldKnobs = { actors: 100, customers: 2_500, segments: 3, medianViews: 120, zipf: 0.7, queue: 0.4 };
const DAYS = 365;
const RECORDS = { least: 3, most: 100 };
/** As many lists from an insider as from nobody in the log: the ranking's own prior. */
const PER_WORLD: readonly Origin[] = ['insider', 'insider', 'elsewhere', 'ghost', 'two insiders', 'insider and ghost'];

/**
 * Six lists from each of seeded small worlds. Lengths are even on a logarithmic scale, shares of the culprits even from 0 to 1 (the
 * ranking's own prior; with two culprits at least one half), windows from a month to a year.
 */
export function calibrate(firstSeed: number, worlds: number): readonly Calibrated[] {
  return Array.from({ length: worlds }, (_, i) => smallWorld(firstSeed + i, WORLD)).flatMap((world) =>
    PER_WORLD.map((origin) => listFrom(world, origin)),
  );
}

function listFrom(world: World, origin: Origin): Calibrated {
  const { random } = world;
  const length = Math.round(RECORDS.least * (RECORDS.most / RECORDS.least) ** random());
  const { logged, hidden } = culpritsOf(world, origin);
  const all = [...logged, ...hidden];
  const share = all.length > 1 ? (1 + random()) / 2 : random();
  const parts = all.map((culprit) => takenBy(world, culprit, Math.round((length * share) / all.length)));
  const taken = [...new Set(parts.flat())];
  const kind = (['any', 'popular', 'segment'] as const)[randomBelow(random, 3)] ?? 'any';
  const list = [...new Set([...taken, ...outsiders(world, Math.max(0, length - taken.length), kind)])];
  const { evidence, activity } = evidenceIn(world, list, hidden);
  const shortlist = new Set(shortlistOf(evidence));
  const rows = activity.filter((row) => shortlist.has(row.actor));
  const { ranked, absence } = rankActors(withExactVolumes(evidence, rows));
  const { trace } = judgeIn(evidence, rows, list.length);
  return {
    origin,
    records: list.length,
    share: taken.length / list.length,
    leastShare:
      logged.length === 0 ? 0 : Math.min(...parts.slice(0, logged.length).map((part) => part.length)) / list.length,
    culprits: logged.map(actorName),
    leader: ranked[0] ?? null,
    absence,
    named: trace.named.map(({ actor }) => actor),
    verdict: trace.verdict,
  };
}

function culpritsOf(
  { random }: World,
  origin: Origin,
): { readonly logged: readonly number[]; readonly hidden: readonly number[] } {
  const first = randomBelow(random, WORLD.actors);
  // A colleague: actors of the same remainder work in the same segment.
  const second =
    (first + WORLD.segments * (1 + randomBelow(random, 20))) % (WORLD.actors - (WORLD.actors % WORLD.segments));
  switch (origin) {
    case 'insider':
      return { logged: [first], hidden: [] };
    case 'elsewhere':
      return { logged: [], hidden: [] };
    case 'ghost':
      return { logged: [], hidden: [first] };
    case 'two insiders':
      return { logged: first === second ? [first] : [first, second], hidden: [] };
    case 'insider and ghost':
      return first === second ? { logged: [first], hidden: [] } : { logged: [first], hidden: [second] };
  }
}

function takenBy(world: World, culprit: number, count: number): readonly number[] {
  const days = 30 + randomBelow(world.random, DAYS - 30);
  const from = randomBelow(world.random, DAYS - days);
  return sampleOf(world.random, seenBy(world, culprit, from, from + days), count);
}
