import { type Instant, parseInstant } from '../core/instant.ts';
import type { ContentKey, Duties, Duty, DutyVerdict, Representation } from '../model/duty.ts';
import type { AffectedGroup, Facts } from '../model/facts.ts';
import type { Holidays } from '../model/holidays.ts';
import type { LawPack } from '../packs/law-pack.ts';
import { type Answer, allOf, anyOf } from './answer.ts';
import { bearersOf } from './bearer.ts';
import { businessDays } from './business-day.ts';
import { reckon, type Starts } from './deadline.ts';
import type { Evaluate } from './evaluate.ts';
import { type CountRange, type FactController, type FactView, factView } from './fact-view.ts';
import { type LawBook, lawBook } from './law-book.ts';
import type { DutyOnDay, LawOnDay, Said } from './law-on-day.ts';
import { openQuestions } from './open-question.ts';
import { representationOf } from './representation.ts';
import { type Route, routesOf } from './routing.ts';
import { uncoveredPeople } from './uncovered.ts';

/** One controller under one law on one day. */
interface Matter {
  readonly facts: Facts;
  readonly law: LawOnDay;
  /** `<law>/<bearer>/`: how the ids of its duties begin. */
  readonly prefix: string;
  readonly bearer: string;
  readonly role: 'controller' | 'processor';
  readonly controller: FactController | undefined;
  readonly starts: Starts;
  readonly holidays: Holidays;
  /** False while nobody has counted the people yet. */
  readonly counted: boolean;
}

/** People whom a law protects or may protect. */
interface Person {
  readonly group: AffectedGroup;
  readonly view: FactView;
  readonly applies: Answer;
}

