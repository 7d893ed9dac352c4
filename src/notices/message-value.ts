import type { Controller } from '../model/company.ts';
import type { MessageValue } from '../packs/notice-text.ts';
import type { LanguageChoice } from './choose-language.ts';
import type { Represented } from './represented.ts';
import { type Incident, lastInstant, type Statement } from './statement.ts';

export type MessageValues = Readonly<Partial<Record<MessageValue, string | number>>>;

/** Stand for the two values that differ from person to person; characters that no cleaned value contains (private use). */
export const PERSONAL = { name: '\uE000', reference: '\uE001' } as const;

/** What the messages of one notice can name. An unknown value is absent, so that a text which needs it fails loudly. */
export function messageValues(
  incident: Incident,
  controller: Controller,
  statement: Statement,
  language: LanguageChoice,
  represented: Represented,
): MessageValues {
  const { facts } = incident;
  const { locale } = language;
  const ended = lastInstant(facts);
  return {
    name: PERSONAL.name,
    reference: PERSONAL.reference,
    controller: controller.name,
    controller_country: displayName(locale, 'region', controller.country),
    controller_address: controller.address,
    controller_email: controller.email,
    privacy_contact: controller.privacyContact,
    website_host: new URL(controller.website).host,
    cause: facts.cause,
    intent: facts.intent,
    ...(controller.dpo === undefined ? {} : { dpo: controller.dpo }),
    ...(represented.state === 'named'
      ? {
          representative: [represented.by.name, represented.by.address, represented.by.contact].join(', '),
          representative_country: displayName(locale, 'region', represented.by.country),
        }
      : {}),
    ...(typeof controller.parentCompany === 'string' ? { parent_company: controller.parentCompany } : {}),
    ...(facts.recipientName === null ? {} : { recipient_name: facts.recipientName }),
    ...serviceValues(facts.mitigation, locale),
    ...(controller.leadAuthority === undefined
      ? {}
      : { lead_authority: authorityName(incident, controller.leadAuthority) }),
    ...(language.asked === null ? {} : { asked_language: displayName(locale, 'language', language.asked) }),
    ...(facts.actors === null ? {} : { actors: facts.actors }),
    ...(statement.incident.persons === null ? {} : { persons: Number(statement.incident.persons) }),
    ...(facts.occurredFrom === null ? {} : { started: longDay(locale, facts.occurredFrom) }),
    ...(ended === null ? {} : { ended: longDay(locale, ended) }),
    ...(facts.awareAt === null ? {} : { aware: longDay(locale, facts.awareAt) }),
  };
}

/** How the offered service is reached; what it lacks is absent. */
function serviceValues(mitigation: Incident['facts']['mitigation'], locale: string): MessageValues {
  if (mitigation === null || mitigation === 'none') return {};
  const { provider, months, url, phone, code, enrolBy } = mitigation;
  return {
    service_provider: provider,
    service_months: months,
    ...(url === null ? {} : { service_web: withoutScheme(url) }),
    ...(phone === null ? {} : { service_phone: phone }),
    ...(code === null ? {} : { service_code: code }),
    ...(enrolBy === null ? {} : { service_until: longDay(locale, enrolBy) }),
  };
}

/** A notice holds no link: the reader types the address. */
const withoutScheme = (url: string): string => url.replace(/^https?:\/\//i, '').replace(/\/$/, '');

/** The values of one line of the list of authorities told. */
export function authorityValues(
  incident: Incident,
  told: Incident['facts']['authorityInformed'][number],
  locale: string,
): MessageValues {
  return {
    authority: authorityName(incident, told.authority),
    told_at: longDay(locale, told.at),
    ...(told.reference === null ? {} : { told_reference: told.reference }),
  };
}

const authorityName = (incident: Incident, id: string): string => incident.authorities[id] ?? id;

/** The UTC day in words, for example `3 March 2026`: no order of digits to misread. */
const longDay = (locale: string, instant: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(instant));

const displayName = (locale: string, type: 'region' | 'language', code: string): string =>
  new Intl.DisplayNames(locale, { type }).of(code) ?? code;
