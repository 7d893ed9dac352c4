import { type Instant, parseInstant } from '../core/instant.ts';
import type { ContentKey, Duties, Duty, DutyVerdict, Representation } from '../model/duty.ts';
import type { AffectedGroup, Facts } from '../model/facts.ts';
import type { Holidays } from '../model/holidays.ts';
import type { LawPack } from '../packs/law-pack.ts';
import { type Answer, addNew, allOf, anyOf, type Explanation, explained } from './answer.ts';
import { bearersOf } from './bearer.ts';
import { businessDays } from './business-day.ts';
import { reckon, type Starts } from './deadline.ts';
import { type Ask, type Asking, answerTo, askingOf } from './evaluate.ts';
import { type CountRange, counting, type FactController, factView } from './fact-view.ts';
import { type LawBook, lawBook } from './law-book.ts';
import { citationsOf, type DutyOnDay, type LawOnDay } from './law-on-day.ts';
import { openQuestions } from './open-question.ts';
import { representationOf } from './representation.ts';
import { type Route, routesOf } from './routing.ts';
import { uncoveredPeople } from './uncovered.ts';

/** Whoever may owe something, and what is the same for all its duties. */
interface Matter {
  readonly facts: Facts;
  readonly bearer: string;
  readonly role: 'controller' | 'processor';
  readonly controller: FactController | undefined;
  /** Those whom each law may reach, by the law's place in the book. */
  readonly people: ReadonlyMap<number, readonly Person[]>;
  readonly starts: Starts;
  readonly holidays: Holidays;
  /** False while nobody has counted the people yet. */
  readonly counted: boolean;
}

/** One group of the bearer's people, as laws are asked about it. */
interface Person {
  readonly group: AffectedGroup;
  readonly asking: Asking;
}

/** One whom a law protects or may protect, as that law is asked about it. */
interface Member extends Person {
  readonly applies: Answer;
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
  const book = lawBook(packs, read);
  const starts = startsOf(facts);
  const matters = bearersOf(facts, groups).map(
    ({ awareAt, people, ...bearer }): Matter => ({
      ...bearer,
      facts,
      people: peopleByLaw(facts, book, bearer.controller, people),
      starts: awareOn(starts, awareAt),
      holidays,
      counted: groups.length > 0,
    }),
  );
  const duties: Duty[] = [];
  const representatives: Representation[] = [];
  const reached = new Set(matters.flatMap(({ people }) => [...people.keys()]));
  for (const index of [...reached].sort((a, b) => a - b)) {
    for (const matter of matters) {
      const [law, people] = [book.laws[index], matter.people.get(index)];
      if (law !== undefined && people !== undefined) dutiesOf(matter, law, people, duties, representatives);
    }
  }
  return {
    case: facts.case,
    asOf,
    duties,
    uncovered: uncoveredPeople(groups, book),
    asks: openQuestions(duties, packs),
    ...(representatives.length === 0 ? {} : { representatives }),
  };
}

function peopleByLaw(
  facts: Facts,
  { candidates }: LawBook,
  controller: FactController | undefined,
  people: readonly AffectedGroup[],
): Matter['people'] {
  const byLaw = new Map<number, Person[]>();
  for (const group of people) {
    const view = factView(facts, controller, group);
    const person = { group, asking: askingOf(view, facts.assessments) };
    for (const index of candidates(view.values)) {
      const others = byLaw.get(index);
      if (others === undefined) byLaw.set(index, [person]);
      else others.push(person);
    }
  }
  return byLaw;
}

