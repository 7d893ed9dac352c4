import type { CelInput } from '@bufbuild/cel';

/** What kind of value an expression sees under a fact's name. */
type LawFactKind = 'flag' | 'word' | 'words' | 'count';

interface LawFact {
  readonly kind: LawFactKind;
  /** Where the value stands in the facts file: what `missing` names when it is unknown. */
  readonly path: string;
}

/** The facts a law's conditions may name, beside its own lists, questions and conditions. An unknown one is never guessed. */
export const LAW_FACTS = {
  // About the incident.
  cause: { kind: 'word', path: 'cause' },
  intent: { kind: 'word', path: 'intent' },
  actors: { kind: 'count', path: 'actors' },
  disclosedOutside: { kind: 'flag', path: 'disclosedOutside' },
  sold: { kind: 'flag', path: 'sold' },
  misused: { kind: 'flag', path: 'misused' },
  recipientKnown: { kind: 'flag', path: 'recipientKnown' },
  recovered: { kind: 'flag', path: 'recovered' },
  encrypted: { kind: 'flag', path: 'encrypted' },
  keyCompromised: { kind: 'flag', path: 'keyCompromised' },
  medium: { kind: 'word', path: 'medium' },
  kinds: { kind: 'words', path: 'kinds' },
  availabilityHarm: { kind: 'flag', path: 'availabilityHarm' },
  vulnerablePeople: { kind: 'flag', path: 'vulnerablePeople' },
  revealing: { kind: 'flag', path: 'revealing' },
  // About the controller.
  controllerCountry: { kind: 'word', path: 'controllers.country' },
  controllerRegion: { kind: 'word', path: 'controllers.region' },
  sectors: { kind: 'words', path: 'controllers.sectors' },
  // About people in one place whose same fields were exposed.
  country: { kind: 'word', path: 'groups.country' },
  region: { kind: 'word', path: 'groups.region' },
  fields: { kind: 'words', path: 'groups.fields' },
  // Sums over the controller's people: those under this law, and (in `overall` only) those the duty concerns.
  personsUnderLaw: { kind: 'count', path: 'groups.country' },
  personsConcerned: { kind: 'count', path: 'groups.persons' },
} as const satisfies Readonly<Record<string, LawFact>>;

export type LawFactName = keyof typeof LAW_FACTS;

export const isLawFact = (name: string): name is LawFactName => Object.hasOwn(LAW_FACTS, name);

export const LAW_FACT_NAMES = Object.keys(LAW_FACTS) as readonly LawFactName[];

/** The facts' values in the order of their names; undefined is unknown. A list is read sooner than an object by names. */
export type FactValues = readonly (CelInput | undefined)[];

/** Where each fact stands in the list of values. */
export const FACT_SLOTS = Object.fromEntries(LAW_FACT_NAMES.map((name, slot) => [name, slot])) as Readonly<
  Record<LawFactName, number>
>;
