import type { NoticeState } from '../model/notice.ts';

/** What is on file about how to reach a person. */
export interface Reachable {
  /** The person is a customer whose record is on file. */
  readonly known: boolean;
  readonly controller: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
  readonly country: string | null;
}

export type Channel =
  | { readonly state: Extract<NoticeState, 'drafted'>; readonly mailbox: string; readonly controller: string }
  | { readonly state: Extract<NoticeState, 'letter' | 'unreachable' | 'unknown' | 'excepted'>; readonly why: string };

/**
 * How a person can be told: by e-mail, else by letter, else not. Somebody whose record or controller is missing is `unknown`:
 * nobody can write, because nobody answers for the data. The people of a tenant are told by it and not by the platform that handles their data. `controllers`, `tenants`: ids declared in company.yml.
 */
export function chooseChannel(
  person: Reachable,
  controllers: ReadonlySet<string>,
  tenants: ReadonlySet<string> = new Set(),
): Channel {
  if (!person.known) return { state: 'unknown', why: 'no-customer-record' };
  if (person.controller === null) return { state: 'unknown', why: 'no-controller' };
  if (tenants.has(person.controller)) return { state: 'excepted', why: 'the-tenant-tells' };
  if (!controllers.has(person.controller)) return { state: 'unknown', why: 'controller-not-declared' };
  const mailbox = mailboxOf(person.email);
  if (mailbox !== null) return { state: 'drafted', mailbox, controller: person.controller };
  if (hasPostalAddress(person)) return { state: 'letter', why: 'no-usable-email' };
  return { state: 'unreachable', why: 'no-usable-email-or-address' };
}

/**
 * The address if a message can be sent to it as it stands, its domain in ASCII; null otherwise. Quoted local parts and
 * address literals are valid but unused by people, and a non-ASCII local part needs SMTPUTF8 (RFC 6531) along the whole way:
 * those get a letter.
 */
export function mailboxOf(email: string | null): string | null {
  // RFC 5321 section 4.5.3.1: local part up to 64 octets; RFC 3696 erratum 1690: 254 in all.
  const parts =
    /^([A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*)@([\p{L}\p{M}\p{N}.-]+)$/u.exec(
      (email ?? '').trim(),
    );
  const [, local, domain] = parts ?? [];
  if (local === undefined || domain === undefined || local.length > 64) return null;
  const ascii = asciiDomain(domain);
  // At least two labels of letters, digits and inner hyphens; the last is no number.
  if (!/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/.test(ascii)) return null;
  const mailbox = `${local}@${ascii}`;
  return mailbox.length > 254 ? null : mailbox;
}

/** UTS #46, as browsers do it; '' when it is no host name. */
function asciiDomain(domain: string): string {
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return '';
  }
}

const hasPostalAddress = (person: Reachable): boolean =>
  !isBlank(person.address) && !(isBlank(person.postcode) && isBlank(person.city) && isBlank(person.country));

const isBlank = (text: string | null): boolean => (text ?? '').trim() === '';
