import type { CelInput } from '@bufbuild/cel';
import type { AffectedGroup, Facts } from '../model/facts.ts';
import { LAW_FACTS, type LawFactName } from '../packs/law-fact.ts';
import type { Answer } from './answer.ts';

/** A count known only to lie between two bounds, both inside. */
export interface CountRange {
  readonly low: number;
  readonly high: number;
  /** Facts that would make it exact. */
  readonly missing: readonly string[];
}

/** What an expression sees: values under the names it may use; a name without a value is unknown. */
export interface FactView {
  readonly values: Readonly<Record<string, CelInput>>;
  readonly counts: Readonly<Partial<Record<LawFactName, CountRange>>>;
  /** Answers to tests of these values, by the test's number: kept here, as many laws state the same test. */
  readonly tests: (Answer | undefined)[];
}

export type FactController = Pick<
  Facts['controllers'][number],
  'id' | 'country' | 'region' | 'leadAuthority' | 'representatives' | 'sectors'
>;

/** The incident, one controller (undefined when the facts do not name it) and one group of people, as expressions see them. */
export function factView(facts: Facts, controller: FactController | undefined, group: AffectedGroup): FactView {
  const word = (value: string | null | undefined): string | undefined =>
    value === null || value === 'unknown' ? undefined : value;
  const flag = (value: boolean | null): boolean | undefined => value ?? undefined;
  const values: Record<Exclude<LawFactName, 'personsUnderLaw' | 'personsConcerned'>, CelInput | undefined> = {
    cause: word(facts.cause),
    intent: word(facts.intent),
    actors: facts.actors === null ? undefined : BigInt(facts.actors),
    disclosedOutside: flag(facts.disclosedOutside),
    sold: flag(facts.sold),
    misused: flag(facts.misused),
    recipientKnown: flag(facts.recipientKnown),
    recovered: flag(facts.recovered),
    encrypted: flag(facts.encrypted),
    keyCompromised: flag(facts.keyCompromised),
    medium: word(facts.medium),
    kinds: facts.kinds,
    availabilityHarm: flag(facts.availabilityHarm),
    vulnerablePeople: flag(facts.vulnerablePeople),
    revealing: flag(facts.revealing),
    controllerCountry: word(controller?.country),
    controllerRegion: word(regionCode(controller?.country ?? null, controller?.region ?? null)),
    sectors: controller?.sectors ?? undefined,
    country: word(group.country),
    region: word(regionCode(group.country, group.region)),
    // An empty list means that nobody knows which fields; it never means none.
    fields: group.fields.length === 0 ? undefined : group.fields,
  };
  const known: Record<string, CelInput> = {};
  for (const [name, value] of Object.entries(values)) if (value !== undefined) known[name] = value;
  return { values: known, counts: {}, tests: [] };
}

/** What `applies` usually asks about, and nothing else: where people and the controller are, and what it is. */
export const PLACE_FACTS = ['country', 'region', 'controllerCountry', 'controllerRegion', 'sectors'] as const;
export type PlaceFact = (typeof PLACE_FACTS)[number];

/** The same for people whom no question about these facts tells apart. */
export function placeKey({ values }: FactView, asked: readonly PlaceFact[]): string {
  let key = '';
  // A value cannot hold NUL, and an unknown one is not empty: `\u0001`.
  for (const fact of asked) {
    const value = values[fact];
    key += `${Array.isArray(value) ? value.join(',') : typeof value === 'string' ? value : '\u0001'}\u0000`;
  }
  return key;
}

/** The path under which a fact is asked for when it is missing. */
export const pathOf = (name: LawFactName): string => LAW_FACTS[name].path;

/** A region as laws compare it: in capitals, without the country before a hyphen (`US-CA`, `ca` → `CA`). */
export function regionCode(country: string | null, region: string | null): string | null {
  if (region === null) return null;
  const capitals = region.trim().toUpperCase();
  return country !== null && capitals.startsWith(`${country}-`) ? capitals.slice(country.length + 1) : capitals;
}
