import type { Facts } from '../model/facts.ts';
import type { LawExpressionTest } from '../packs/law-expression.ts';
import { FACT_SLOTS, type FactValues, isLawFact, type LawFactName } from '../packs/law-fact.ts';
import type { LawPack } from '../packs/law-pack.ts';
import { type Answer, type Saying, saying } from './answer.ts';
import { type CountRange, type FactView, pathOf } from './fact-view.ts';

/** What a leaf is asked about. */
export interface AskedLeaf {
  readonly view: FactView;
  readonly assessments: Facts['assessments'];
}

/** Where an expression ends: a fact, a test of facts, a question to the organisation. */
export interface Leaf {
  /** Says nothing once it is settled. */
  readonly silent: boolean;
  readonly value: (asking: AskedLeaf) => Answer;
  /** Of a silent one: what is missing, asked only while it is open. */
  readonly explain: (asking: AskedLeaf, to: Saying[]) => void;
}

/** A question of the law's own, which only the organisation can answer; undefined when it has none of that name. */
export function questionLeaf({ law }: LawPack, name: string): Leaf | undefined {
  const put = law.questions[name];
  if (put === undefined) return undefined;
  const key = `${law.id}/${name}`;
  const open = openUntil([`assessments.${key}`]);
  return {
    silent: false,
    value: ({ assessments }) => assessments[key]?.answer ?? null,
    explain: ({ assessments }, to) => {
      const given = assessments[key];
      if (given === undefined) {
        say(to, open);
        return;
      }
      const reason = `Assessed by the organisation: ${put.ask} ${given.answer ? 'Yes' : 'No'}: ${given.reason}`;
      say(to, saying({ reason, sources: put.sources, own: true }));
    },
  };
}

/** A fact that is true, false or unknown. */
export function flagLeaf(name: string): Leaf {
  if (!isLawFact(name)) throw new Error(`expression was not checked: ${name}`);
  const open = openUntil([pathOf(name)]);
  const slot = FACT_SLOTS[name];
  const value = ({ view }: AskedLeaf): Answer => {
    const found = view.values[slot];
    return typeof found === 'boolean' ? found : null;
  };
  return { silent: true, value, explain: (_asking, to) => say(to, open) };
}

/** A test of facts, the law's lists laid in; open while a fact of it is not known, or a count within bounds that answer differently. */
export function testLeaf(
  expression: LawExpressionTest,
  lists: Readonly<Record<string, readonly string[]>>,
  law: string,
): Leaf {
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
  const value = ({ view }: AskedLeaf): Answer => {
    const { values } = view;
    const found = alone ? test(values) : undefined;
    if (found !== undefined) return found;
    for (const slot of slots) if (values[slot] === undefined) return between(view);
    return decide(values);
  };

  /** What is not known: counts of which a range is, and facts. */
  const openIn = ({ values, counts }: FactView) => {
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
  const between = (view: FactView): Answer => {
    const { ranges, unknown } = openIn(view);
    if (unknown.length > 0) return null;
    const at = (end: 'low' | 'high'): boolean => {
      const filled = [...view.values];
      for (const { slot, range } of ranges) filled[slot] = BigInt(range[end]);
      return decide(filled);
    };
    const low = at('low');
    return low === at('high') ? low : null;
  };
  const openings = new Map<string, Saying>();
  return {
    silent: true,
    value,
    explain: (asking, to) => {
      const { ranges, unknown } = openIn(asking.view);
      if (unknown.length === 0) {
        say(to, saying({ missing: ranges.flatMap(({ range }) => range.missing), own: true }));
        return;
      }
      const key = unknown.join(' ');
      const opening = openings.get(key) ?? openUntil(unknown.map(pathOf));
      openings.set(key, opening);
      say(to, opening);
    },
  };
}

const openUntil = (missing: readonly string[]): Saying => saying({ missing });

function say(to: Saying[], words: Saying): void {
  if (!to.includes(words)) to.push(words);
}

const isCount = (name: LawFactName): name is 'personsUnderLaw' | 'personsConcerned' =>
  name === 'personsUnderLaw' || name === 'personsConcerned';
