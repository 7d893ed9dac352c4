import type { Facts } from '../model/facts.ts';
import { type LawExpression, type LawExpressionTest, parseLawExpression } from '../packs/law-expression.ts';
import { FACT_SLOTS, type FactValues, isLawFact, type LawFactName } from '../packs/law-fact.ts';
import type { LawPack } from '../packs/law-pack.ts';
import type { LawText } from '../packs/law-text.ts';
import { type Answer, addNew, type Explanation } from './answer.ts';
import { type CountRange, type Counts, type FactView, pathOf } from './fact-view.ts';

/** One view of the facts being asked about; answers are remembered for the last one asked about. */
export interface Asking {
  readonly view: FactView;
  readonly assessments: Facts['assessments'];
}

/** An expression of one law on one day, ready to be asked. `explain` gives the parts that decide, in the order of the text. */
export interface Ask {
  readonly value: (asking: Asking) => boolean | null;
  readonly explain: (asking: Asking, to: Explanation) => void;
}

export const askingOf = (view: FactView, assessments: Facts['assessments']): Asking => ({ view, assessments });

export const answerTo = (ask: Ask, asking: Asking): Answer => ({
  value: ask.value(asking),
  explain: (to) => ask.explain(asking, to),
});

/** What an expression can name in one version of a law. */
interface Vocabulary {
  readonly pack: LawPack;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly conditions: ReadonlyMap<string, LawText['conditions'][string][number] | undefined>;
}

/** What is said of a condition beside what it rests on. */
interface Conclusion {
  readonly holds: string;
  readonly fails: string;
  readonly sources: readonly string[];
}

/**
 * Makes a law's expressions askable: each is compiled to closures when it is first asked, and within one asking every name is answered
 * once. Throws when an expression was not checked by the loader.
 */
export function lawAsker({ pack, lists, conditions }: Vocabulary): (text: string, conclusion?: Conclusion) => Ask {
  const byText = new Map<string, Ask>();
  const byName = new Map<string, Ask>();

  const compiled = (text: string): Ask => {
    const before = byText.get(text);
    if (before !== undefined) return before;
    const parsed = parseLawExpression(text);
    if (!parsed.ok) throw new Error(`law ${pack.law.id}: expression was not checked`);
    const ask = compile(parsed.value);
    byText.set(text, ask);
    return ask;
  };

  const compile = (expression: LawExpression): Ask => {
    switch (expression.kind) {
      case 'and':
      case 'or':
        return joined(expression.parts.map(compile), expression.kind === 'or');
      case 'not':
        return not(compile(expression.part));
      case 'name':
        return named(expression.name);
      case 'test':
        return tested(expression, lists, pack.law.id);
    }
  };

  const named = (name: string): Ask => {
    const before = byName.get(name);
    if (before !== undefined) return before;
    const ask = condition(name) ?? question(name) ?? flag(name);
    byName.set(name, ask);
    return ask;
  };

  const condition = (name: string): Ask | undefined => {
    if (!conditions.has(name)) return undefined;
    const version = conditions.get(name);
    return version === undefined ? NEVER : concluding(compiled(version.when), version);
  };

  const question = (name: string): Ask | undefined => {
    const put = pack.law.questions[name];
    if (put === undefined) return undefined;
    const key = `${pack.law.id}/${name}`;
    return {
      value: ({ assessments }) => assessments[key]?.answer ?? null,
      explain: ({ assessments }, { reasons, missing, sources }) => {
        const given = assessments[key];
        if (given === undefined) {
          addNew(missing, [`assessments.${key}`]);
          return;
        }
        addNew(reasons, [`Assessed by the organisation: ${put.ask} ${given.answer ? 'Yes' : 'No'}: ${given.reason}`]);
        addNew(sources, put.sources);
      },
    };
  };

  return (text, conclusion) =>
    later(() => (conclusion === undefined ? compiled(text) : concluding(compiled(text), conclusion)));
}

/** Compiled when it is first asked: most of a law never is. From then on it is what was compiled, without a step between. */
function later(compile: () => Ask): Ask {
  const opened = (): Ask => Object.assign(ask, compile());
  const ask: Ask = {
    value: (asking) => opened().value(asking),
    explain: (asking, to) => opened().explain(asking, to),
  };
  return ask;
}

/** A condition before its first version. */
const NEVER: Ask = { value: () => false, explain: () => undefined };

