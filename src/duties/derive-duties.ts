import { type Instant, parseInstant } from '../core/instant.ts';
import type { ContentKey, Duties, Duty, DutyVerdict, Representation } from '../model/duty.ts';
import type { AffectedGroup, Facts } from '../model/facts.ts';
import type { Holidays } from '../model/holidays.ts';
import type { LawPack } from '../packs/law-pack.ts';
import type { LawDeadline } from '../packs/law-text.ts';
import { type Answer, addNew, anyOf, bothOf, explainsAny, explainsBoth, explanationOf, type Saying } from './answer.ts';
import { bearersOf } from './bearer.ts';
import { businessDays } from './business-day.ts';
import { type Reckoning, reckon, type Starts } from './deadline.ts';
import { type Ask, type Asking, askingOf } from './evaluate.ts';
import { type CountRange, counting, type FactController, factView } from './fact-view.ts';
import { type LawBook, lawBook } from './law-book.ts';
import type { DutyOnDay, LawOnDay } from './law-on-day.ts';
import { openQuestions } from './open-question.ts';
import { placed } from './place.ts';
import { representationOf } from './representation.ts';
import { type Addressee, routesOf } from './routing.ts';
import { firstTold, markTold } from './told.ts';
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
  /** Counted from when its processor was aware, where its own awareness is not given. */
  readonly strictStarts: Starts | null;
  readonly hasOwnAwareness: boolean;
  readonly holidays: Holidays;
  /** False while nobody has counted the people yet. */
  readonly isCounted: boolean;
}

/** One group of the bearer's people, as laws are asked about it. */
interface Person {
  readonly group: AffectedGroup;
  readonly asking: Asking;
}

/** One whom a law protects or may protect, with what it says to each of its duties, null where another bears it. */
interface Member extends Person {
  readonly asked: readonly (Asked | null)[];
}

/** Whether something holds for one group, and why: nearly every answer is shown, so that it is explained at once. */
interface Asked extends Person {
  readonly answer: Answer;
  readonly said: readonly Saying[];
}

/**
 * Who must be told what, by whom, by when, under every law given: one duty per regime, controller and recipient, in the order of
 * laws and then controllers. The law is read as it stood on the day of awareness (of `now` when that is not known). Pure: the same facts,
 * laws and instant give the same document. Cost: laws × groups × conditions.
 *
 * `now`: used when the facts do not say `asOf`. `holidays`: asked where a law counts business days; by default unknown.
 */
