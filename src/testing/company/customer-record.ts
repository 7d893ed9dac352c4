import { type Instant, instantFromMs } from '../../core/instant.ts';
import { belowOf, hash32, unitOf } from './chance.ts';
import { type PhonePlan, PLACES } from './country.ts';
import { type CustomerBase, customerId, idDigits } from './customer-base.ts';
import { personName, streetName } from './person-name.ts';

/** What the customers file says of one person at one time. */
export interface CustomerRecord {
  readonly id: string;
  readonly email: string;
  readonly phone: string;
  readonly name: string;
  readonly address: string;
  readonly postcode: string;
  readonly city: string;
  readonly country: string;
  readonly region: string;
  readonly language: string;
  readonly controller: string;
}

export type Changing = 'email' | 'phone' | 'address';

/** A customer gave a new value at `at` (milliseconds): one change at most within a log. */
export interface RecordChange {
  readonly at: number;
  readonly what: Changing;
}

export interface RecordVersion {
  readonly record: CustomerRecord;
  readonly validFrom: Instant;
  /** Null: still so. */
  readonly validTo: Instant | null;
}

// RFC 2606 section 3: names that nobody can have. Subdomains look like so many mail providers.
const MAIL_DOMAINS = [
  'mail.example.com',
  'post.example.org',
  'inbox.example.net',
  'web.example.com',
  'letters.example.org',
] as const;
// Ofcom's drama numbers that belong to no area: people who never were customers share no number with one who is.
const STRANGER_PHONES: PhonePlan = { prefixes: ['+44 306 999 0'], digits: 3, reserved: true };
const CHANGING: readonly Changing[] = ['email', 'phone', 'address'];
/** Tracing brief, section 3.7: three versioned fields, each of which changes for 15 % of the customers in a year. */
const CHANGES_PER_YEAR = 0.15;
const YEAR_MS = 365 * 86_400_000;
/** Customers joined within five years before the log. */
const MEMBERSHIP_MS = 5 * YEAR_MS;

/** The invented people: customers of the base, and beyond its last number people who never were customers. */
export interface People {
  readonly seed: number;
  readonly base: CustomerBase;
  /** The log, milliseconds, half-open. */
  readonly from: number;
  readonly to: number;
}

/** What chance lets a customer change within the log; null: nothing. */
export function naturalChange(people: People, customer: number): RecordChange | null {
  const years = (people.to - people.from) / YEAR_MS;
  if (unitOf(people.seed, customer, 21) >= 1 - (1 - CHANGES_PER_YEAR) ** (CHANGING.length * years)) return null;
  const at = people.from + belowOf(people.to - people.from, people.seed, customer, 22);
  return { at, what: CHANGING[hash32(people.seed, customer, 23) % CHANGING.length] ?? 'email' };
}

/** The record's versions in order, one or two, the last still valid. */
export function versionsOf(people: People, customer: number, change: RecordChange | null): readonly RecordVersion[] {
  const joined = instantFromMs(people.from - 1 - belowOf(MEMBERSHIP_MS, people.seed, customer, 24));
  const first = recordOf(people, customer, null);
  if (change === null) return [{ record: first, validFrom: joined, validTo: null }];
  const at = instantFromMs(change.at);
  return [
    { record: first, validFrom: joined, validTo: at },
    { record: recordOf(people, customer, change.what), validFrom: at, validTo: null },
  ];
}

/** One person's values, `changed` being the value that is no longer the first. A number from `base.count` on is no customer. */
export function recordOf(people: People, customer: number, changed: Changing | null): CustomerRecord {
  const { seed, base } = people;
  const stranger = customer >= base.count;
  const placeNo = stranger ? hash32(seed, customer, 31) % PLACES.length : (base.place[customer] ?? 0);
  const place = PLACES[placeNo];
  if (place === undefined) throw new Error('customer without a place');
  const { country, region } = place;
  const name = personName(region.language, seed, customer);
  const moved = changed === 'address' ? 1 : 0;
  const number = 1 + belowOf(180, seed, customer, 32, moved);
  const street = streetName(region.language, seed, customer, 33, moved);
  const provider = hash32(seed, customer, 34) + (changed === 'email' ? 1 : 0);
  const rank = base.countryRank[customer] ?? customer;
  return {
    id: stranger ? '' : customerId(customer, idDigits(base.count)),
    email: `${name.local}.${customer.toString(36)}@${MAIL_DOMAINS[provider % MAIL_DOMAINS.length]}`,
    phone: stranger
      ? phoneNumber(STRANGER_PHONES, customer)
      : phoneNumber(country.phones, changed === 'phone' ? -1 - rank : rank),
    name: name.full,
    address: country.houseNumber === 'first' ? `${number} ${street}` : `${street} ${number}`,
    postcode: postcode(region.postcode, hash32(seed, customer, 35, moved)),
    city: region.city,
    country: country.code,
    region: region.code,
    language: region.language,
    controller: country.controller,
  };
}

/**
 * The rank-th number of the plan, negative ranks from its end; past the last one they begin anew, as in households. So
 * numbers are one person's own in a small company and shared in a large one.
 */
export function phoneNumber(plan: PhonePlan, rank: number): string {
  const each = 10 ** plan.digits;
  const all = plan.prefixes.length * each;
  const at = ((rank % all) + all) % all;
  return `${plan.prefixes[at % plan.prefixes.length]}${String(Math.floor(at / plan.prefixes.length)).padStart(plan.digits, '0')}`;
}

const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXY';

function postcode(pattern: string, hash: number): string {
  let left = hash;
  return pattern.replaceAll(/[#@]/g, (mark) => {
    const n = mark === '#' ? 10 : LETTERS.length;
    const at = left % n;
    left = Math.floor(left / n) + 7;
    return mark === '#' ? String(at) : (LETTERS[at] ?? 'A');
  });
}
