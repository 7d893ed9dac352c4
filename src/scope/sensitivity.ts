import { instantFromMs, msOf, type Period } from '../core/instant.ts';
import type { ScopeSensitivity } from '../model/exposure.ts';

/** A window so many days longer at either end; below 0: shorter. */
export interface WindowVariant {
  readonly days: number;
  readonly window: Period;
}

/** A row of the session table `scope_variant`. */
export type ScopeVariant = {
  readonly variant: string;
  readonly from_at: string;
  readonly to_at: string;
  readonly without: string | null;
};

const DAY_MS = 86_400_000;
// A day for the edge of an estimate, a week for a habit of working hours; a day less only where most of the window stays.
const DAYS = [-1, 0, 1, 7] as const;
const LEAST_SHRUNK_DAYS = 4;
// Beyond that many actors the question is no longer whether one of them belongs there.
const MOST_ACTORS = 50;

/** The window itself (`days` 0) and others around it, nested, the narrowest first. */
export function windowVariants({ from, to }: Period): readonly WindowVariant[] {
  const long = msOf(to) - msOf(from) >= LEAST_SHRUNK_DAYS * DAY_MS;
  return DAYS.filter((days) => days >= 0 || long).map((days) => ({
    days,
    window: {
      from: instantFromMs(Math.max(0, msOf(from) - days * DAY_MS)),
      to: instantFromMs(msOf(to) + days * DAY_MS),
    },
  }));
}

/** What to count: every window, and the window itself without each of several actors. */
export function scopeVariants(
  windows: readonly WindowVariant[],
  base: Period,
  actors: readonly string[],
): readonly ScopeVariant[] {
  const leftOut = actors.length > 1 && actors.length <= MOST_ACTORS ? actors : [];
  return [
    ...windows.map(({ days, window }) => ({
      variant: `days ${days}`,
      from_at: window.from,
      to_at: window.to,
      without: null,
    })),
    ...leftOut.map((without) => ({ variant: `without ${without}`, from_at: base.from, to_at: base.to, without })),
  ];
}

/** `counted`: rows of `sql/lake/scope-sensitivity.sql`. */
export function sensitivityOf(
  windows: readonly WindowVariant[],
  variants: readonly ScopeVariant[],
  counted: readonly { readonly variant: string; readonly persons: bigint }[],
): ScopeSensitivity {
  const persons = new Map(counted.map((row) => [row.variant, Number(row.persons)]));
  const of = (variant: string): number => persons.get(variant) ?? 0;
  return {
    window: windows.flatMap(({ days }) => (days === 0 ? [] : [{ days, persons: of(`days ${days}`) }])),
    actors: variants.flatMap(({ variant, without }) => (without === null ? [] : [{ without, persons: of(variant) }])),
  };
}
