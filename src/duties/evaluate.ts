import type { CelInput } from '@bufbuild/cel';
import type { Facts } from '../model/facts.ts';
import { type LawExpression, type LawExpressionTest, parseLawExpression } from '../packs/law-expression.ts';
import { isLawFact } from '../packs/law-fact.ts';
import type { LawPack } from '../packs/law-pack.ts';
import type { LawText } from '../packs/law-text.ts';
import { type Answer, allOf, anyOf } from './answer.ts';
import { type CountRange, type FactView, pathOf } from './fact-view.ts';
import { openUntil, plain, type SharedAnswers } from './shared-answer.ts';

/** Answers one law's expressions as the law stood on one day, for one view of the facts. */
export type Evaluate = (text: string) => Answer;

/** One law asked about one view of the facts; each name is answered once. */
interface Asking {
  readonly view: FactView;
  readonly assessments: Facts['assessments'];
  readonly names: (Answer | undefined)[];
}

/** An expression of one law on one day, ready to be asked. */
interface Ask {
  readonly answer: (asking: Asking) => Answer;
  /** Whether the answer is no, sooner: at the first part that decides, and without a word of explanation. */
  readonly fails: (asking: Asking) => boolean;
}

/** What an expression can name in one version of a law. */
interface Vocabulary {
  readonly pack: LawPack;
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly conditions: ReadonlyMap<string, LawText['conditions'][string][number] | undefined>;
  readonly shared: SharedAnswers;
}

/** Asks one version of a law; what it compiles and the answers that are nobody's own are kept between askings. */
export interface LawEvaluator {
  of(view: FactView, assessments: Facts['assessments']): Evaluate;
  /** Whether an expression is false for this view, without saying why: where it is, nothing more need be asked. */
  fails(text: string, view: FactView, assessments: Facts['assessments']): boolean;
}

/**
 * Compiles a law's expressions to closures, each when it is first asked. Within one view every name and every test is answered once,
 * a test for all laws that state it with the same words. Throws when an expression was not checked by the loader.
 */
export function lawEvaluator({ pack, lists, conditions, shared }: Vocabulary): LawEvaluator {
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
      case 'or': {
        const parts = expression.parts.map(compile);
        const isAnd = expression.kind === 'and';
        const join = isAnd ? allOf : anyOf;
        return {
          answer: (asking) => {
            const answers: Answer[] = [];
            for (const part of parts) answers.push(part.answer(asking));
            return join(answers, shared.merge);
          },
          fails: (asking) =>
            isAnd ? parts.some((part) => part.fails(asking)) : parts.every((part) => part.fails(asking)),
        };
      }
      case 'not': {
        const part = compile(expression.part);
        return asked((asking) => shared.not(part.answer(asking)));
      }
      case 'name':
        return named(expression.name);
      case 'test':
        return asked(tested(expression, lists, pack.law.id));
    }
  };

  const named = (name: string): Ask => {
    const before = byName.get(name);
    if (before !== undefined) return before;
    const slot = byName.size;
    // Compiled when first asked: conditions may name each other in any order.
    let found: Ask | undefined;
    const opened = (): Ask => {
      found ??= condition(name) ?? question(name) ?? flag(name);
      return found;
    };
    const ask: Ask = {
      answer: (asking) => {
        const known = asking.names[slot];
        if (known !== undefined) return known;
        const answer = opened().answer(asking);
        asking.names[slot] = answer;
        return answer;
      },
      fails: (asking) => opened().fails(asking),
    };
    byName.set(name, ask);
    return ask;
  };

  const condition = (name: string): Ask | undefined => {
    if (!conditions.has(name)) return undefined;
    const version = conditions.get(name);
    if (version === undefined) return asked(() => plain(false));
    const inner = compiled(version.when);
    const conclude = shared.concluder(version);
    return { answer: (asking) => conclude(inner.answer(asking)), fails: inner.fails };
  };

  const question = (name: string): Ask | undefined => {
    const put = pack.law.questions[name];
    if (put === undefined) return undefined;
    const key = `${pack.law.id}/${name}`;
    const unanswered = openUntil([`assessments.${key}`]);
    return asked(({ assessments }) => {
      const given = assessments[key];
      if (given === undefined) return unanswered;
      const reason = `Assessed by the organisation: ${put.ask} ${given.answer ? 'Yes' : 'No'}: ${given.reason}`;
      return { value: given.answer, reasons: [reason], missing: [], sources: put.sources };
    });
  };

  return {
    of(view, assessments) {
      const asking: Asking = { view, assessments, names: [] };
      const texts = new Map<string, Answer>();
      return (text) => {
        const before = texts.get(text);
        if (before !== undefined) return before;
        const answer = compiled(text).answer(asking);
        texts.set(text, answer);
        return answer;
      };
    },
    fails: (text, view, assessments) => compiled(text).fails({ view, assessments, names: [] }),
  };
}

