import type { CelInput } from '@bufbuild/cel';
import type { AffectedGroup, Facts } from '../model/facts.ts';
import { FACT_SLOTS, type FactValues, LAW_FACT_NAMES, LAW_FACTS, type LawFactName } from '../packs/law-fact.ts';

/** A count known only to lie between two bounds, both inside. */
export interface CountRange {
  readonly low: number;
  readonly high: number;
  /** Facts that would make it exact. */
  readonly missing: readonly string[];
}

/** Facts as expressions see them. A count is among the values when it is exact, and else a range. */
export interface FactView {
  readonly values: FactValues;
  readonly counts: Counts;
}

export type Counts = Readonly<Partial<Record<'personsUnderLaw' | 'personsConcerned', CountRange>>>;

export type FactController = Pick<
  Facts['controllers'][number],
  'id' | 'country' | 'region' | 'leadAuthority' | 'representatives' | 'sectors'
>;

/** The incident, one controller (undefined when the facts do not name it) and one group of people, as expressions see them. */
export function factView(facts: Facts, controller: FactController | undefined, group: AffectedGroup): FactView {
  const values: Readonly<Record<LawFactName, CelInput | undefined>> = {
    cause: word(facts.cause),
    intent: word(facts.intent),
    actors: facts.actors === null ? undefined : BigInt(facts.actors),
    disclosedOutside: facts.disclosedOutside ?? undefined,
    sold: facts.sold ?? undefined,
    misused: facts.misused ?? undefined,
    recipientKnown: facts.recipientKnown ?? undefined,
    recovered: facts.recovered ?? undefined,
    encrypted: facts.encrypted ?? undefined,
    keyCompromised: facts.keyCompromised ?? undefined,
    medium: word(facts.medium),
    kinds: facts.kinds,
    availabilityHarm: facts.availabilityHarm ?? undefined,
    vulnerablePeople: facts.vulnerablePeople ?? undefined,
    revealing: facts.revealing ?? undefined,
    controllerCountry: word(controller?.country),
    controllerRegion: word(regionCode(controller?.country ?? null, controller?.region ?? null)),
    sectors: controller?.sectors ?? undefined,
    country: word(group.country),
    region: word(regionCode(group.country, group.region)),
    // An empty list means that nobody knows which fields; it never means none.
    fields: group.fields.length === 0 ? undefined : group.fields,
    personsUnderLaw: undefined,
    personsConcerned: undefined,
  };
  return { values: LAW_FACT_NAMES.map((name) => values[name]), counts: {} };
}

/** The same view with what has been counted. */
export function counting({ values, counts: before }: FactView, more: Counts): FactView {
  const counts = { ...before, ...more };
  const counted = [...values];
  counted[FACT_SLOTS.personsUnderLaw] = exact(counts.personsUnderLaw);
  counted[FACT_SLOTS.personsConcerned] = exact(counts.personsConcerned);
  return { counts, values: counted };
}

const exact = (range: CountRange | undefined): bigint | undefined =>
  range !== undefined && range.low === range.high ? BigInt(range.low) : undefined;

const word = (value: string | null | undefined): string | undefined =>
  value === null || value === 'unknown' ? undefined : value;

/** The path under which a fact is asked for when it is missing. */
export const pathOf = (name: LawFactName): string => LAW_FACTS[name].path;

/** A region as laws compare it: in capitals, without the country before a hyphen (`US-CA`, `ca` → `CA`). */
export function regionCode(country: string | null, region: string | null): string | null {
  if (region === null) return null;
  const capitals = region.trim().toUpperCase();
  return country !== null && capitals.startsWith(`${country}-`) ? capitals.slice(country.length + 1) : capitals;
}
