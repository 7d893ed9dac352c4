import { type Instant, parseInstant } from '../core/instant.ts';
import type { ContentKey, Duties, Duty, DutyVerdict } from '../model/duty.ts';
import type { AffectedGroup, Facts } from '../model/facts.ts';
import type { Holidays } from '../model/holidays.ts';
import type { LawPack } from '../packs/law-pack.ts';
import { type Answer, allOf, anyOf, merge } from './answer.ts';
import { bearersOf } from './bearer.ts';
import { businessDays } from './business-day.ts';
import { reckon, type Starts } from './deadline.ts';
import { type Evaluate, evaluator } from './evaluate.ts';
import { type CountRange, type FactController, type FactView, factView, placeKey } from './fact-view.ts';
import { type DutyOnDay, type LawOnDay, lawsAt } from './law-on-day.ts';
import { openQuestions } from './open-question.ts';
import { type Route, routesOf } from './routing.ts';
import { uncoveredPeople } from './uncovered.ts';

/** One controller under one law on one day. */
interface Matter {
  readonly facts: Facts;
  readonly law: LawOnDay;
  readonly bearer: string;
  readonly role: 'controller' | 'processor';
  readonly controller: FactController | undefined;
  readonly starts: Starts;
  readonly holidays: Holidays;
  /** False while nobody has counted the people yet. */
  readonly counted: boolean;
}

/** People as every law sees them. */
interface Person {
  readonly group: AffectedGroup;
  readonly view: FactView;
}

/** People whom the law may protect, with whether it does and how to ask more about them. */
interface Member extends Person {
  readonly applies: Answer;
  readonly evaluate: Evaluate;
}

/** Whether one duty is owed on account of one group. */
interface Asked {
  readonly member: Member;
  readonly answer: Answer;
}

/**
 * Who must be told what, by whom, by when, under every law given: one duty per regime, controller and recipient, in the order of
 * laws and then controllers. The law is read as it stood on the day of awareness (of `now` when that is not known). Pure: the same facts,
 * laws and instant give the same document. Cost: laws × groups × conditions.
 *
 * `now`: used when the facts do not say `asOf`. `holidays`: asked where a law counts business days; by default unknown.
 */
export function deriveDuties(
  facts: Facts,
  packs: readonly LawPack[],
  now: Instant,
  holidays: Holidays = () => undefined,
): Duties {
  const asOf = instantOrNull(facts.asOf ?? null) ?? now;
  const read = instantOrNull(facts.awareAt) ?? asOf;
  const groups = facts.groups.filter(({ persons }) => persons > 0);
  const laws = lawsAt(packs, read);
  const matters = bearersOf(facts, groups).map(({ people, awareAt, ...bearer }) => ({
    matter: { facts, ...bearer, starts: startsOf(facts, awareAt), holidays, counted: groups.length > 0 },
    people: people.map((group): Person => {
      const view = factView(facts, bearer.controller, group);
      return { group, view };
    }),
  }));
  const duties = laws.flatMap((law) => matters.flatMap(({ matter, people }) => dutiesOf({ ...matter, law }, people)));
  return {
    case: facts.case,
    asOf,
    duties,
    uncovered: uncoveredPeople(groups, laws),
    asks: openQuestions(duties, packs),
  };
}

function startsOf(facts: Facts, awareAt: string | null): Starts {
  const told = facts.authorityInformed.map(({ at }) => instantOrNull(at)).filter((at) => at !== null);
  const aware = instantOrNull(awareAt);
  return {
    awareness: aware,
    'awareness-year-end': aware,
    occurrence: instantOrNull(facts.occurredFrom),
    determination: instantOrNull(facts.determinedAt),
    'scope-known': instantOrNull(facts.scopeKnownAt),
    assessment: instantOrNull(facts.assessedAt),
    materiality: instantOrNull(facts.materialAt),
    'individuals-informed': instantOrNull(facts.individualsInformedAt),
    'authority-informed': told.toSorted()[0] ?? null,
  };
}

function dutiesOf(matter: Matter, people: readonly Person[]): readonly Duty[] {
  const { facts, law, controller } = matter;
  const under = people.flatMap((person) => {
    const applies = appliesTo(law, person, facts);
    return applies.value === false ? [] : [{ ...person, applies }];
  });
  if (under.length === 0) return [];
  const personsUnderLaw = countRange(
    matter,
    under.map(({ group, applies: answer }) => ({ group, answer })),
  );
  const members = under.map((member): Member => {
    const view = { ...member.view, counts: { personsUnderLaw } };
    return { ...member, view, evaluate: evaluator(law, view, facts.assessments) };
  });
  return law.duties
    .filter(({ duty }) => duty.by === matter.role)
    .flatMap((each) =>
      routesOf(law.pack, each.duty.to, law.day, controller, members).map((route) => dutyOf(matter, each, route)),
    );
}

const NOT_IN_FORCE: Answer = { value: false, reasons: [], missing: [], sources: [] };

/** Places are few and laws many: what depends on the place alone is asked once. */
function appliesTo(law: LawOnDay, { view }: Person, { assessments }: Facts): Answer {
  if (law.applies === undefined) return NOT_IN_FORCE;
  if (law.byPlace === null) return evaluator(law, view, assessments)(law.applies);
  const { asked, answers } = law.byPlace;
  const place = placeKey(view, asked);
  const before = answers.get(place);
  if (before !== undefined) return before;
  const answer = evaluator(law, view, assessments)(law.applies);
  // Regions are free text: a process that lives long must not remember all of them.
  if (answers.size >= MOST_PLACES) answers.clear();
  answers.set(place, answer);
  return answer;
}

