import { type Instant, parseInstant } from '../core/instant.ts';
import { namesIn, parseLawExpression } from '../packs/law-expression.ts';
import type { LawPack, LawPackCase } from '../packs/law-pack.ts';
import type { LawText } from '../packs/law-text.ts';
import { bearersOf } from './bearer.ts';
import { localDay } from './deadline.ts';
import { askingOf } from './evaluate.ts';
import { counting, factView } from './fact-view.ts';
import { lawBook } from './law-book.ts';
import type { LawCaseFailure } from './law-case-failure.ts';
import { versionOn } from './law-version.ts';

/**
 * What no case of a pack touches: a condition that is true in no case, or false in none; a version of a condition, of what a duty
 * asks, of its deadline or its content that is in force in no case. Such a value could be wrong unseen. A condition that says `true`, and
 * one that nothing asks, needs no case.
 */
export function uncoveredValues(pack: LawPack): readonly LawCaseFailure[] {
  const { law } = pack;
  const failure = (name: string, expected: string, found: string): LawCaseFailure => ({
    pack: law.id,
    case: `cases of ${name}`,
    expected,
    found,
  });
  const names = askedConditions(law);
  const answers = new Map(names.map((name) => [name, new Set<boolean | null>()]));
  for (const lawCase of pack.cases) gather(pack, lawCase, answers);
  const conditions = [...answers].flatMap(([name, found]) =>
    [true, false]
      .filter((value) => !found.has(value))
      .map((value) =>
        failure(
          name,
          law.sets.has(name)
            ? value
              ? 'one that exposes it'
              : 'one that does not'
            : `one in which it ${value ? 'holds' : 'fails'} (${saidOf(law, name, value)})`,
          'none',
        ),
      ),
  );

  const days = pack.cases.map((each) => localDay(dayOf(each), law.zone));
  const untouched = (name: string, values: readonly { readonly from: string; readonly to?: string | undefined }[]) =>
    values
      .filter((value) => !days.some((day) => versionOn(values, day) === value))
      .map(({ from }) => failure(`${name} since ${from}`, 'one in its time', 'none'));
  const versions = [
    ...untouched('representative', law.representative ?? []),
    ...law.duties.flatMap((duty) =>
      (['when', 'deadline', 'content'] as const).flatMap((part) => untouched(`${duty.id}.${part}`, duty[part])),
    ),
    ...names.flatMap((name) => untouched(name, law.conditions[name] ?? [])),
  ];
  return [...conditions, ...versions];
}

/** Conditions that a duty or the law's reach rests on, except those that always hold. */
function askedConditions(law: LawText): readonly string[] {
  const asked = new Set<string>();
  const queue = [
    ...law.applies.map(({ when }) => when),
    ...(law.representative ?? []).map(({ group }) => group),
    ...law.duties.flatMap(({ when, content }) => [
      ...when.flatMap(({ group, overall }) => [group, ...(overall === undefined ? [] : [overall])]),
      ...content.flatMap(({ also }) => also.map((each) => each.if)),
    ]),
  ];
  for (let text = queue.pop(); text !== undefined; text = queue.pop()) {
    const expression = parseLawExpression(text);
    for (const name of expression.ok ? namesIn(expression.value) : []) {
      const versions = law.conditions[name];
      if (versions === undefined || asked.has(name)) continue;
      asked.add(name);
      queue.push(...versions.map(({ when }) => when));
    }
  }
  return Object.keys(law.conditions).filter(
    (name) => asked.has(name) && law.conditions[name]?.some(({ when }) => when !== 'true') === true,
  );
}

const saidOf = (law: LawText, name: string, value: boolean): string => {
  const version = law.conditions[name]?.at(-1);
  return (value ? version?.holds : version?.fails) ?? '';
};

// As for the cases themselves: what says neither day is read under the law of this one.
const DEFAULT_DAY = parseInstant('2026-06-01') as Instant;

const dayOf = ({ facts }: LawPackCase): Instant => parseInstant(facts.awareAt ?? facts.asOf ?? '') ?? DEFAULT_DAY;

/** What a case's groups of people answer, under each who may owe something for them. */
function gather(pack: LawPack, lawCase: LawPackCase, answers: ReadonlyMap<string, Set<boolean | null>>): void {
  const { facts } = lawCase;
  const [law] = lawBook([pack], dayOf(lawCase)).laws;
  const groups = facts.groups.filter(({ persons }) => persons > 0);
  if (law === undefined) return;
  for (const { controller, people } of bearersOf(facts, groups)) {
    const views = people.map((group) => ({ group, view: factView(facts, controller, group) }));
    const under = views.filter(
      ({ view }) => law.applies !== undefined && law.applies.ask.value(askingOf(view, facts.assessments)) !== false,
    );
    const persons = under.reduce((sum, { group }) => sum + group.persons, 0);
    const counts = { personsUnderLaw: { low: persons, high: persons, missing: [] } };
    for (const { view } of views) {
      const asking = askingOf(counting(view, counts), facts.assessments);
      for (const [name, found] of answers) {
        const version = law.conditions.get(name);
        // Before a condition's first version it is false, as every "not yet" is.
        found.add(version === undefined ? false : law.ask([version.when]).value(asking));
      }
    }
  }
}
