import type { ReconstructionSummary, ScopeBounds } from '../model/exposure.ts';

export interface BoundInputs {
  /** Everybody counted. */
  readonly persons: number;
  /** Of those, whom the list or the log itself names, and who cannot be the same under two names. */
  readonly sure: number;
  /** Persons for whom a field is shown by the list or the log itself. */
  readonly sureByField: Readonly<Record<string, number>>;
  /** Persons for whom a field is shown, or could have been, since an access does not say its fields. */
  readonly possibleByField: Readonly<Record<string, number>>;
  readonly reconstruction: Pick<ReconstructionSummary, 'unsaid' | 'missingRows'>;
  /** Why more could have happened than any count says: silences, lost records, unknown accounts. */
  readonly open: readonly string[];
}

/**
 * Between which numbers the truth lies. At least: whom the list or the log itself names. At most: everybody counted, and one person for each
 * row whose owner is not known; null where the logs do not say how many those are.
 */
export function scopeBounds(inputs: BoundInputs): ScopeBounds {
  const { unsaid, missingRows } = inputs.reconstruction;
  const uncounted = unsaid.reduce((sum, one) => sum + one.uncounted, 0);
  const rows = unsaid.reduce((sum, one) => sum + one.rows, 0) + missingRows;
  const open = [
    ...inputs.open,
    ...(uncounted === 0 ? [] : [`${uncounted} accesses say neither whose data they returned nor how many rows`]),
  ];
  const most = (counted: number): number | null => (open.length > 0 ? null : counted + rows);
  const words = new Set([...Object.keys(inputs.sureByField), ...Object.keys(inputs.possibleByField)]);
  return {
    persons: { atLeast: inputs.sure, atMost: most(inputs.persons) },
    byField: Object.fromEntries(
      [...words]
        .sort()
        .map((field) => [
          field,
          { atLeast: inputs.sureByField[field] ?? 0, atMost: most(inputs.possibleByField[field] ?? 0) },
        ]),
    ),
    rowsOfUnknownPersons: rows,
    open,
  };
}
