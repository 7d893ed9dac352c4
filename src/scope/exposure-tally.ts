import { BASES, type Basis, type Exposure } from '../model/exposure.ts';
import type { AffectedGroup } from '../model/facts.ts';
import { isField } from '../model/field.ts';

/** Counts of persons; every map counts a person once per word. */
export interface ExposureTally {
  readonly rows: number;
  readonly persons: number;
  /** Each person once, under the strongest basis. */
  readonly byBasis: Readonly<Record<Basis, number>>;
  /** Each person under every field of any basis. */
  readonly byField: Readonly<Record<string, number>>;
  /** Each person once; `unknown` where no customer record says. */
  readonly byCountry: Readonly<Record<string, number>>;
  readonly byController: Readonly<Record<string, number>>;
  /** Each person once; people of whom an access does not say its fields stand in a group whose fields are not known. */
  readonly groups: readonly AffectedGroup[];
}

/** Where a person's country or controller is not on record. */
export const UNKNOWN = 'unknown';

/** One person of the session table `exposure`. */
export type ExposedPerson = {
  readonly subject: string;
  readonly basis: Basis;
  readonly fields: readonly string[];
  readonly fields_complete: boolean;
};

/** Folds rows into persons as they come: the rows of one subject must follow each other. */
export function personFolder(take: (person: ExposedPerson, row: Exposure) => void): {
  add(row: Exposure): void;
  done(): void;
} {
  let held: { row: Exposure; basis: Basis; fields: Set<string>; complete: boolean } | null = null;
  const flush = (): void => {
    if (held === null) return;
    const { row, basis, fields, complete } = held;
    take({ subject: row.subject, basis, fields: [...fields].sort(), fields_complete: complete }, row);
    held = null;
  };
  return {
    add(row) {
      if (held !== null && held.row.subject !== row.subject) flush();
      held ??= { row, basis: row.basis, fields: new Set(), complete: true };
      for (const field of row.fields) held.fields.add(field);
      held.complete &&= row.fields_complete;
      if (BASES.indexOf(row.basis) < BASES.indexOf(held.basis)) held.basis = row.basis;
    },
    done: flush,
  };
}

/** Counts the exposures of one scope as they come, in constant memory. */
export function exposureTally(): { add(row: Exposure): void; done(): ExposureTally } {
  let [rows, persons] = [0, 0];
  const byBasis: Record<Basis, number> = { disclosed: 0, accessed: 0, reconstructed: 0, possible: 0 };
  const [byField, byCountry, byController] = [
    new Map<string, number>(),
    new Map<string, number>(),
    new Map<string, number>(),
  ];
  const groups = new Map<string, AffectedGroup>();
  const count = (map: Map<string, number>, word: string): void => {
    map.set(word, (map.get(word) ?? 0) + 1);
  };
  const folder = personFolder((person, row) => {
    persons += 1;
    byBasis[person.basis] += 1;
    for (const field of person.fields) count(byField, field);
    count(byCountry, row.country ?? UNKNOWN);
    count(byController, row.controller ?? UNKNOWN);
    const group = groupOf(person, row);
    const key = JSON.stringify(group);
    groups.set(key, { ...group, persons: (groups.get(key)?.persons ?? 0) + 1 });
  });
  return {
    add(row) {
      rows += 1;
      folder.add(row);
    },
    done() {
      folder.done();
      return {
        rows,
        persons,
        byBasis,
        byField: largestFirst(byField),
        byCountry: largestFirst(byCountry),
        byController: largestFirst(byController),
        groups: [...groups]
          .sort(([a, { persons: n }], [b, { persons: m }]) => m - n || (a < b ? -1 : 1))
          .map(([, group]) => group),
      };
    },
  };
}

/** A partial list of fields could make a law look as if it did not apply, so an incomplete one counts as not known. */
const groupOf = (person: ExposedPerson, row: Exposure): Omit<AffectedGroup, 'persons'> => ({
  controller: row.controller ?? UNKNOWN,
  country: row.country !== null && /^[A-Z]{2}$/.test(row.country) ? row.country : null,
  region: row.region,
  fields: person.fields_complete ? person.fields.filter(isField) : [],
});

const largestFirst = (counts: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)));
