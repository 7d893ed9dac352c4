import type { CelInput } from '@bufbuild/cel';
import type { Facts } from '../model/facts.ts';
import type { LawExpression } from '../packs/law-expression.ts';
import { isLawFact } from '../packs/law-fact.ts';
import { type Answer, allOf, anyOf, not } from './answer.ts';
import { type CountRange, type FactView, pathOf } from './fact-view.ts';
import type { LawOnDay } from './law-on-day.ts';

/** Answers one law's expressions as the law stood on one day, for one view of the facts. */
export type Evaluate = (text: string) => Answer;

/**
 * An evaluator for one law. Each condition is evaluated once per view. Throws when an expression was not
 * checked by the loader.
 */
export function evaluator(
  { pack, conditions, lists }: LawOnDay,
  view: FactView,
  assessments: Facts['assessments'],
): Evaluate {
  const memo = new Map<string, Answer>();

  const evaluate = (text: string): Answer => {
    const expression = pack.expressions.get(text);
    if (expression === undefined) throw new Error(`law ${pack.law.id}: expression was not loaded`);
    return answer(expression);
  };

  const answer = (expression: LawExpression): Answer => {
    switch (expression.kind) {
      case 'and':
        return allOf(expression.parts.map(answer));
      case 'or':
        return anyOf(expression.parts.map(answer));
      case 'not':
        return not(answer(expression.part));
      case 'name':
        return named(expression.name);
      case 'test':
        return tested(expression);
    }
  };

  const named = (name: string): Answer => {
    const before = memo.get(name);
    if (before !== undefined) return before;
    const result = condition(name) ?? question(name) ?? flag(name);
    memo.set(name, result);
    return result;
  };

  const condition = (name: string): Answer | undefined => {
    if (!conditions.has(name)) return undefined;
    const version = conditions.get(name);
    if (version === undefined) return plain(false);
    const inner = evaluate(version.when);
    if (inner.value === null) return inner;
    return {
      value: inner.value,
      // The conclusion first, then what it rests on.
      reasons: [inner.value ? version.holds : version.fails, ...inner.reasons],
      missing: [],
      sources: [...version.sources, ...inner.sources],
    };
  };

  const question = (name: string): Answer | undefined => {
    const asked = pack.law.questions[name];
    if (asked === undefined) return undefined;
    const key = `${pack.law.id}/${name}`;
    const given = assessments[key];
    if (given === undefined) return { ...plain(null), missing: [`assessments.${key}`] };
    const reason = `Assessed by the organisation: ${asked.ask} ${given.answer ? 'Yes' : 'No'}: ${given.reason}`;
    return { value: given.answer, reasons: [reason], missing: [], sources: asked.sources };
  };

  const flag = (name: string): Answer => {
    const value = view.values[name];
    if (typeof value === 'boolean') return plain(value);
    return { ...plain(null), missing: isLawFact(name) ? [pathOf(name)] : [name] };
  };

  const tested = (expression: LawExpression & { readonly kind: 'test' }): Answer => {
    const bindings: Record<string, CelInput> = {};
    const missing: string[] = [];
    const ranges: [string, CountRange][] = [];
    for (const name of expression.names) {
      const list = lists[name];
      const range = isLawFact(name) ? view.counts[name] : undefined;
      const value = list ?? view.values[name];
      if (range !== undefined) ranges.push([name, range]);
      else if (value !== undefined) bindings[name] = value;
      else missing.push(isLawFact(name) ? pathOf(name) : name);
    }
    if (missing.length > 0) return { ...plain(null), missing };
    // Thresholds rise or fall with a count, never both: equal answers at both bounds hold in between.
    const at = (end: 'low' | 'high'): boolean | undefined =>
      expression.test({
        ...bindings,
        ...Object.fromEntries(ranges.map(([name, range]) => [name, BigInt(range[end])])),
      });
    const low = at('low');
    const high = ranges.every(([, range]) => range.low === range.high) ? low : at('high');
    if (low === undefined || high === undefined) throw new Error(`law ${pack.law.id}: a test gave no answer`);
    return low === high ? plain(low) : { ...plain(null), missing: ranges.flatMap(([, range]) => range.missing) };
  };

  return evaluate;
}

const plain = (value: boolean | null): Answer => ({ value, reasons: [], missing: [], sources: [] });