const asked = (answer: Ask['answer']): Ask => ({ answer, fails: (asking) => answer(asking).value === false });

const flag = (name: string): Ask => {
  const unknown = openUntil(isLawFact(name) ? [pathOf(name)] : [name]);
  return asked(({ view }) => {
    const value = view.values[name];
    return typeof value === 'boolean' ? plain(value) : unknown;
  });
};

// Tests that are written alike, over lists of the same words, have one number in all laws. Packs are few and fixed, so that this stays small.
const NUMBERS = new Map<string, number>();

function tested(expression: LawExpressionTest, lists: Vocabulary['lists'], law: string): Ask['answer'] {
  const own = Object.fromEntries(
    expression.names.flatMap((name) => (Object.hasOwn(lists, name) ? [[name, lists[name] ?? []]] : [])),
  );
  const facts = expression.names.filter((name) => !Object.hasOwn(own, name));
  const test = expression.withLists(own);
  const key = JSON.stringify([expression.key, own]);
  const number = NUMBERS.get(key) ?? NUMBERS.size;
  NUMBERS.set(key, number);
  const unknown = new Map<string, Answer>();
  const open = (missing: readonly string[]): Answer => {
    const paths = missing.join(' ');
    const before = unknown.get(paths);
    const answer = before ?? openUntil(missing);
    if (before === undefined) unknown.set(paths, answer);
    return answer;
  };

  const decide = (bindings: Readonly<Record<string, CelInput>>): boolean => {
    const value = test(bindings);
    if (value === undefined) throw new Error(`law ${law}: a test gave no answer`);
    return value;
  };
  const pathTo = (name: string): string => (isLawFact(name) ? pathOf(name) : name);
  const counted = facts.filter(isCount);
  if (counted.length > 0) {
    return ({ view }) => {
      const { values, counts } = view;
      const missing = facts.filter((name) => (isCount(name) ? counts[name] : values[name]) === undefined);
      if (missing.length > 0) return open(missing.map(pathTo));
      const ranges = counted.flatMap((name): readonly (readonly [string, CountRange])[] => {
        const range = counts[name];
        return range === undefined ? [] : [[name, range]];
      });
      // Thresholds rise or fall with a count, never both: equal answers at both bounds hold in between.
      const at = (end: 'low' | 'high'): boolean =>
        decide({ ...values, ...Object.fromEntries(ranges.map(([name, range]) => [name, BigInt(range[end])])) });
      const low = at('low');
      const high = ranges.every(([, range]) => range.low === range.high) ? low : at('high');
      if (low === high) return plain(low);
      return { value: null, reasons: [], missing: ranges.flatMap(([, range]) => range.missing), sources: [] };
    };
  }
  return ({ view }) => {
    const known = view.tests[number];
    if (known !== undefined) return known;
    const missing = facts.filter((name) => view.values[name] === undefined).map(pathTo);
    const answer = missing.length > 0 ? open(missing) : plain(decide(view.values));
    view.tests[number] = answer;
    return answer;
  };
}

const isCount = (name: string): name is 'personsUnderLaw' | 'personsConcerned' =>
  name === 'personsUnderLaw' || name === 'personsConcerned';
