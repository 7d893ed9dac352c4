import type { Period } from '../core/instant.ts';
import type { Scope } from '../model/exposure.ts';

/** A row of `sql/lake/scope-sequence.sql`. */
export type SequenceRow = {
  readonly source: string;
  readonly series: bigint;
  readonly records: bigint;
  readonly missing: bigint;
  readonly holed: bigint;
  readonly backwards: bigint;
  readonly backwards_seconds: bigint;
};

/** A source some of whose records bear a time after the moment at which they were taken in. */
export interface ClockAhead {
  readonly source: string;
  readonly batches: number;
  /** Of the worst, at least this much, since a batch says the hour of its commit only. */
  readonly aheadMs: number;
}

type Gap = Scope['gaps'][number];

/** Records that a source numbered and that are not held: what they were of is not known. */
export const sequenceGaps = (rows: readonly SequenceRow[], window: Period): readonly Gap[] =>
  rows
    .filter(({ missing }) => missing > 0n)
    .map(({ source, missing, records, holed, series }) => ({
      source,
      ...window,
      why: `This source numbers its records, and ${missing} of ${records + missing} are not held, in ${holed} of ${series} series: not written, not handed over, or in quarantine. What they were of is not known.`,
    }));

/** Clocks that cannot be right: the window may cut off what belongs in it. */
export const clockGaps = (
  rows: readonly SequenceRow[],
  ahead: readonly ClockAhead[],
  window: Period,
): readonly Gap[] => [
  ...rows
    .filter(({ backwards }) => backwards > 0n)
    .map(({ source, backwards, backwards_seconds }) => ({
      source,
      ...window,
      why: `The clock of this source was set back: ${backwards === 1n ? '1 time is' : `${backwards} times are`} earlier than that of the record before, by up to ${duration(Number(backwards_seconds) * 1000)}. Accesses near the ends of the window may stand on the wrong side.`,
    })),
  ...ahead.map(({ source, batches, aheadMs }) => ({
    source,
    ...window,
    why: `The clock of this source, or its time zone, is ahead: ${batches} ${batches === 1 ? 'batch holds' : 'batches hold'} times after the hour in which they were taken in, by at least ${duration(aheadMs)}. Accesses near the ends of the window may stand on the wrong side.`,
  })),
];

function duration(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 2) return `${Math.ceil(ms / 1000)} s`;
  return minutes < 120 ? `${Math.ceil(minutes)} min` : `${Math.ceil(minutes / 60)} h`;
}

const HOUR_MS = 3_600_000;

/** `batches`: the latest time in each, and the hour of its commit (`2026-11-25T21Z`). */
export function clocksAhead(
  batches: readonly { readonly source: string; readonly last_at: string; readonly committedAt: string }[],
): readonly ClockAhead[] {
  const found = new Map<string, ClockAhead>();
  for (const { source, last_at, committedAt } of batches) {
    const end = Date.parse(committedAt.replace(/Z$/, ':00:00Z')) + HOUR_MS;
    const aheadMs = Date.parse(last_at) - end;
    if (!(aheadMs > 0)) continue;
    const held = found.get(source);
    found.set(source, {
      source,
      batches: (held?.batches ?? 0) + 1,
      aheadMs: Math.max(aheadMs, held?.aheadMs ?? 0),
    });
  }
  return [...found.values()];
}
