import type { Duty, OpenQuestion } from '../model/duty.ts';
import type { LawPack } from '../packs/law-pack.ts';
import { questionOf } from './fact-question.ts';

/** Where one missing fact stands in the way. */
interface Found {
  readonly duties: string[];
  /** Duties that are open because of it, and the most people that one of them concerns. */
  open: number;
  persons: number;
}

/**
 * The facts that would change an answer, those first that stand between most duties and theirs, then those that concern most
 * people. The first three are what to ask now.
 */
export function openQuestions(duties: readonly Duty[], packs: readonly LawPack[]): readonly OpenQuestion[] {
  const found = new Map<string, Found>();
  for (const duty of duties) {
    for (const fact of duty.missing) {
      let entry = found.get(fact);
      if (entry === undefined) {
        entry = { duties: [], open: 0, persons: 0 };
        found.set(fact, entry);
      }
      entry.duties.push(duty.id);
      if (duty.verdict !== 'depends') continue;
      entry.open += 1;
      entry.persons = Math.max(entry.persons, duty.persons);
    }
  }
  return [...found]
    .sort(
      ([a, x], [b, y]) =>
        y.open - x.open || y.persons - x.persons || y.duties.length - x.duties.length || (a < b ? -1 : 1),
    )
    .map(([fact, entry]) => ({ fact, ask: questionOf(fact, packs), duties: entry.duties }));
}