const MOST_PLACES = 10_000;

function dutyOf(matter: Matter, { duty, when, deadline, content, order, form }: DutyOnDay, route: Route<Member>): Duty {
  const { law, bearer } = matter;
  const { pack } = law;
  const asked = route.members.map(
    (member): Asked => ({ member, answer: allOf([member.applies, member.evaluate(when.group)]) }),
  );
  const somebody = anyOf(asked.map(({ answer }) => answer));
  const answer = when.overall === undefined ? somebody : allOf([somebody, overall(matter, when, asked)]);
  const found = verdictOf(answer);
  const recommended = !duty.binding && found !== 'not-required';
  const verdict = duty.binding ? found : 'not-required';
  const due = verdict !== 'not-required';

  const business = pack.law.business === undefined ? undefined : businessDays(pack.law.business, matter.holidays);
  const reckoning = deadline === undefined || !due ? undefined : reckon(deadline, matter.starts, route.zone, business);
  const waiting = reckoning?.missing ?? [];
  const undecided = asked.filter((each) => each.answer.value === null);
  const open =
    verdict === 'depends'
      ? answer
      : merge(
          null,
          undecided.map((each) => each.answer),
        );

  return {
    id: `${pack.law.id}/${bearer}/${duty.id}${route.suffix}`,
    regime: pack.law.id,
    bearer,
    recipient: route.recipient,
    verdict,
    deadline: reckoning?.deadline ?? null,
    strictDeadline: reckoning?.strictDeadline ?? null,
    arithmetic: reckoning?.arithmetic ?? (due ? 'The law sets no time.' : 'Nothing is due.'),
    because: [...new Set([...(recommended ? [RECOMMENDED] : []), ...answer.reasons, ...route.reasons])],
    missing: due ? [...new Set([...open.missing, ...route.missing, ...waiting])] : [],
    content: content === undefined ? [] : contentFor(content, asked),
    ...(content === undefined || content.forbidden.length === 0 ? {} : { forbidden: content.forbidden }),
    ...(form.words.length === 0 ? {} : { form: form.words }),
    ...(order === undefined
      ? {}
      : { order: order.steps.map((step) => ({ ...step, duty: `${pack.law.id}/${bearer}/${step.duty}` })) }),
    citations: citationsOf(pack, [when, deadline, content, answer, form, order]),
    persons: personsOf(verdict, asked),
    undecided: verdict === 'required' ? sumOf(undecided) : 0,
  };
}

const RECOMMENDED = 'The law, or its authority, recommends it without requiring it.';

const sumOf = (asked: readonly Asked[]): number => asked.reduce((sum, { member }) => sum + member.group.persons, 0);

function personsOf(verdict: DutyVerdict, asked: readonly Asked[]): number {
  switch (verdict) {
    case 'required':
      return sumOf(asked.filter(({ answer }) => answer.value === true));
    case 'depends':
      return sumOf(asked.filter(({ answer }) => answer.value !== false));
    case 'not-required':
      return sumOf(asked);
  }
}

/** What everybody is told, and what somebody concerned may have to be told besides. */
function contentFor(content: NonNullable<DutyOnDay['content']>, asked: readonly Asked[]): readonly ContentKey[] {
  const told = asked.filter(({ answer }) => answer.value !== false);
  const also = content.also.filter((each) => told.some(({ member }) => member.evaluate(each.if).value !== false));
  return [...new Set([...content.keys, ...also.flatMap(({ keys }) => keys)])];
}

function citationsOf(
  pack: LawPack,
  values: readonly ({ readonly sources: readonly string[] } | undefined)[],
): Duty['citations'] {
  return [...new Set(values.flatMap((value) => value?.sources ?? []))].flatMap((id) => {
    const source = pack.law.sources[id];
    return source === undefined ? [] : [{ text: source.text, url: source.url, confidence: source.confidence }];
  });
}

/** The threshold over the people concerned; asked with the first member's view, as it may not name anything about one group. */
function overall(matter: Matter, when: DutyOnDay['when'], asked: readonly Asked[]): Answer {
  const { facts, law } = matter;
  const [first] = asked;
  if (when.overall === undefined || first === undefined) throw new Error('a threshold needs people to count');
  const personsConcerned = countRange(
    matter,
    asked.map(({ member, answer }) => ({ group: member.group, answer })),
  );
  const view: FactView = { ...first.member.view, counts: { ...first.member.view.counts, personsConcerned } };
  const answer = evaluator(law, view, facts.assessments)(when.overall);
  const said = answer.value === null ? undefined : answer.value ? when.holds : when.fails;
  return said === undefined ? answer : { ...answer, reasons: [said, ...answer.reasons] };
}

function countRange(
  { counted }: Matter,
  asked: readonly { readonly group: AffectedGroup; readonly answer: Answer }[],
): CountRange {
  if (!counted) return { low: 0, high: Number.MAX_SAFE_INTEGER, missing: ['groups.persons'] };
  let low = 0;
  let high = 0;
  const missing = new Set<string>();
  for (const { group, answer } of asked) {
    if (answer.value === true) low += group.persons;
    if (answer.value !== false) high += group.persons;
    if (answer.value === null) for (const path of answer.missing) missing.add(path);
  }
  return { low, high, missing: [...missing] };
}

function verdictOf({ value }: Answer): DutyVerdict {
  if (value === null) return 'depends';
  return value ? 'required' : 'not-required';
}

/** Facts were parsed at the edge with an offset; here they become UTC. */
const instantOrNull = (text: string | null): Instant | null => (text === null ? null : parseInstant(text));
