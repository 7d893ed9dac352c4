import type { Duty, Representation } from '../model/duty.ts';
import { type Answer, allOf, anyOf } from './answer.ts';
import type { FactController } from './fact-view.ts';
import type { LawOnDay } from './law-on-day.ts';

/** One group of people under the law, and how to ask the law about it. */
interface Asked {
  readonly applies: Answer;
  evaluate(text: string): Answer;
}

/**
 * Whether a law asks this controller for a representative on account of these people, and which of those it names is
 * established where the law wants one; null where the law knows none. It decides nothing about who is told: the controller owes that.
 */
export function representationOf(
  law: LawOnDay,
  bearer: string,
  controller: FactController | undefined,
  people: readonly Asked[],
): Representation | null {
  const { representative, answers, citations, pack } = law;
  if (representative === undefined) return null;
  const { merge } = answers;
  const answer = anyOf(
    people.map(({ applies, evaluate }) => allOf([applies, evaluate(representative.group)], merge)),
    merge,
  );
  const named = controller?.representatives.find(({ country }) => representative.words.includes(country));
  const ids = new Set([...representative.sources, ...answer.sources]);
  return {
    bearer,
    regime: pack.law.id,
    verdict: answer.value === null ? 'depends' : answer.value ? 'required' : 'not-required',
    named: named === undefined ? null : { name: named.name, country: named.country },
    says: representative.says,
    because: answer.reasons,
    missing: answer.value === null ? [...new Set(answer.missing)] : [],
    citations: [...ids].flatMap((id): Duty['citations'] => {
      const citation = citations.get(id);
      return citation === undefined ? [] : [citation];
    }),
  };
}
