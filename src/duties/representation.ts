import type { Representation } from '../model/duty.ts';
import { addNew, anyOf, explainsAny, explanationOf, type Saying } from './answer.ts';
import type { Asking } from './evaluate.ts';
import type { FactController } from './fact-view.ts';
import type { LawOnDay } from './law-on-day.ts';
import { citationsOf } from './wording.ts';

/** One group of people under the law, and how to ask the law about it. */
interface Asked {
  readonly asking: Asking;
}

/**
 * Whether a law asks this controller or processor for a representative on account of these people, and which of those it names is
 * established where the law wants one; null where the law asks none of its kind for one. It decides nothing about who is told: the controller owes that.
 */
export function representationOf(
  law: LawOnDay,
  bearer: string,
  { role, controller }: { readonly role: 'controller' | 'processor'; readonly controller: FactController | undefined },
  people: readonly Asked[],
): Representation | null {
  const { representative, pack } = law;
  if (representative === undefined || !representative.bearers.includes(role)) return null;
  const { needed } = representative;
  const asked = people.map(({ asking }) => ({ asking, answer: needed.value(asking) }));
  const answer = anyOf(asked);
  const said: Saying[] = [];
  for (const one of asked) if (explainsAny(one.answer, answer)) needed.explain(one.asking, said);
  const { reasons, missing, sources: behind } = explanationOf(said);
  const sources = [...representative.sources];
  addNew(sources, behind);
  const named = controller?.representatives.find(({ country }) => representative.words.includes(country));
  return {
    bearer,
    regime: pack.law.id,
    verdict: answer === null ? 'depends' : answer ? 'required' : 'not-required',
    named: named === undefined ? null : { name: named.name, country: named.country },
    says: representative.says,
    because: reasons,
    missing,
    citations: citationsOf(law.citations, sources),
  };
}
