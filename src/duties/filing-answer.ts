import type { FILING_ANSWERS } from '../packs/filing-pack.ts';
import type { FilingMatter } from './filing-matter.ts';

type Answer = string | readonly string[] | null;

const flag = (value: boolean | null): Answer => (value === null ? null : value ? 'yes' : 'no');
const word = (value: string): Answer => (value === 'unknown' ? null : value);
const count = (value: number): string => String(value);

/** What the fact base answers to one question of a form; null when it is not known. */
export function filingAnswer(question: (typeof FILING_ANSWERS)[number], matter: FilingMatter): Answer {
  const { facts, duties, company, controller, platform } = matter;
  const own = facts.groups.filter((group) => group.controller === controller && group.persons > 0);
  const declared = facts.controllers.find(({ id }) => id === controller);
  const people = duties.duties.filter(({ bearer, regime }) => bearer === controller && regime === matter.regime);
  switch (question) {
    case 'kind':
      return matter.kind;
    case 'reference':
      return facts.authorityInformed.flatMap(({ reference }) => reference ?? [])[0] ?? null;
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
      return facts.awareAt;
    case 'occurred-from':
      return facts.occurredFrom;
    case 'occurred-to':
      return facts.occurredTo;
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
      return duty === undefined ? null : [duty.verdict, ...duty.because];
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