interface Member extends Person {
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
  const book = lawBook(packs, read);
  const matters = bearersOf(facts, groups).map(({ people, awareAt, ...bearer }) => ({
    matter: { facts, ...bearer, starts: startsOf(facts, awareAt), holidays, counted: groups.length > 0 },
    under: peopleByLaw(book, facts, bearer.controller, people),
  }));
  const reached = [...new Set(matters.flatMap(({ under }) => [...under.keys()]))].sort((a, b) => a - b);
  const duties: Duty[] = [];
  const representatives: Representation[] = [];
  for (const index of reached) {
    for (const { matter, under } of matters) {
      const people = under.get(index);
      const law = book.laws[index];
      if (people === undefined || law === undefined) continue;
      dutiesOf({ ...matter, law, prefix: `${law.pack.law.id}/${matter.bearer}/` }, people, duties, representatives);
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

/** The people whom each law reaches, by the law's place in the book. */
function peopleByLaw(
  book: LawBook,
  facts: Facts,
  controller: FactController | undefined,
  people: readonly AffectedGroup[],
): ReadonlyMap<number, readonly Person[]> {
  const under = new Map<number, Person[]>();
  for (const group of people) {
    const view = factView(facts, controller, group);
    for (const { index, applies } of book.reachOf(view, facts.assessments)) {
      const persons = under.get(index);
      if (persons === undefined) under.set(index, [{ group, view, applies }]);
      else persons.push({ group, view, applies });
    }
  }
  return under;
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

function dutiesOf(matter: Matter, under: readonly Person[], duties: Duty[], representatives: Representation[]): void {
  const { facts, law, controller } = matter;
  const personsUnderLaw = countRange(matter, under.map(withApplies));
  const members = under.map(({ group, view: seen, applies }): Member => {
    const view: FactView = { values: seen.values, tests: seen.tests, counts: { personsUnderLaw } };
    return { group, view, applies, evaluate: law.evaluator.of(view, facts.assessments) };
  });
  const represented = matter.role === 'processor' ? null : representationOf(law, matter.bearer, controller, members);
  if (represented !== null && (represented.verdict !== 'not-required' || represented.named !== null))
    representatives.push(represented);
  for (const each of law.duties) {
    if (each.duty.by !== matter.role) continue;
    for (const route of routesOf(law, each.duty.to, controller, members)) duties.push(dutyOf(matter, each, route));
  }
}

const withApplies = ({ group, applies }: Person): { readonly group: AffectedGroup; readonly answer: Answer } => ({
  group,
  answer: applies,
});

function dutyOf(matter: Matter, each: DutyOnDay, route: Route<Member>): Duty {
  const { duty, when, deadline, content } = each;
  const { law, bearer } = matter;
  const { pack } = law;
  const { merge } = law.answers;
  const asked = route.members.map(
    (member): Asked => ({ member, answer: allOf([member.applies, member.evaluate(when.group)], merge) }),
  );
  const somebody = anyOf(
    asked.map(({ answer }) => answer),
    merge,
  );
  const answer = when.overall === undefined ? somebody : allOf([somebody, overall(matter, each, asked)], merge);
  const found = verdictOf(answer);
  const verdict = duty.binding ? found : 'not-required';
  const due = verdict !== 'not-required';
  const said = saidOf(law, each, answer, route.reasons);

  const business =
    !due || pack.law.business === undefined ? undefined : businessDays(pack.law.business, matter.holidays);
  const reckoning = deadline === undefined || !due ? undefined : reckon(deadline, matter.starts, route.zone, business);

  return {
    id: `${matter.prefix}${duty.id}${route.suffix}`,
    regime: pack.law.id,
    bearer,
    recipient: route.recipient,
    verdict,
    deadline: reckoning?.deadline ?? null,
    strictDeadline: reckoning?.strictDeadline ?? null,
    arithmetic: reckoning?.arithmetic ?? (due ? 'The law sets no time.' : 'Nothing is due.'),
    because: said.because,
    missing: due ? missingOf(verdict, answer, asked, [...route.missing, ...(reckoning?.missing ?? [])]) : NOTHING,
    content: content === undefined ? NOTHING : contentFor(content, asked),
    ...rulesOf(each, matter.prefix),
    citations: said.citations,
    persons: personsOf(verdict, asked),
    undecided: verdict === 'required' ? sumOf(asked.filter(isOpen)) : 0,
  };
}

/** What the law says of the duty's manner, whatever the answer. */
const rulesOf = ({ rules, order }: DutyOnDay, prefix: string): DutyOnDay['rules'] =>
  order === undefined
    ? rules
    : { ...rules, order: order.steps.map((step) => ({ ...step, duty: `${prefix}${step.duty}` })) };

const NOTHING: readonly never[] = Object.freeze([]);

const isOpen = ({ answer }: Asked): boolean => answer.value === null;

/** What would settle the answer, or where it is settled, those for whom it is not. */
function missingOf(
  verdict: DutyVerdict,
  answer: Answer,
  asked: readonly Asked[],
  besides: readonly string[],
): readonly string[] {
  const open = verdict === 'depends' ? [answer] : asked.filter(isOpen).map((each) => each.answer);
  return [...new Set([...open.flatMap(({ missing }) => missing), ...besides])];
}

/** Reasons and citations; made once for each shared answer. `why`: why this recipient, sentences of the law. */
function saidOf(law: LawOnDay, each: DutyOnDay, answer: Answer, why: readonly string[]): Said {
  if (answer.shared === undefined || why.length > 1) return sayAnew(law, each, answer, why);
  const [chosen = ''] = why;
  let known = each.said.get(chosen);
  if (known === undefined) {
    known = new Map();
    each.said.set(chosen, known);
  }
  const before = known.get(answer);
  if (before !== undefined) return before;
  // An answer that is no longer shared out is not asked for again.
  if (known.size >= MOST_SAID) known.clear();
  const said = sayAnew(law, each, answer, why);
  known.set(answer, said);
  return said;
}

const MOST_SAID = 5_000;

function sayAnew(law: LawOnDay, each: DutyOnDay, answer: Answer, why: readonly string[]): Said {
  const { duty, when, deadline, content, form, order } = each;
  const recommended = !duty.binding && answer.value !== false;
  return {
    because: Object.freeze([...new Set([...(recommended ? [RECOMMENDED] : []), ...answer.reasons, ...why])]),
    citations: Object.freeze(citationsOf(law, [when, deadline, content, answer, form, order])),
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
  if (content.also.length === 0) return content.keys;
  const told = asked.filter(({ answer }) => answer.value !== false);
  const also = content.also.filter((each) => told.some(({ member }) => member.evaluate(each.if).value !== false));
  return [...new Set([...content.keys, ...also.flatMap(({ keys }) => keys)])];
}

function citationsOf(
  law: LawOnDay,
  values: readonly ({ readonly sources: readonly string[] } | undefined)[],
): Duty['citations'] {
  const ids = new Set<string>();
  for (const value of values) for (const id of value?.sources ?? []) ids.add(id);
  return [...ids].flatMap((id) => law.citations.get(id) ?? []);
}

/** The threshold over the people concerned; asked with the first member's view, as it may not name anything about one group. */
function overall(matter: Matter, { when, count }: DutyOnDay, asked: readonly Asked[]): Answer {
  const { facts, law } = matter;
  const [first] = asked;
  if (when.overall === undefined || first === undefined) throw new Error('a threshold needs people to count');
  const personsConcerned = countRange(
    matter,
    asked.map(({ member, answer }) => ({ group: member.group, answer })),
  );
  const view: FactView = { ...first.member.view, counts: { ...first.member.view.counts, personsConcerned } };
  const answer = law.evaluator.of(view, facts.assessments)(when.overall);
  const said = answer.value === true ? count.holds : count.fails;
  return said === '' ? answer : count.conclude(answer);
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
