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
// Of two facts without which a law cannot apply, the one with more different words leaves fewer laws over.
const NARROWEST_FIRST: readonly LawFactName[] = ['region', 'controllerRegion', 'country', 'controllerCountry'];

/**
 * An index over the laws' `applies`: most compare where somebody lives, or where the controller is, with lists of words, so that a place that a law does
 * not name answers no for all such places. Gives the places in `laws` of those that may say something else; the rest say no.
 */
export function candidateIndex(laws: readonly LawOnDay[]): Candidates {
  const always: number[] = [];
  const byWord = new Map<number, Map<string | undefined, number[]>>();
  const put = (slot: number, word: string | undefined, index: number): void => {
    const words = byWord.get(slot) ?? new Map<string | undefined, number[]>();
    byWord.set(slot, words);
    words.set(word, [...(words.get(word) ?? []), index]);
  };
  laws.forEach((law, index) => {
    if (law.applies === undefined) return;
    const compared = comparedBy(law);
    const deciding = compared === null ? null : decidingFacts(law, compared);
    if (compared === null || deciding === null) {
      always.push(index);
      return;
    }
    for (const fact of deciding) {
      // One who lives nobody knows where may be reached by any.
      for (const word of [...(compared.get(fact) ?? []), undefined]) put(FACT_SLOTS[fact], word, index);
    }
  });
  return (values) => {
    const found = new Set(always);
    for (const [slot, words] of byWord) {
      for (const index of words.get(values[slot] as string | undefined) ?? []) found.add(index);
    }
    return found;
  };
}

/** Facts of which one must have a word that the law names, or none at all, for it to apply; null when there are none such. */
function decidingFacts({ applies }: LawOnDay, compared: NonNullable<Compared>): readonly LawFactName[] | null {
  const refuses = (unnamed: readonly LawFactName[]): boolean => {
    const values = LAW_FACT_NAMES.map((name) => (unnamed.includes(name) ? UNNAMED : undefined));
    return applies?.value(askingOf({ values, counts: {} }, {})) === false;
  };
  const facts = [...compared.keys()];
  const alone = NARROWEST_FIRST.find((fact) => facts.includes(fact) && refuses([fact]));
  if (alone !== undefined) return [alone];
  return refuses(facts) ? facts : null;
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
