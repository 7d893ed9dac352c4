import type { Duty, OpenQuestion } from '../model/duty.ts';
import type { LawPack } from '../packs/law-pack.ts';
import { questionOf } from './fact-question.ts';

/**
 * The facts that would change an answer, those first that stand between most duties and theirs, then those that concern most
 * people. The first three are what to ask now.
 */
export function openQuestions(duties: readonly Duty[], packs: readonly LawPack[]): readonly OpenQuestion[] {
  const laws = new Map(packs.map(({ law }) => [law.id, law.questions]));
  const found = new Map<string, { readonly duties: Duty[]; readonly open: Duty[] }>();
  for (const duty of duties) {
    for (const fact of duty.missing) {
      const entry = found.get(fact) ?? { duties: [], open: [] };
      entry.duties.push(duty);
      if (duty.verdict === 'depends') entry.open.push(duty);
      found.set(fact, entry);
    }
  }
  const persons = (list: readonly Duty[]): number => Math.max(0, ...list.map((duty) => duty.persons));
  return [...found]
    .sort(
      ([a, x], [b, y]) =>
        y.open.length - x.open.length ||
        persons(y.open) - persons(x.open) ||
        y.duties.length - x.duties.length ||
        (a < b ? -1 : 1),
    )
    .map(([fact, entry]) => ({ fact, ask: questionOf(fact, laws), duties: entry.duties.map(({ id }) => id) }));
}
