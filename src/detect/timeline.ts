import { dayOf, instantFromMs } from '../core/instant.ts';
import { DAY_MS, type DayWindow } from './actor-day.ts';
import { sortedValues } from './robust.ts';

/** A row of `sql/lake/report-timeline.sql`. */
export type TimelineRow = {
  readonly actor: string;
  readonly team: string | null;
  readonly suspect: boolean;
  /** Days since 1970-01-01. */
  readonly day: number;
  readonly subjects: bigint;
  readonly unexplained: bigint;
};

/** People opened on one day. */
export interface DayCount {
  readonly subjects: number;
  readonly unexplained: number;
}

export interface TimelineDay {
  /** UTC day `YYYY-MM-DD`. */
  readonly day: string;
  /** Zero on a day without accesses. */
  readonly opened: DayCount;
  /** Teammates at work that day, suspects left out; null when there were none. */
  readonly peers: { readonly people: number; readonly median: DayCount; readonly p90: DayCount } | null;
}

export interface Timeline {
  readonly actor: string;
  readonly team: string | null;
  /** Every day of the window, in order. */
  readonly days: readonly TimelineDay[];
}

/** Each suspect's days against those of the team, one timeline per suspect with at least one access, sorted by actor. */
export function timelinesOf(rows: readonly TimelineRow[], window: DayWindow): readonly Timeline[] {
  const peers = Map.groupBy(
    rows.filter((row) => !row.suspect),
    (row) => `${row.day} ${row.team ?? ''}`,
  );
  const suspects = Map.groupBy(
    rows.filter((row) => row.suspect),
    (row) => row.actor,
  );
  return [...suspects]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([actor, own]) => {
      const team = own[0]?.team ?? null;
      const byDay = new Map(own.map((row) => [row.day, row]));
      const days = Array.from({ length: window.to - window.from }, (_, index): TimelineDay => {
        const day = window.from + index;
        const row = byDay.get(day);
        return {
          day: dayOf(instantFromMs(day * DAY_MS)),
          opened: { subjects: Number(row?.subjects ?? 0n), unexplained: Number(row?.unexplained ?? 0n) },
          peers: peersOf(peers.get(`${day} ${team ?? ''}`) ?? []),
        };
      });
      return { actor, team, days };
    });
}

function peersOf(rows: readonly TimelineRow[]): TimelineDay['peers'] {
  if (rows.length === 0) return null;
  const at = (p: number): DayCount => ({
    subjects: quantile(
      rows.map((row) => Number(row.subjects)),
      p,
    ),
    unexplained: quantile(
      rows.map((row) => Number(row.unexplained)),
      p,
    ),
  });
  return { people: rows.length, median: at(0.5), p90: at(0.9) };
}

function quantile(values: readonly number[], p: number): number {
  const sorted = sortedValues();
  sorted.fill(values);
  return sorted.quantile(p);
}
