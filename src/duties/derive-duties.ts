import { type Instant, parseInstant } from '../core/instant.ts';
import type { ContentKey, Duties, Duty, DutyVerdict } from '../model/duty.ts';
import type { AffectedGroup, Facts } from '../model/facts.ts';
import type { Holidays } from '../model/holidays.ts';
import type { LawPack } from '../packs/law-pack.ts';
import type { LawDuty } from '../packs/law-text.ts';
import { type Answer, allOf, anyOf, merge } from './answer.ts';
import { bearersOf } from './bearer.ts';
import { businessDays } from './business-day.ts';
import { localDay, reckon, type Starts } from './deadline.ts';
import { type Evaluate, evaluator, type LawOnDay, lawOnDay } from './evaluate.ts';
import { type CountRange, type FactController, type FactView, factView } from './fact-view.ts';
import { formOf } from './form-words.ts';
import { versionOn } from './law-version.ts';
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

/** People whom the law may protect, with whether it does and how to ask more about them. */
interface Member {
  readonly group: AffectedGroup;
  readonly applies: Answer;
  readonly view: FactView;
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
  const laws = packs.map((pack) => lawOnDay(pack, localDay(read, pack.law.zone)));
  const bearers = bearersOf(facts, groups);
  const duties = laws.flatMap((law) =>
    bearers.flatMap(({ people, awareAt, ...bearer }) => {
      const starts = startsOf(facts, awareAt);
      return dutiesOf({ facts, law, ...bearer, starts, holidays, counted: groups.length > 0 }, people);
    }),
  );
  return { case: facts.case, asOf, duties, uncovered: uncoveredPeople(groups, laws) };
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

function dutiesOf(matter: Matter, people: readonly AffectedGroup[]): readonly Duty[] {
  const { facts, law, controller } = matter;
  const { pack, day } = law;
  const applies = versionOn(pack.law.applies, day);
  if (applies === undefined) return [];

  const asked = people.map((group) => {
    const view = factView(facts, controller, group);
    return { group, view, applies: evaluator(law, view, facts.assessments)(applies.when) };
  });
  const under = asked.filter((member) => member.applies.value !== false);
  if (under.length === 0) return [];
  const personsUnderLaw = countRange(
    matter,
    under.map(({ group, applies: answer }) => ({ group, answer })),
  );
  const members = under.map((member): Member => {
    const view = { ...member.view, counts: { personsUnderLaw } };
    return { ...member, view, evaluate: evaluator(law, view, facts.assessments) };
  });
  return pack.law.duties
    .filter(({ by }) => by === matter.role)
    .flatMap((duty) =>
      routesOf(pack, duty.to, day, controller, members).flatMap((route) => dutyOf(matter, duty, route)),
    );
}

function dutyOf(matter: Matter, duty: LawDuty, route: Route<Member>): readonly Duty[] {
  const { law, bearer } = matter;
  const { pack, day } = law;
  const when = versionOn(duty.when, day);
  if (when === undefined) return [];

  const asked = route.members.map(
    (member): Asked => ({ member, answer: allOf([member.applies, member.evaluate(when.group)]) }),
  );
  const somebody = anyOf(asked.map(({ answer }) => answer));
  const answer = when.overall === undefined ? somebody : allOf([somebody, overall(matter, when, asked)]);
  const verdict = verdictOf(answer);
  const due = verdict !== 'not-required';

  const deadline = versionOn(duty.deadline, day);
  const business = pack.law.business === undefined ? undefined : businessDays(pack.law.business, matter.holidays);
  const reckoning = deadline === undefined || !due ? undefined : reckon(deadline, matter.starts, route.zone, business);
  const waiting = reckoning?.missing ?? [];
  const content = versionOn(duty.content, day);
  const rest = formOf(duty, day);
  const order = versionOn(duty.order ?? [], day);
  const undecided = asked.filter((each) => each.answer.value === null);
  const open =
    verdict === 'depends'
      ? answer
      : merge(
          null,
          undecided.map((each) => each.answer),
        );

  return [
    {
      id: `${pack.law.id}/${bearer}/${duty.id}${route.suffix}`,
      regime: pack.law.id,
      bearer,
      recipient: route.recipient,
      verdict,
      deadline: reckoning?.deadline ?? null,
      strictDeadline: reckoning?.strictDeadline ?? null,
      arithmetic: reckoning?.arithmetic ?? (due ? 'The law sets no time.' : 'Nothing is due.'),
      because: [...new Set([...answer.reasons, ...route.reasons])],
      missing: due ? [...new Set([...open.missing, ...route.missing, ...waiting])] : [],
      content: content === undefined ? [] : contentFor(content, asked),
      ...(content === undefined || content.forbidden.length === 0 ? {} : { forbidden: content.forbidden }),
      ...(rest.words.length === 0 ? {} : { form: rest.words }),
      ...(order === undefined
        ? {}
        : { order: order.steps.map((step) => ({ ...step, duty: `${pack.law.id}/${bearer}/${step.duty}` })) }),
      citations: citationsOf(pack, [when, deadline, content, answer, rest, order]),
      persons: personsOf(verdict, asked),
      undecided: verdict === 'required' ? sumOf(undecided) : 0,
    },
  ];
}

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
function contentFor(content: LawDuty['content'][number], asked: readonly Asked[]): readonly ContentKey[] {
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
function overall(matter: Matter, when: LawDuty['when'][number], asked: readonly Asked[]): Answer {
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
