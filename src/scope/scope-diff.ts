import type { FrozenScope, Scope } from '../model/exposure.ts';

/** Distinct persons of one exposure file that another lacks, and those in both of whom it says another basis or other fields. */
export interface PeopleDifference {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** A frozen scope and where it stands among those of its case, from 1. */
export interface NumberedScope {
  readonly number: number;
  readonly at: string;
  /** Of its event in the case. */
  readonly seq: number;
  readonly scope: FrozenScope;
}

interface Moved {
  /** A word of the document: `byBasis.accessed`, `persons`, … */
  readonly what: string;
  readonly before: string | number | null;
  readonly after: string | number | null;
}

/** What is different between two frozen scopes of a case, and what of what they were computed from is. */
export interface ScopeDifference {
  readonly case: string;
  readonly before: { readonly number: number; readonly at: string; readonly sha256: string | null };
  readonly after: { readonly number: number; readonly at: string; readonly sha256: string | null };
  /** The same numbers, gaps and inputs; who is listed is compared apart. */
  readonly same: boolean;
  /** Null when an exposure file is gone. */
  readonly people: PeopleDifference | null;
  readonly moved: readonly Moved[];
  readonly untouched: { readonly added: readonly string[]; readonly removed: readonly string[] };
  readonly gaps: { readonly added: Scope['gaps']; readonly removed: Scope['gaps'] };
  /** What they were computed from, where it differs: the reasons. */
  readonly because: readonly Moved[];
}

/** Compares what was frozen; nothing is computed anew. `erased`: how many times somebody was erased in between. */
export function scopeDifference(
  before: NumberedScope,
  after: NumberedScope,
  people: PeopleDifference | null,
  erased: number,
): ScopeDifference {
  const [old, now] = [before.scope, after.scope];
  const moved = changes(numbersOf(old), numbersOf(now));
  const untouched = { added: without(now.untouched, old.untouched), removed: without(old.untouched, now.untouched) };
  const gaps = { added: gapsWithout(now, old), removed: gapsWithout(old, now) };
  const because = [
    ...changes(inputsOf(old), inputsOf(now)),
    ...(erased === 0 ? [] : [{ what: 'erasures', before: 0, after: erased }]),
  ];
  const lists = [untouched.added, untouched.removed, gaps.added, gaps.removed, moved, because];
  return {
    case: now.case,
    before: { number: before.number, at: before.at, sha256: old.sha256 ?? null },
    after: { number: after.number, at: after.at, sha256: now.sha256 ?? null },
    same: lists.every(({ length }) => length === 0),
    people,
    moved,
    untouched,
    gaps,
    because,
  };
}

type Values = Readonly<Record<string, string | number | null>>;

const numbersOf = (scope: FrozenScope): Values => ({
  persons: scope.persons,
  ...spread('byBasis', scope.byBasis),
  ...spread('byCertainty', scope.byCertainty ?? {}),
  ...spread('byField', scope.byField),
  ...spread('byCountry', scope.byCountry),
  ...spread('byController', scope.byController),
  'bounds.atLeast': scope.bounds?.persons.atLeast ?? null,
  'bounds.atMost': scope.bounds?.persons.atMost ?? null,
});

const inputsOf = ({ actors, window, inputs, reconstruction, checkpoint }: FrozenScope): Values => ({
  actors: actors.join(', '),
  'window.from': window.from,
  'window.to': window.to,
  'lake.checkpoint': checkpoint,
  'lake.batches': inputs?.batches ?? null,
  'lake.records': inputs?.records ?? null,
  'persons on the list': inputs?.listed ?? null,
  'tables.yml': reconstruction?.tables ?? null,
});

const spread = (name: string, counts: Readonly<Record<string, number>>): Values =>
  Object.fromEntries(Object.entries(counts).map(([key, count]) => [`${name}.${key}`, count]));

/** A number that one of them lacks is 0 there, where the other has a number. */
function changes(before: Values, after: Values): readonly Moved[] {
  const of = (values: Values, other: Values, what: string): string | number | null =>
    values[what] ?? (typeof other[what] === 'number' && !(what in values) ? 0 : null);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((what) => ({ what, before: of(before, after, what), after: of(after, before, what) }))
    .filter((one) => one.before !== one.after);
}

const without = (list: readonly string[], other: readonly string[]): readonly string[] =>
  list.filter((one) => !other.includes(one));

/** A gap over the whole window is the same gap when the window moved. */
const keyOf = (gap: Scope['gaps'][number], { window }: FrozenScope): string => {
  const whole = gap.from === window.from && gap.to === window.to;
  return JSON.stringify([gap.source, gap.why, ...(whole ? [] : [gap.from, gap.to])]);
};

function gapsWithout(scope: FrozenScope, other: FrozenScope): Scope['gaps'] {
  const known = new Set(other.gaps.map((gap) => keyOf(gap, other)));
  return scope.gaps.filter((gap) => !known.has(keyOf(gap, scope)));
}
