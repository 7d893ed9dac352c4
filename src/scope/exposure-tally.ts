import { BASES, type Basis, CERTAINTIES, type Certainty, type Exposure } from '../model/exposure.ts';
import type { AffectedGroup } from '../model/facts.ts';
import { isField } from '../model/field.ts';

/** Counts of persons; every map counts a person once per word. */
export interface ExposureTally {
  readonly rows: number;
  readonly persons: number;
  /** Each person once, under the strongest basis. */
  readonly byBasis: Readonly<Record<Basis, number>>;
  /** Each person once, under the surest word. */
  readonly byCertainty: Readonly<Record<Certainty, number>>;
  /** Each person under every field of any basis. */
  readonly byField: Readonly<Record<string, number>>;
  /** Each person once; `unknown` where no customer record says. */
  readonly byCountry: Readonly<Record<string, number>>;
  readonly byController: Readonly<Record<string, number>>;
  /** Whom the list or the log itself names; of those on no customers file only the most frequent form of name, since one person can have several. */
  readonly sure: number;
  /** Those of `byField` for whom the list or the log itself shows the field. */
  readonly sureByField: Readonly<Record<string, number>>;
  /** Those of `byField`, and everybody of whom not all fields are known. */
  readonly possibleByField: Readonly<Record<string, number>>;
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

/** How sure a person's exposure is. */
interface Sureness {
  readonly certainty: Certainty;
  /** What the list or the log itself shows; null when neither names the person. */
  readonly fields: ReadonlySet<string> | null;
}

/** Folds rows into persons as they come: the rows of one subject must follow each other. */
export function personFolder(take: (person: ExposedPerson, row: Exposure, sureness: Sureness) => void): {
  add(row: Exposure): void;
  done(): void;
} {
  let held: {
    row: Exposure;
    basis: Basis;
    certainty: Certainty;
    fields: Set<string>;
    sure: Set<string> | null;
    complete: boolean;
  } | null = null;
  const flush = (): void => {
    if (held === null) return;
    const { row, basis, fields, complete, certainty, sure } = held;
    const person = { subject: row.subject, basis, fields: [...fields].sort(), fields_complete: complete };
    take(person, row, { certainty, fields: sure });
    held = null;
  };
  return {
    add(row) {
      if (held !== null && held.row.subject !== row.subject) flush();
      const { basis, certainty } = row;
      held ??= { row, basis, certainty, fields: new Set(), sure: null, complete: true };
      for (const field of row.fields) held.fields.add(field);
      if (certainty === 'listed' || certainty === 'logged') {
        held.sure ??= new Set();
        for (const field of row.fields) held.sure.add(field);
      }
      if (CERTAINTIES.indexOf(certainty) < CERTAINTIES.indexOf(held.certainty)) held.certainty = certainty;
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
  const byCertainty: Record<Certainty, number> = { listed: 0, logged: 0, agrees: 0, uncounted: 0, differs: 0 };
  const [sureByField, incomplete] = [new Map<string, number>(), new Map<string, number>()];
  let [sureOnFile, unknownFields] = [0, 0];
  const sureOffFile = new Map<string, number>();
  const groups = new Map<string, AffectedGroup>();
  const count = (map: Map<string, number>, word: string): void => {
    map.set(word, (map.get(word) ?? 0) + 1);
  };
  const folder = personFolder((person, row, sureness) => {
    persons += 1;
    byBasis[person.basis] += 1;
    byCertainty[sureness.certainty] += 1;
    for (const field of person.fields) count(byField, field);
    for (const field of sureness.fields ?? []) count(sureByField, field);
    if (sureness.fields !== null && row.on_file) sureOnFile += 1;
    else if (sureness.fields !== null) count(sureOffFile, formOf(person.subject));
    if (!person.fields_complete) {
      unknownFields += 1;
      for (const field of person.fields) count(incomplete, field);
    }
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
        byCertainty,
        sure: sureOnFile + Math.max(0, ...sureOffFile.values()),
        sureByField: largestFirst(sureByField),
        possibleByField: Object.fromEntries(
          [...byField].map(([field, n]) => [field, n + unknownFields - (incomplete.get(field) ?? 0)]),
        ),
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

/** One person may stand in a log under a number, an address and a telephone number. */
const formOf = (subject: string): string =>
  subject.includes('@') ? 'e-mail' : /^\+?[\d\s().-]{6,}$/.test(subject) ? 'telephone' : 'id';

/** A partial list of fields could make a law look as if it did not apply, so an incomplete one counts as not known. */
const groupOf = (person: ExposedPerson, row: Exposure): Omit<AffectedGroup, 'persons'> => ({
  controller: row.controller ?? UNKNOWN,
  country: row.country !== null && /^[A-Z]{2}$/.test(row.country) ? row.country : null,
  region: row.region,
  fields: person.fields_complete ? person.fields.filter(isField) : [],
});

const largestFirst = (counts: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)));
