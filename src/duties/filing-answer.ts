import type { Duty } from '../model/duty.ts';
import type { FILING_ANSWERS } from '../packs/filing-pack.ts';
import type { FilingMatter } from './filing-matter.ts';

type Answer = string | readonly string[] | null;
export type FilingQuestion = (typeof FILING_ANSWERS)[number];

const flag = (value: boolean | null): Answer => (value === null ? null : value ? 'yes' : 'no');
const word = (value: string): Answer => (value === 'unknown' ? null : value);
const count = (value: number): string => String(value);

/** What the fact base answers to one question of a form; null when it is not known. */
export function filingAnswer(question: FilingQuestion, matter: FilingMatter): Answer {
  const { facts, duties, company, controller, platform } = matter;
  const own = facts.groups.filter((group) => group.controller === controller && group.persons > 0);
  const declared = facts.controllers.find(({ id }) => id === controller);
  const people = duties.duties.filter(({ bearer, regime }) => bearer === controller && regime === matter.regime);
  switch (question) {
    case 'kind':
      return matter.kind;
    case 'reference':
      return referenceOf(matter);
    case 'case':
      return facts.case;
    case 'now':
      return duties.asOf;
    case 'organisation':
      return company?.name ?? declared?.name ?? null;
    case 'country':
      return company?.country ?? declared?.country ?? null;
    case 'address':
      return company?.address ?? null;
    case 'contact':
      return company?.privacyContact ?? null;
    case 'dpo':
      return company?.dpo ?? null;
    case 'representative':
      return representative(matter);
    case 'aware-at':
      return declared?.awareAt ?? facts.awareAt;
    case 'occurred-from':
      return dayOrInstant(facts.occurredFrom, 0);
    case 'occurred-to':
      // Half-open: an end at midnight is the end of the day before.
      return dayOrInstant(facts.occurredTo, -1);
    case 'determined-at':
      return facts.determinedAt;
    case 'late':
      return late(matter);
    case 'cause':
      return word(facts.cause);
    case 'intent':
      return word(facts.intent);
    case 'breach-kinds':
      return facts.kinds;
    case 'circumstances':
      return circumstances(facts);
    case 'persons':
      return own.length === 0
        ? null
        : count(Math.max(...people.map(({ persons, undecided }) => persons + undecided), 0));
    case 'persons-total':
      return own.length === 0 ? null : count(own.reduce((sum, { persons }) => sum + persons, 0));
    case 'persons-by-country':
      return own.length === 0 ? null : byCountry(own);
    case 'fields': {
      const fields = [...new Set(own.flatMap((group) => group.fields))];
      return fields.length === 0 ? null : fields;
    }
    case 'encrypted':
      return flag(facts.encrypted);
    case 'recipient-known':
      return flag(facts.recipientKnown);
    case 'recovered':
      return flag(facts.recovered);
    case 'misused':
      return flag(facts.misused);
    case 'vulnerable-people':
      return flag(facts.vulnerablePeople);
    case 'processor': {
      const ids = [...new Set(own.flatMap(({ processor }) => processor ?? []))];
      if (ids.length === 0) return own.length === 0 ? null : 'none';
      return ids.map((id) => facts.processors.find((processor) => processor.id === id)?.name ?? id);
    }
    case 'processor-contact':
      return platform === null || !own.some(({ processor }) => processor === platform.id)
        ? null
        : `${platform.privacyContact}, ${platform.address}`;
    case 'processor-aware-at': {
      const [id] = own.flatMap(({ processor }) => processor ?? []);
      return facts.processors.find((processor) => processor.id === id)?.awareAt ?? facts.awareAt;
    }
    case 'outside':
      return flag(facts.disclosedOutside);
    case 'individuals-told-at':
      return facts.individualsInformedAt;
    case 'individuals-decision': {
      const duty = people.find(({ recipient }) => recipient === 'individuals');
      if (duty === undefined) return null;
      return duty.verdict === 'depends'
        ? `not settled; open: ${duty.missing.join(', ')}`
        : [duty.verdict, ...decidingReasons(duty, people)];
    }
    case 'authorities-told':
      return facts.authorityInformed.length === 0
        ? null
        : facts.authorityInformed.map(({ authority, at, reference }) =>
            [authority, at, ...(reference === null ? [] : [reference])].join(' '),
          );
    case 'police-told':
      return flag(facts.policeInformed);
    case 'decisions':
      return people.length === 0
        ? null
        : people.map(
            ({ id, verdict, because, missing }) =>
              `${id}: ${verdict}. ${(verdict === 'depends' ? missing.map((fact) => `Open: ${fact}.`) : because).join(' ')}`,
          );
  }
}

