import { type LawExpression, parseLawExpression } from '../packs/law-expression.ts';
import { FACT_SLOTS, type FactValues, isLawFact, LAW_FACT_NAMES, type LawFactName } from '../packs/law-fact.ts';
import { askingOf } from './evaluate.ts';
import type { LawOnDay } from './law-on-day.ts';

/** Which of some laws must be asked about a person at all. */
export type Candidates = (values: FactValues) => Iterable<number>;

/** Facts that a law's reach is asked of, with the words it compares them with; null when it asks anything else. */
type Compared = ReadonlyMap<LawFactName, ReadonlySet<string>> | null;

// No list holds it: what is true of it is true of every word that a law does not name.
const UNNAMED = '\u0000';
const PLACES: readonly LawFactName[] = ['country', 'region', 'controllerCountry', 'controllerRegion'];

/** What a law says no without: it can only say something else where all these facts have a word that it names, or are not known. */
interface Reach {
  readonly facts: readonly LawFactName[];
  readonly words: readonly ReadonlySet<string>[];
}

/** Laws by the words of the same facts together. */
interface Shelf {
  readonly slots: readonly number[];
  readonly laws: Map<string, number[]>;
}

/**
 * An index over the laws' `applies`: most compare where somebody lives, or where the controller is, with lists of words, so that a place that a law does
 * not name answers no for all such places. Gives the places in `laws` of those that may say something else; the rest say no.
 */
export function candidateIndex(laws: readonly LawOnDay[]): Candidates {
  const always: number[] = [];
  const shelves = new Map<string, Shelf>();
  laws.forEach((law, index) => {
    const reaches = reachesOf(law);
    if (reaches === null) always.push(index);
    for (const { facts, words } of reaches ?? []) {
      const name = facts.join(' ');
      const shelf: Shelf = shelves.get(name) ?? { slots: facts.map((fact) => FACT_SLOTS[fact]), laws: new Map() };
      shelves.set(name, shelf);
      for (const key of keysOf(words)) shelf.laws.set(key, [...(shelf.laws.get(key) ?? []), index]);
    }
  });
  const each = [...shelves.values()];
  return (values) => {
    const found = new Set(always);
    for (const { slots, laws: shelved } of each) {
      let key = '';
      for (const slot of slots) key += keyOf(values[slot]);
      const here = shelved.get(key);
      if (here !== undefined) for (const index of here) found.add(index);
    }
    return found;
  };
}

const keyOf = (word: unknown): string => (typeof word === 'string' ? `${word}/` : '/');

/** One word of each set, or none at all: one who lives nobody knows where may be reached by any. */
function keysOf(words: readonly ReadonlySet<string>[]): readonly string[] {
  return words.reduce<readonly string[]>(
    (keys, set) => keys.flatMap((key) => [...set, undefined].map((word) => `${key}${keyOf(word)}`)),
    [''],
  );
}

// A law is the same in many books.
const REACHES = new WeakMap<LawOnDay, readonly Reach[] | null>();

/** Of which at least one must be met for it to apply; null when nothing can be said before asking it. */
function reachesOf(law: LawOnDay): readonly Reach[] | null {
  const before = REACHES.get(law);
  if (before !== undefined) return before;
  const found = law.applies === undefined ? [] : reachesAnew(law);
  REACHES.set(law, found);
  return found;
}

function reachesAnew(law: LawOnDay): readonly Reach[] | null {
  const compared = comparedBy(law);
  if (compared === null) return null;
  const refuses = (unnamed: readonly LawFactName[]): boolean => {
    const values = LAW_FACT_NAMES.map((name) => (unnamed.includes(name) ? UNNAMED : undefined));
    return law.applies?.ask.value(askingOf({ values, counts: {} }, {})) === false;
  };
  const reachOf = (facts: readonly LawFactName[]): Reach => ({
    facts,
    words: facts.map((fact) => compared.get(fact) ?? new Set<string>()),
  });
  const facts = PLACES.filter((name) => compared.has(name));
  const alone = facts.filter((fact) => refuses([fact]));
  if (alone.length > 0) return [reachOf(alone)];
  // Here or there: an unnamed word in both says no, so that one of them must be named.
  const either = facts.flatMap((a) => facts.map((b) => [a, b])).find(refuses) ?? facts;
  return refuses(either) ? either.map((fact) => reachOf([fact])) : null;
}

function comparedBy({ applies, conditions, lists }: LawOnDay): Compared {
  const compared = new Map<LawFactName, Set<string>>();
  const read = (expression: LawExpression): boolean => {
    switch (expression.kind) {
      case 'and':
      case 'or':
        return expression.parts.every(read);
      case 'not':
        return read(expression.part);
      case 'name': {
        if (!conditions.has(expression.name)) return false;
        const version = conditions.get(expression.name);
        return version === undefined || readText(version.when);
      }
      case 'test': {
        const among = expression.among(lists);
        if (among === null || !isLawFact(among.name)) return false;
        compared.set(among.name, new Set([...(compared.get(among.name) ?? []), ...among.words]));
        return true;
      }
    }
  };
  const readText = (text: string): boolean => {
    const parsed = parseLawExpression(text);
    return parsed.ok && read(parsed.value);
  };
  return applies !== undefined && readText(applies.text) ? compared : null;
}