/** Says the conclusion, unless it is empty, before what it rests on, once that is settled. */
function concluding(inner: Ask, { holds, fails, sources }: Conclusion): Ask {
  const [yes, no] = [holds, fails].map((sentence) => (sentence === '' ? [] : [sentence]));
  return {
    value: inner.value,
    explain: (asking, to) => {
      const value = inner.value(asking);
      if (value !== null) {
        addNew(to.reasons, (value ? yes : no) ?? []);
        addNew(to.sources, sources);
      }
      inner.explain(asking, to);
    },
  };
}

const not = (part: Ask): Ask => ({
  value: (asking) => {
    const value = part.value(asking);
    return value === null ? null : !value;
  },
  explain: part.explain,
});

/** Kleene's AND (`deciding` false) or OR (true) over parts; the last asking is answered again without asking the parts. */
function joined(parts: readonly Ask[], deciding: boolean): Ask {
  let last: Asking | null = null;
  let known: boolean | null = null;
  const value = (asking: Asking): boolean | null => {
    if (asking === last) return known;
    let found: boolean | null = !deciding;
    for (const part of parts) {
      const each = part.value(asking);
      if (each === null) found = null;
      else if (each === deciding) {
        found = deciding;
        break;
      }
    }
    last = asking;
    known = found;
    return found;
  };
  return {
    value,
    explain: (asking, to) => {
      const found = value(asking);
      const all = found === !deciding || (found === null && !deciding);
      for (const part of parts) if (all || part.value(asking) === found) part.explain(asking, to);
    },
  };
}

function flag(name: string): Ask {
  if (!isLawFact(name)) throw new Error(`expression was not checked: ${name}`);
  const path = [pathOf(name)];
  const slot = FACT_SLOTS[name];
  const value = ({ view }: Asking): boolean | null => {
    const found = view.values[slot];
    return typeof found === 'boolean' ? found : null;
  };
  return {
    value,
    explain: (asking, { missing }) => {
      if (value(asking) === null) addNew(missing, path);
    },
  };
}

function tested(expression: LawExpressionTest, lists: Vocabulary['lists'], law: string): Ask {
  const own = Object.fromEntries(
    expression.names.flatMap((name) => (Object.hasOwn(lists, name) ? [[name, lists[name] ?? []]] : [])),
  );
  const facts = expression.names.filter((name) => !Object.hasOwn(own, name)).filter(isLawFact);
  const slots = facts.map((name) => FACT_SLOTS[name]);
  const test = expression.withLists(own);
  const decide = (values: FactValues): boolean => {
    const value = test(values);
    if (value === undefined) throw new Error(`law ${law}: a test gave no answer`);
    return value;
  };
  // A test of one fact gives nothing when that is unknown; one of several might do with the others, and must not.
  const alone = slots.length === 1;
  const decided = ({ values, counts }: FactView): boolean | null => {
    const found = alone ? test(values) : undefined;
    if (found !== undefined) return found;
    for (const slot of slots) if (values[slot] === undefined) return between(values, counts);
    return decide(values);
  };
  let last: Asking | null = null;
  let known: boolean | null = null;
  const value = (asking: Asking): boolean | null => {
    if (asking !== last) {
      known = decided(asking.view);
      last = asking;
    }
    return known;
  };

  /** What is not known: counts of which a range is, and facts. */
  const openIn = (values: FactValues, counts: Counts) => {
    const ranges: { readonly slot: number; readonly range: CountRange }[] = [];
    const unknown: LawFactName[] = [];
    for (const name of facts) {
      const slot = FACT_SLOTS[name];
      if (values[slot] !== undefined) continue;
      const range = isCount(name) ? counts[name] : undefined;
      if (range === undefined) unknown.push(name);
      else ranges.push({ slot, range });
    }
    return { ranges, unknown };
  };
  // Thresholds rise or fall with a count, never both: equal answers at both bounds hold in between.
  const between = (values: FactValues, counts: Counts): boolean | null => {
    const { ranges, unknown } = openIn(values, counts);
    if (unknown.length > 0) return null;
    const at = (end: 'low' | 'high'): boolean => {
      const filled = [...values];
      for (const { slot, range } of ranges) filled[slot] = BigInt(range[end]);
      return decide(filled);
    };
    const low = at('low');
    return low === at('high') ? low : null;
  };
  return {
    value,
    explain: (asking, { missing }) => {
      if (value(asking) !== null) return;
      const { ranges, unknown } = openIn(asking.view.values, asking.view.counts);
      addNew(missing, unknown.length > 0 ? unknown.map(pathOf) : ranges.flatMap(({ range }) => range.missing));
    },
  };
}

const isCount = (name: LawFactName): name is 'personsUnderLaw' | 'personsConcerned' =>
  name === 'personsUnderLaw' || name === 'personsConcerned';
