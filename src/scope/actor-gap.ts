import type { Period } from '../core/instant.ts';
import type { Scope } from '../model/exposure.ts';

/** A row of `sql/lake/scope-actor.sql`. */
export type ActorRow = {
  readonly actor: string;
  readonly accesses: bigint;
};

/** Stands where a gap is of no one source. */
export const ALL_SOURCES = 'all sources';

/**
 * What cannot be known about the persons asked for: nobody asked for, or a name that no source ever logged. With any of
 * these the accesses in scope are not all that happened, so that nothing may be called untouched.
 */
export function actorGaps(rows: readonly ActorRow[], window: Period): Scope['gaps'] {
  const gap = (why: string): Scope['gaps'][number] => ({ source: ALL_SOURCES, ...window, why });
  if (rows.length === 0) {
    return [gap('Nobody is named, so no accesses are counted: only the people on the list found outside are here.')];
  }
  return rows
    .filter((row) => row.accesses === 0n)
    .map((row) =>
      gap(
        `The log holds no access of ${row.actor} at any time: a mistyped account, or a log that was not taken in. Nobody is counted for it.`,
      ),
    );
}
