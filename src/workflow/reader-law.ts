import type { Instant } from '../core/instant.ts';
import { deriveDuties } from '../duties/derive-duties.ts';
import type { ContentKey, Duty } from '../model/duty.ts';
import type { Facts } from '../model/facts.ts';
import type { Holidays } from '../model/holidays.ts';
import type { ContentRule, OfficeContact, ReaderLaw } from '../model/notice.ts';
import type { Incident } from '../notices/statement.ts';
import type { LawPack } from '../packs/law-pack.ts';
import type { LawContact } from '../packs/law-schema.ts';

// Kinds of people are few (places × fields); regions are free text, so that memory is bounded all the same.
const MOST_KINDS = 5_000;

/**
 * What the laws that bind one customer say about a notice: the duties towards individuals, derived for that customer's
 * place and fields as if all of the controller's people were alike, so that no threshold hides a law. A duty that only may be owed
 * counts, as one that may bind. Kept by kind of person.
 */
export function readerLawOf(
  facts: Facts,
  packs: readonly LawPack[],
  now: Instant,
  holidays: Holidays,
): Incident['readerLaw'] {
  const known = new Map<string, ReaderLaw>();
  const contacts = new Map(packs.map((pack) => [pack.law.id, pack.contacts]));
  return (controller, { country, region, fields }) => {
    const key = JSON.stringify([controller, country, region, fields]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const persons = facts.groups.filter((g) => g.controller === controller).reduce((sum, g) => sum + g.persons, 0);
    const group = { controller, country, region, fields: [...fields], persons: Math.max(persons, 1) };
    const { duties, representatives = [] } = deriveDuties({ ...facts, groups: [group] }, packs, now, holidays);
    const owed = duties.filter(
      ({ recipient, bearer, verdict }) =>
        recipient === 'individuals' && bearer === controller && verdict !== 'not-required',
    );
    const law = {
      forbids: owed.flatMap((duty) => rules(duty, duty.forbidden ?? [])),
      mandates: owed.flatMap((duty) => rules(duty, duty.content)),
      representatives: representatives.filter(({ bearer }) => bearer === controller),
      contacts: owed.flatMap(({ regime, content }) =>
        (contacts.get(regime) ?? []).filter(({ key }) => content.includes(key)).map(office),
      ),
    };
    if (known.size >= MOST_KINDS) known.clear();
    known.set(key, law);
    return law;
  };
}

const office = ({ key, name, address, phone, web }: LawContact): OfficeContact => ({
  key,
  name,
  address: address ?? null,
  phone: phone ?? null,
  web: web ?? null,
});

const rules = (
  { regime, verdict, citations, serviceMonths }: Duty,
  keys: readonly ContentKey[],
): readonly ContentRule[] =>
  keys.map((key) => ({
    key,
    law: regime,
    citation: citations.map(({ text }) => text).join('; '),
    binds: verdict === 'required',
    ...(key === 'identity-theft-service' && serviceMonths !== undefined ? { months: serviceMonths } : {}),
  }));
