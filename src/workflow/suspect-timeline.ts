import { dayOf, instantFromMs } from '../core/instant.ts';

const DAY_MS = 86_400_000;
/** Of fewer the middle is somebody's own day's work, and those who are in the team know whose. */
const LEAST_PEERS = 3;

/** One UTC day of one actor beside the peers who opened any record on that day. */
export interface TimelineDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Distinct customers the actor opened; 0 on a day without access. */
  readonly subjects: number;
  /** Those of them that no tie explains. */
  readonly unexplained: number;
  /** Distinct customers per peer, the middle one and the bounds of the middle 90 %; null when fewer than three peers were at work. */
  readonly peers: {
    readonly median: number;
    readonly low: number;
    readonly high: number;
    readonly actors: number;
  } | null;
}

/** An actor's days against peers, every day of the period present. */
export interface Timeline {
  readonly actor: string;
  /** Compared with the actor's own team, or with everyone where the actor has no team or fewer than three mates in it. */
  readonly against: 'team' | 'everyone';
  readonly peers: number;
  readonly days: readonly TimelineDay[];
}

/** The parts used of a row of `sql/lake/detect-actor-days.sql`; `day` counts from 1970-01-01. */
export type TimelineRow = {
  readonly actor: string;
  readonly day: number;
  readonly subjects: bigint;
  readonly unexplained: bigint;
};

/**
 * Lays one actor's days beside the peers' for the whole UTC days `[from, to)`. Only a peer who opened a record on a day counts on
 * that day, so that holidays do not pull the team down. Linear in the rows but for sorting each day's peers.
 */
export function timelineOf(
  actor: string,
  rows: readonly TimelineRow[],
  teams: ReadonlyMap<string, string | null>,
  period: { readonly from: number; readonly to: number },
): Timeline {
  const team = teams.get(actor) ?? null;
  const present = new Set(rows.map((row) => row.actor));
  present.delete(actor);
  const mates = new Set([...present].filter((other) => team !== null && teams.get(other) === team));
  const against = mates.size >= LEAST_PEERS ? 'team' : 'everyone';
  const peers = against === 'team' ? mates : present;
  const own = new Map<number, TimelineRow>();
  const others = new Map<number, number[]>();
  for (const row of rows) {
    if (row.actor === actor) own.set(row.day, row);
    else if (peers.has(row.actor)) {
      const counts = others.get(row.day);
      if (counts === undefined) others.set(row.day, [Number(row.subjects)]);
      else counts.push(Number(row.subjects));
    }
  }
  const days = Array.from({ length: Math.max(0, period.to - period.from) }, (_, n): TimelineDay => {
    const day = period.from + n;
    const counts = others.get(day)?.sort((a, b) => a - b) ?? [];
    return {
      day: dayOf(instantFromMs(day * DAY_MS)),
      subjects: Number(own.get(day)?.subjects ?? 0n),
      unexplained: Number(own.get(day)?.unexplained ?? 0n),
      peers:
        counts.length < LEAST_PEERS
          ? null
          : {
              median: quantile(counts, 0.5),
              low: quantile(counts, 0.05),
              high: quantile(counts, 0.95),
              actors: counts.length,
            },
    };
  });
  return { actor, against, peers: peers.size, days };
}

/** Between neighbours by straight lines (type 7 of Hyndman and Fan, 1996); `sorted` is not empty. */
function quantile(sorted: readonly number[], p: number): number {
  const at = (sorted.length - 1) * p;
  const below = sorted[Math.floor(at)] ?? 0;
  const above = sorted[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}
