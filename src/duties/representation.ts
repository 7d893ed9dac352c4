import type { Representation } from '../model/duty.ts';
import { type Answer, allOf, anyOf, type Explanation } from './answer.ts';
import { type Asking, answerTo } from './evaluate.ts';
import type { FactController } from './fact-view.ts';
import { citationsOf, type LawOnDay } from './law-on-day.ts';

/** One group of people under the law, and how to ask the law about it. */
interface Asked {
  readonly applies: Answer;
  readonly asking: Asking;
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
  const { representative, pack } = law;
  if (representative === undefined) return null;
  const answer = anyOf(people.map(({ applies, asking }) => allOf([applies, answerTo(representative.needed, asking)])));
  const said: Explanation = { reasons: [], missing: [], sources: [...representative.sources] };
  answer.explain(said);
  const named = controller?.representatives.find(({ country }) => representative.words.includes(country));
  return {
    bearer,
    regime: pack.law.id,
    verdict: answer.value === null ? 'depends' : answer.value ? 'required' : 'not-required',
    named: named === undefined ? null : { name: named.name, country: named.country },
    says: representative.says,
    because: said.reasons,
    missing: said.missing,
    citations: citationsOf(law, said.sources),
  };
}