function startsOf(facts: Facts): Starts {
  const told = facts.authorityInformed.map(({ at }) => instantOrNull(at)).filter((at) => at !== null);
  const aware = instantOrNull(facts.awareAt);
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

/** A processor may have become aware at another time. */
function awareOn(starts: Starts, awareAt: string | null): Starts {
  const aware = instantOrNull(awareAt);
  return { ...starts, awareness: aware, 'awareness-year-end': aware };
}

function dutiesOf(
  matter: Matter,
  law: LawOnDay,
  people: readonly Person[],
  duties: Duty[],
  representatives: Representation[],
): void {
  const { facts, controller, role } = matter;
  const { applies } = law;
  if (applies === undefined) return;
  const under = people.filter(({ asking }) => applies.value(asking) !== false);
  if (under.length === 0) return;
  const reached = under.map(({ group, asking }) => ({ group, answer: answerTo(applies, asking) }));
  const personsUnderLaw = countRange(matter, reached);
  const members = under.map(({ group, asking }): Member => {
    const counted = askingOf(counting(asking.view, { personsUnderLaw }), facts.assessments);
    return { group, asking: counted, applies: answerTo(applies, counted) };
  });
  const represented = role === 'processor' ? null : representationOf(law, matter.bearer, controller, members);
  if (represented !== null && (represented.verdict !== 'not-required' || represented.named !== null))
    representatives.push(represented);
  for (const each of law.duties) {
    if (each.duty.by !== role) continue;
    for (const route of routesOf(law, each.duty.to, controller, members)) {
      duties.push(dutyOf(matter, law, each, route));
    }
  }
}

function dutyOf(matter: Matter, law: LawOnDay, each: DutyOnDay, route: Route<Member>): Duty {
  const { duty, deadline } = each;
  const { pack } = law;
  const asked = route.members.map(
    (member): Asked => ({ member, answer: allOf([member.applies, answerTo(each.group, member.asking)]) }),
  );
  const somebody = anyOf(asked.map(({ answer }) => answer));
  const answer = each.overall === undefined ? somebody : allOf([somebody, overall(matter, each.overall, asked)]);
  const found = verdictOf(answer);
  const verdict = duty.binding ? found : 'not-required';
  const due = verdict !== 'not-required';
  const said: Explanation = {
    reasons: duty.binding || answer.value === false ? [] : [RECOMMENDED],
    missing: [],
    sources: [...each.cited.first],
  };
  answer.explain(said);
  addNew(said.reasons, route.reasons);
  addNew(said.sources, each.cited.last);

  const business =
    !due || pack.law.business === undefined ? undefined : businessDays(pack.law.business, matter.holidays);
  const reckoning = deadline === undefined || !due ? undefined : reckon(deadline, matter.starts, route.zone, business);
  const prefix = `${pack.law.id}/${matter.bearer}/`;

  // Written member by member: a literal with spread parts costs four times as much, and there are forty duties in a document.
  const written: { -readonly [Key in keyof Duty]?: Duty[Key] } = {
    id: `${prefix}${duty.id}${route.suffix}`,
    regime: pack.law.id,
    bearer: matter.bearer,
    recipient: route.recipient,
    verdict,
    deadline: reckoning?.deadline ?? null,
    strictDeadline: reckoning?.strictDeadline ?? null,
    arithmetic: reckoning?.arithmetic ?? (due ? 'The law sets no time.' : 'Nothing is due.'),
    because: said.reasons,
    missing: due ? missingOf(verdict, said, asked, [...route.missing, ...(reckoning?.missing ?? [])]) : NOTHING,
    content: contentFor(each, asked),
  };
  const { forbidden, form } = each.rules;
  if (forbidden !== undefined) written.forbidden = forbidden;
  if (form !== undefined) written.form = form;
  if (each.order !== undefined) {
    written.order = each.order.steps.map((step) => ({ ...step, duty: `${prefix}${step.duty}` }));
  }
  written.citations = citationsOf(law, said.sources);
  written.persons = personsOf(verdict, asked);
  written.undecided = verdict === 'required' ? sumOf(asked.filter(isOpen)) : 0;
  return written as Duty;
}

const NOTHING: readonly never[] = [];

const isOpen = ({ answer }: Asked): boolean => answer.value === null;

/** What would settle the answer, or where it is settled, those for whom it is not. */
function missingOf(
  verdict: DutyVerdict,
  said: Explanation,
  asked: readonly Asked[],
  besides: readonly string[],
): readonly string[] {
  const missing = [...said.missing];
  if (verdict === 'required') {
    for (const { answer } of asked.filter(isOpen)) addNew(missing, explained(answer).missing);
  }
  addNew(missing, besides);
  return missing;
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
function contentFor({ content, also }: DutyOnDay, asked: readonly Asked[]): readonly ContentKey[] {
  if (also.length === 0) return content;
  const told = asked.filter(({ answer }) => answer.value !== false);
  const more = also.filter((each) => told.some(({ member }) => each.if.value(member.asking) !== false));
  return [...new Set([...content, ...more.flatMap(({ keys }) => keys)])];
}

/** The threshold over the people concerned; asked with the first member's view, as it may not name anything about one group. */
function overall(matter: Matter, threshold: Ask, asked: readonly Asked[]): Answer {
  const [first] = asked;
  if (first === undefined) throw new Error('a threshold needs people to count');
  const personsConcerned = countRange(
    matter,
    asked.map(({ member, answer }) => ({ group: member.group, answer })),
  );
  const { view, assessments } = first.member.asking;
  return answerTo(threshold, askingOf(counting(view, { personsConcerned }), assessments));
}

function countRange(
  { counted }: Matter,
  asked: readonly { readonly group: AffectedGroup; readonly answer: Answer }[],
): CountRange {
  if (!counted) return { low: 0, high: Number.MAX_SAFE_INTEGER, missing: ['groups.persons'] };
  let low = 0;
  let high = 0;
  const missing: string[] = [];
  for (const { group, answer } of asked) {
    if (answer.value === true) low += group.persons;
    if (answer.value !== false) high += group.persons;
    if (answer.value === null) addNew(missing, explained(answer).missing);
  }
  return { low, high, missing };
}

function verdictOf({ value }: Answer): DutyVerdict {
  if (value === null) return 'depends';
  return value ? 'required' : 'not-required';
}

/** Facts were parsed at the edge with an offset; here they become UTC. */
const instantOrNull = (text: string | null): Instant | null => (text === null ? null : parseInstant(text));
