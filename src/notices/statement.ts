import type { Controller } from '../model/company.ts';
import type { ContentKey } from '../model/duty.ts';
import type { Basis } from '../model/exposure.ts';
import type { Facts } from '../model/facts.ts';
import type { Field } from '../model/field.ts';
import type { ReaderLaw } from '../model/notice.ts';
import type { LanguageChoice } from './choose-language.ts';
import { type Represented, representedBy } from './represented.ts';

/** What every notice of a case is made from. */
export interface Incident {
  readonly facts: Facts;
  /** From the scope: fields that the logs can show and that nobody touched; empty = not known. */
  readonly untouched: readonly Field[];
  /** Names of authorities by their id; one that is absent is shown by its id. */
  readonly authorities: Readonly<Record<string, string>>;
  /** What the laws that bind a customer of this controller say about a notice. */
  readerLaw(controller: string, person: Pick<Addressee, 'country' | 'region' | 'fields'>): ReaderLaw;
}

/** One affected person, as far as a notice needs to know. */
export interface Addressee {
  readonly name: string | null;
  /** BCP 47; null = not known. */
  readonly language: string | null;
  /** ISO 3166-1 alpha-2; null = not known. */
  readonly country: string | null;
  readonly region: string | null;
  readonly basis: Basis;
  /** Union over all bases; empty = not known. */
  readonly fields: readonly Field[];
  /** False when some of what happened to this person names no fields. */
  readonly fieldsComplete: boolean;
  /** Opaque id of the notice; the person quotes it when asking. */
  readonly reference: string;
}

export type Known = 'yes' | 'no' | 'unknown';

/**
 * What the conditions of a notice pack can ask. Three-valued facts are words, so that a condition has to say what it does
 * with `unknown`; numbers are null when not known; texts are '' when not known.
 */
export interface Statement {
  readonly variant: string;
  readonly person: {
    readonly has_name: boolean;
    readonly country: string;
    /** As in the customer's record, upper case. */
    readonly region: string;
    readonly basis: Basis;
    readonly fields: readonly Field[];
    readonly fields_complete: boolean;
  };
  readonly controller: {
    readonly id: string;
    readonly country: string;
    readonly has_dpo: boolean;
    readonly has_lead_authority: boolean;
    /** Whether somebody owns it. */
    readonly parent: Known;
  };
  readonly incident: {
    readonly cause: Facts['cause'];
    readonly intent: Facts['intent'];
    readonly actors: bigint | null;
    readonly outside: Known;
    readonly sold: Known;
    readonly recipient_known: Known;
    readonly recovered: Known;
    readonly encrypted: Known;
    readonly key_compromised: Known;
    readonly dismissed: Known;
    readonly police: Known;
    readonly misused: Known;
    readonly started: boolean;
    readonly ended: boolean;
    readonly same_day: boolean;
    readonly aware: boolean;
    readonly persons: bigint | null;
    /** Whether people are offered an identity theft service. */
    readonly mitigation: Known;
    readonly recipient_named: boolean;
    readonly untouched: readonly Field[];
    /** How many authorities have been told. */
    readonly authorities: bigint;
    /** Keys of facts that are likely, not confirmed. */
    readonly likely: readonly string[];
  };
  /** `asks`: content that laws which bind the reader ask for, each as `nature` and as `us-ri/nature`; `contacts`: content keys of the offices they name. */
  readonly law: {
    readonly representative: Represented['state'];
    readonly asks: readonly string[];
    readonly contacts: readonly ContentKey[];
  };
  readonly language: { readonly given: string; readonly fell_back: boolean };
}

/** The statement about one person; `variant` is '' until a form is chosen. */
export function statementOf(
  incident: Incident,
  controller: Controller,
  person: Addressee,
  language: LanguageChoice,
  variant: string,
): Statement {
  const { facts } = incident;
  const law = incident.readerLaw(controller.id, person);
  return {
    variant,
    person: {
      has_name: person.name !== null,
      country: person.country ?? '',
      region: (person.region ?? '').toUpperCase(),
      basis: person.basis,
      fields: person.fields,
      fields_complete: person.fieldsComplete,
    },
    controller: {
      id: controller.id,
      country: controller.country,
      has_dpo: controller.dpo !== undefined,
      has_lead_authority: controller.leadAuthority !== undefined,
      parent: controller.parentCompany === undefined ? 'unknown' : controller.parentCompany === false ? 'no' : 'yes',
    },
    incident: {
      cause: facts.cause,
      intent: facts.intent,
      actors: facts.actors === null ? null : BigInt(facts.actors),
      outside: known(facts.disclosedOutside),
      sold: known(facts.sold),
      recipient_known: known(facts.recipientKnown),
      recovered: known(facts.recovered),
      encrypted: known(facts.encrypted),
      key_compromised: known(facts.keyCompromised),
      dismissed: known(facts.actorDismissed),
      police: known(facts.policeInformed),
      misused: known(facts.misused),
      started: facts.occurredFrom !== null,
      ended: facts.occurredTo !== null,
      same_day: isSameDay(facts),
      aware: facts.awareAt !== null,
      persons: personsOf(facts),
      mitigation: facts.mitigation === null ? 'unknown' : facts.mitigation === 'none' ? 'no' : 'yes',
      recipient_named: facts.recipientName !== null,
      untouched: incident.untouched,
      authorities: BigInt(facts.authorityInformed.length),
      likely: facts.likely ?? [],
    },
    law: {
      representative: representedBy(law, controller).state,
      asks: law.mandates.filter(({ binds }) => binds).flatMap(({ key, law: by }) => [key, `${by}/${key}`]),
      contacts: law.contacts.map(({ key }) => key),
    },
    language: { given: language.given, fell_back: language.fellBack },
  };
}

/** The last day of `[occurredFrom, occurredTo)`: an end at midnight belongs to the day before. */
export const lastInstant = (facts: Facts): string | null =>
  facts.occurredTo === null ? null : new Date(Date.parse(facts.occurredTo) - 1).toISOString();

const known = (value: boolean | null): Known => (value === null ? 'unknown' : value ? 'yes' : 'no');

const isSameDay = (facts: Facts): boolean =>
  facts.occurredFrom !== null && dayInUtc(facts.occurredFrom) === dayInUtc(lastInstant(facts) ?? '');

const dayInUtc = (instant: string): string => (instant === '' ? '' : new Date(instant).toISOString().slice(0, 10));

/** Everybody affected, of all controllers; null when the facts hold no group yet. */
const personsOf = (facts: Facts): bigint | null =>
  facts.groups.length === 0 ? null : BigInt(facts.groups.reduce((sum, group) => sum + group.persons, 0));
