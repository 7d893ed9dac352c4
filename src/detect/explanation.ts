/** A row of `sql/lake/explain-access.sql`. */
export type ExplainedAccessRow = {
  readonly actor: string;
  readonly subject: string;
  readonly accesses: bigint;
  readonly explained: bigint;
  readonly first: string | null;
  readonly last: string | null;
};

/** A row of `sql/lake/explain-tie.sql`. */
export type ExplainingTieRow = {
  readonly kind: string;
  readonly id: string;
  readonly held_from: string | null;
  readonly held_to: string | null;
};

/** The document of `candour explain --json`. */
export interface Explanation {
  /** How often the actor opened the subject. */
  readonly accesses: number;
  /** Ties that explain at least one of them; null = without a start or an end. */
  readonly explained: readonly {
    readonly tie: string;
    readonly id: string;
    readonly from: string | null;
    readonly to: string | null;
  }[];
  /** Kinds of ties on record; a kind that is not among them was never loaded, and could not be found. */
  readonly lookedFor: readonly string[];
  readonly sentence: string;
}

/** Says whether something on record explains why an actor opened a subject. */
export function explanationOf(
  row: ExplainedAccessRow,
  ties: readonly ExplainingTieRow[],
  lookedFor: readonly string[],
): Explanation {
  return {
    accesses: Number(row.accesses),
    explained: ties.map((tie) => ({ tie: tie.kind, id: tie.id, from: tie.held_from, to: tie.held_to })),
    lookedFor,
    sentence: sentenceOf(row, ties, lookedFor),
  };
}

function sentenceOf(row: ExplainedAccessRow, ties: readonly ExplainingTieRow[], lookedFor: readonly string[]): string {
  if (row.accesses === 0n) return 'The log holds no access of this actor to this subject.';
  const when = row.first === row.last ? `at ${row.first}` : `between ${row.first} and ${row.last}`;
  const opened = `Opened ${row.accesses === 1n ? 'once' : `${row.accesses} times`} ${when}`;
  if (lookedFor.length === 0) return `${opened}; no ties are on record, so nothing could explain it.`;
  const kinds = lookedFor.join(', ');
  if (row.explained === 0n) return `${opened}; no tie on record explains it (looked for: ${kinds}).`;
  const named = ties.map((tie) => `${tie.kind} ${tie.id}`).join(', ');
  if (row.explained === row.accesses) return `${opened}; explained by ${named}.`;
  return `${opened}; ${row.explained} of ${row.accesses} explained by ${named}; nothing explains the rest (looked for: ${kinds}).`;
}
