import { type Instant, parseInstant } from '../core/instant.ts';
import type { LawPack, LawPackCase } from '../packs/law-pack.ts';
import { localDay } from './deadline.ts';
import { factView } from './fact-view.ts';
import { lawBook } from './law-book.ts';
import type { LawCaseFailure } from './law-case-failure.ts';
import { versionOn } from './law-version.ts';

/**
 * What no case of a pack touches: a set of elements that no case exposes, or one that every case does; a version of what a duty
 * asks, of its deadline or its content that is in force in no case. Such a value could be wrong unseen.
 */
export function uncoveredValues(pack: LawPack): readonly LawCaseFailure[] {
  const read = pack.cases.map((each) => ({ each, at: dayOf(each) }));
  const failure = (name: string, expected: string, found: string): LawCaseFailure => ({
    pack: pack.law.id,
    case: `cases of ${name}`,
    expected,
    found,
  });
  const sets = [...pack.law.sets].flatMap((name) => {
    const answers = new Set(read.flatMap(({ each, at }) => answersOf(pack, name, each, at)));
    return [true, false]
      .filter((value) => !answers.has(value))
      .map((value) => failure(name, value ? 'one that exposes it' : 'one that does not', 'none'));
  });
  const days = read.map(({ at }) => localDay(at, pack.law.zone));
  const versions = pack.law.duties.flatMap((duty) =>
    (['when', 'deadline', 'content'] as const).flatMap((part) => {
      const values: readonly { readonly from: string; readonly to?: string | undefined }[] = duty[part];
      return values
        .filter((value) => !days.some((day) => versionOn(values, day) === value))
        .map(({ from }) => failure(`${duty.id}.${part} since ${from}`, 'one in its time', 'none'));
    }),
  );
  return [...sets, ...versions];
}

// As for the cases themselves: what says neither day is read under the law of this one.
const DEFAULT_DAY = parseInstant('2026-06-01') as Instant;

const dayOf = ({ facts }: LawPackCase): Instant => parseInstant(facts.awareAt ?? facts.asOf ?? '') ?? DEFAULT_DAY;

function answersOf(pack: LawPack, name: string, { facts }: LawPackCase, at: Instant): readonly (boolean | null)[] {
  const [law] = lawBook([pack], at).laws;
  const when = law?.conditions.get(name)?.when;
  return facts.groups.map((group) =>
    law === undefined || when === undefined
      ? false
      : law.evaluator.of(factView(facts, undefined, group), facts.assessments)(when).value,
  );
}