/** What a duty rests on beyond what the report to the authority does: that the law applies and that there was a breach is said elsewhere. */
function decidingReasons(duty: Duty, others: readonly Duty[]): readonly string[] {
  const shared = new Set(
    others.flatMap(({ recipient, verdict, because }) =>
      recipient.startsWith('authority:') && verdict === 'required' ? because : [],
    ),
  );
  const own = duty.because.filter((reason) => !shared.has(reason));
  return own.length === 0 ? duty.because.slice(-1) : own;
}

/** The reference that this form's own authority gave; another authority's is none. */
function referenceOf({ facts, duties, regime, controller, authority }: FilingMatter): string | null {
  const recipients = duties.duties
    .filter(({ bearer, regime: of }) => bearer === controller && of === regime)
    .map(({ recipient }) => recipient);
  const own = facts.authorityInformed.filter(({ authority: told }) =>
    authority === null ? recipients.includes(`authority:${told}`) : told === authority,
  );
  return own.flatMap(({ reference }) => reference ?? [])[0] ?? null;
}

/** A whole day as a day; `before`: days to take off where the instant is the first that no longer belongs to it. */
function dayOrInstant(instant: string | null, before: 0 | -1): string | null {
  if (instant === null) return null;
  const at = new Date(instant);
  if (at.getTime() % DAY_MS !== 0) return instant;
  return new Date(at.getTime() + before * DAY_MS).toISOString().slice(0, 10);
}

const DAY_MS = 86_400_000;

/** What is established, in words of the facts; null when nothing is. */
function circumstances({ cause, intent, actors, disclosedOutside, sold }: FilingMatter['facts']): Answer {
  const said = [
    ...(cause === 'unknown' ? [] : [CAUSES[cause]]),
    ...(cause !== 'insider' || actors === null ? [] : [`people who did it: ${actors}`]),
    ...(intent === 'unknown' ? [] : [`intent: ${intent}`]),
    ...(disclosedOutside === null ? [] : [`data left the organisation: ${disclosedOutside ? 'yes' : 'no'}`]),
    ...(sold === null ? [] : [`for money or something else of value: ${sold ? 'yes' : 'no'}`]),
  ];
  return said.length === 0 ? null : said;
}

const CAUSES = {
  insider: 'by somebody working for the organisation',
  external: 'by somebody from outside',
  mistake: 'by mistake',
} as const;

/** Null while it is not settled whether the law asks for one. */
function representative({ duties, regime, controller, company }: FilingMatter): Answer {
  const found = duties.representatives?.find((one) => one.regime === regime && one.bearer === controller);
  if (found === undefined) return 'none is asked for';
  const { named, verdict } = found;
  if (named === null) return verdict === 'required' ? 'asked for by the law, and none is named' : null;
  const declared = company?.representatives?.find(({ country }) => country === named.country);
  return [named.name, named.country, ...(declared === undefined ? [] : [declared.address, declared.contact])].join(
    ', ',
  );
}

function byCountry(groups: FilingMatter['facts']['groups']): readonly string[] {
  const sums = new Map<string, number>();
  for (const { country, persons } of groups)
    sums.set(country ?? 'unknown', (sums.get(country ?? 'unknown') ?? 0) + persons);
  return [...sums].map(([country, persons]) => `${country} ${persons}`);
}

/** Whether the report to the authority is late as of the document, by the strict reading. */
function late({ duties, regime, controller }: FilingMatter): Answer {
  const duty = duties.duties.find(
    ({ bearer, regime: of, recipient }) => bearer === controller && of === regime && recipient.startsWith('authority:'),
  );
  const by = duty?.strictDeadline ?? duty?.deadline ?? null;
  if (by === null) return null;
  return Date.parse(duties.asOf) > Date.parse(by) ? `yes: it was due by ${by}` : `no: it is due by ${by}`;
}