export function deriveDuties(
  given: Facts,
  packs: readonly LawPack[],
  now: Instant,
  holidays: Holidays = () => undefined,
): Duties {
  const facts = placed(given);
  const asOf = instantOrNull(facts.asOf ?? null) ?? now;
  const read = instantOrNull(facts.awareAt) ?? asOf;
  const groups = facts.groups.filter(({ persons }) => persons > 0);
  const book = lawBook(packs, read);
  const starts = startsOf(facts);
  const matters = bearersOf(facts, groups).map(
    ({ bearer, role, controller, awareAt, strictAwareAt, people }): Matter => ({
      facts,
      bearer,
      role,
      controller,
      people: peopleByLaw(facts, book, controller, people),
      starts: awareAt === facts.awareAt ? starts : awareOn(starts, awareAt),
      strictStarts: strictAwareAt === null ? null : awareOn(starts, strictAwareAt),
      hasOwnAwareness: awareAt !== facts.awareAt,
      holidays,
      isCounted: groups.length > 0,
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
    duties: markTold(duties, facts),
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
    // Which authority matters is for each deadline to say.
    'authority-informed': null,
  };
}

/** Who is told by another becomes aware at another time. */
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
  const { controller, role } = matter;
  const { applies } = law;
  if (applies === undefined) return;
  const under = people.filter(({ asking }) => applies.ask.value(asking) !== false);
  if (under.length === 0) return;
  const members = askedBy(matter, law, applies.ask, under).map((person) => memberOf(person, law, role));
  const represented = representationOf(law, matter.bearer, { role, controller }, members);
  if (represented !== null && (represented.verdict !== 'not-required' || represented.named !== null))
    representatives.push(represented);
  law.duties.forEach((each, index) => {
    if (each.by !== role) return;
    if (each.addressees === null) {
      for (const { to, members: some } of routesOf(law, each.duty.to, controller, members)) {
        duties.push(dutyOf(matter, law, each, to, askedOf(some, index)));
      }
    } else {
      const asked = askedOf(members, index);
      for (const to of each.addressees) duties.push(dutyOf(matter, law, each, to, asked));
    }
  });
}

/** One asks all that a law has to say about a group at once, while what was found is remembered. */
function memberOf({ group, asking }: Person, { duties }: LawOnDay, role: Matter['role']): Member {
  return { group, asking, asked: duties.map((each) => (each.by === role ? ask(each.group, group, asking) : null)) };
}

function askedOf(members: readonly Member[], index: number): readonly Asked[] {
  const all: Asked[] = [];
  for (const { asked } of members) {
    const one = asked[index];
    if (one !== null && one !== undefined) all.push(one);
  }
  return all;
}

/** A law is asked about each by itself; where it counts its people, with how many of them it reaches among what is known. */
function askedBy(
  matter: Matter,
  { countsPeople }: LawOnDay,
  applies: Ask,
  under: readonly Person[],
): readonly Person[] {
  if (!countsPeople) return under;
  const personsUnderLaw = countRange(
    matter,
    under.map(({ group, asking }) => ask(applies, group, asking)),
  );
  return under.map(({ group, asking }): Person => {
    return { group, asking: askingOf(counting(asking.view, { personsUnderLaw }), asking.assessments) };
  });
}

function ask({ value, explain }: Ask, group: AffectedGroup, asking: Asking): Asked {
  const answer = value(asking);
  const said: Saying[] = [];
  explain(asking, said);
  return { group, asking, answer, said };
}

/** What those say who decide. */
function saidBy(asked: readonly Asked[], somebody: Answer): readonly Saying[] {
  const [first] = asked;
  if (asked.length === 1 && first !== undefined) return first.said;
  const said: Saying[] = [];
  for (const one of asked) if (explainsAny(one.answer, somebody)) addNew(said, one.said);
  return said;
}

function dutyOf(matter: Matter, law: LawOnDay, each: DutyOnDay, to: Addressee, asked: readonly Asked[]): Duty {
  const { deadline, overall } = each;
  const somebody = anyOf(asked);
  let answer = somebody;
  let said = saidBy(asked, somebody);
  if (overall !== undefined) {
    const asking = overallAsking(matter, asked);
    const enough = overall.value(asking);
    answer = bothOf(somebody, enough);
    const both = explainsBoth(somebody, answer) ? [...said] : [];
    if (explainsBoth(enough, answer)) overall.explain(asking, both);
    said = both;
  }
  const { because, citations, missing } = each.wording(answer, said, to.reasons);
  const verdict = each.binding ? verdictOf(answer) : 'not-required';
  const due = verdict !== 'not-required';
  const reckoning = deadline === undefined || !due ? undefined : reckonedBy(matter, law, deadline, to.zone);
  const prefix = `${law.id}/${matter.bearer}/`;

  // Written member by member: a literal with spread parts costs four times as much, and there are forty duties in a document.
  const written: { -readonly [Key in keyof Duty]?: Duty[Key] } = {
    id: `${prefix}${each.id}${to.suffix}`,
    regime: law.id,
    bearer: matter.bearer,
    recipient: to.recipient,
    verdict,
    deadline: reckoning === undefined ? null : reckoning.deadline,
    strictDeadline: reckoning === undefined ? null : reckoning.strictDeadline,
    arithmetic: reckoning === undefined ? (due ? 'The law sets no time.' : 'Nothing is due.') : reckoning.arithmetic,
    because,
    missing: due ? missingOf(verdict, missing, asked, to, reckoning) : NOTHING,
    content: each.also.length === 0 ? each.content : contentFor(each, asked),
  };
  if (each.forbidden !== undefined) written.forbidden = each.forbidden;
  if (each.serviceMonths !== undefined) written.serviceMonths = each.serviceMonths;
  if (each.form !== undefined) written.form = each.form;
  if (each.order !== undefined) {
    written.order = each.order.steps.map((step) => ({ ...step, duty: `${prefix}${step.duty}` }));
  }
  written.citations = citations;
  written.persons = personsOf(verdict, asked);
  written.undecided = verdict === 'required' ? openPersons(asked) : 0;
  return written as Duty;
}

function reckonedBy(matter: Matter, law: LawOnDay, deadline: LawDeadline, zone: string): Reckoning {
  const { strictStarts, hasOwnAwareness, role } = matter;
  const reckoning = reckonFrom(matter, matter.starts, law, deadline, zone);
  if (strictStarts !== null) {
    const strict = reckonFrom(matter, strictStarts, law, deadline, zone);
    const isEarlier =
      strict.strictDeadline !== null &&
      (reckoning.strictDeadline === null || strict.strictDeadline < reckoning.strictDeadline);
    if (!isEarlier) return reckoning;
    const words = `It is not recorded when this controller itself became aware; strictly, it counts from when its processor did: ${strict.strictDeadline}.`;
    return { ...reckoning, strictDeadline: strict.strictDeadline, arithmetic: `${reckoning.arithmetic} ${words}` };
  }
  if (!hasOwnAwareness || ![deadline, ...deadline.or].some(({ start }) => start.startsWith('awareness')))
    return reckoning;
  return { ...reckoning, arithmetic: `${reckoning.arithmetic} The awareness is that of this ${role} itself.` };
}

function reckonFrom(
  { facts, holidays }: Matter,
  before: Starts,
  { authorities, business }: LawOnDay,
  deadline: LawDeadline,
  zone: string,
): Reckoning {
  const starts =
    facts.authorityInformed.length === 0
      ? before
      : { ...before, 'authority-informed': firstTold(facts, deadline.told ?? authorities.map(({ id }) => id)) };
  return reckon(deadline, starts, zone, business === undefined ? undefined : businessDays(business, holidays));
}

const NOTHING: readonly never[] = [];

/** What would settle the answer, or where it is settled, those for whom it is not. */
function missingOf(
  verdict: DutyVerdict,
  before: readonly string[],
  asked: readonly Asked[],
  to: Addressee,
  reckoning: Reckoning | undefined,
): readonly string[] {
  const missing = [...before];
  if (verdict === 'required') {
    for (const { answer, said } of asked) if (answer === null) addNew(missing, explanationOf(said).missing);
  }
  addNew(missing, to.missing);
  if (reckoning !== undefined) addNew(missing, reckoning.missing);
  return missing;
}

/** Required: those for whom it is certain. Depends: those for whom it may be. Not required: all. */
function personsOf(verdict: DutyVerdict, asked: readonly Asked[]): number {
  let sum = 0;
  for (const { group, answer } of asked) {
    if (verdict === 'required' ? answer === true : verdict === 'not-required' || answer !== false) sum += group.persons;
  }
  return sum;
}

const openPersons = (asked: readonly Asked[]): number =>
  asked.reduce((sum, { group, answer }) => (answer === null ? sum + group.persons : sum), 0);

/** What everybody is told, and what somebody concerned may have to be told besides. */
function contentFor({ content, also }: DutyOnDay, asked: readonly Asked[]): readonly ContentKey[] {
  const told = asked.filter(({ answer }) => answer !== false);
  const more = also.filter((each) => told.some(({ asking }) => each.if.value(asking) !== false));
  return [...new Set([...content, ...more.flatMap(({ keys }) => keys)])];
}

/** For the threshold over the people concerned: the first member's view, as it may not name anything about one group. */
function overallAsking(matter: Matter, asked: readonly Asked[]): Asking {
  const [first] = asked;
  if (first === undefined) throw new Error('a threshold needs people to count');
  const { view, assessments } = first.asking;
  return askingOf(counting(view, { personsConcerned: countRange(matter, asked) }), assessments);
}

function countRange({ isCounted }: Matter, asked: readonly Asked[]): CountRange {
  if (!isCounted) return { low: 0, high: Number.MAX_SAFE_INTEGER, missing: ['groups.persons'] };
  let low = 0;
  let high = 0;
  const missing: string[] = [];
  for (const { group, answer, said } of asked) {
    if (answer === true) low += group.persons;
    if (answer !== false) high += group.persons;
    if (answer === null) addNew(missing, explanationOf(said).missing);
  }
  return { low, high, missing };
}

function verdictOf(value: Answer): DutyVerdict {
  if (value === null) return 'depends';
  return value ? 'required' : 'not-required';
}

/** Facts were parsed at the edge with an offset; here they become UTC. */
const instantOrNull = (text: string | null): Instant | null => (text === null ? null : parseInstant(text));
