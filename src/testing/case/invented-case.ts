import { type Instant, instantFromMs } from '../../core/instant.ts';
import type { CaseEvent, CaseEventBody } from '../../model/case.ts';
import type { Company } from '../../model/company.ts';
import type { FrozenScope } from '../../model/exposure.ts';
import type { AffectedGroup } from '../../model/facts.ts';
import type { Finding } from '../../model/finding.ts';
import type { NoticeBook } from '../../model/notice.ts';
import type { Trace, TraceDetail } from '../../model/trace.ts';

/** A made-up shop with three legal entities, and one case of it, whole enough for a report. All of it is invented. */
export const inventedCaseId = 'case-0a1b2c3d4e5f6g7h8j9k';

const at = (day: number, hour: number): Instant => instantFromMs(Date.UTC(2026, 2, day, hour));

export const inventedCompany: Company = {
  name: 'Harbour & Pine',
  controllers: [
    {
      id: 'hp-uk',
      name: 'Harbour & Pine Ltd',
      country: 'GB',
      address: '1 Example Street, London',
      email: 'privacy@uk.example.com',
      privacyContact: 'privacy@uk.example.com',
      website: 'https://uk.example.com/',
    },
    {
      id: 'hp-eu',
      name: 'Harbour & Pine Europe DAC',
      country: 'IE',
      address: '2 Example Quay, Dublin',
      email: 'privacy@eu.example.com',
      privacyContact: 'privacy@eu.example.com',
      website: 'https://eu.example.com/',
      leadAuthority: 'ie-dpc',
    },
    {
      id: 'hp-ca',
      name: 'Harbour & Pine Canada Inc.',
      country: 'CA',
      address: '3 Example Road, Toronto',
      email: 'privacy@ca.example.com',
      privacyContact: '+1 416 555 0134',
      website: 'https://ca.example.com/',
    },
  ],
};

const group = (controller: string, country: string | null, region: string | null, persons: number): AffectedGroup => ({
  controller,
  country,
  region,
  fields: ['name', 'email'],
  persons,
});

const groups: readonly AffectedGroup[] = [
  group('hp-uk', 'GB', null, 1204),
  group('hp-ca', 'CA', 'ON', 612),
  group('hp-eu', 'DE', null, 538),
  group('hp-eu', 'FR', null, 431),
  group('hp-ca', 'US', 'CA', 289),
  group('hp-eu', 'JP', null, 64),
  group('hp-ca', null, null, 9),
];

export const inventedFinding: Finding = {
  id: 'finding-00112233445566aa',
  actor: 'e-0412',
  day: '2026-03-11',
  kind: 'burst',
  score: 14.2,
  reasons: [
    { feature: 'unexplained-subjects-against-team', value: 412, expected: 3, contribution: 9.1 },
    { feature: 'unexplained-subjects-against-own-past', value: 412, expected: 4, contribution: 5.1 },
  ],
  subjects: 431,
  unexplained: 412,
  intent: 'unknown',
};

export const inventedTrace: Trace = {
  case: inventedCaseId,
  verdict: 'one',
  named: [{ actor: 'e-0412', eValue: 4.7e38, posterior: 0.99987 }],
  sample: { records: 240, linked: 226, foreign: 14 },
  alpha: 0.001,
  scope: { from: '2026-01-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' },
  window: { from: '2026-03-09T00:00:00.000Z', to: '2026-03-18T00:00:00.000Z', level: 0.95 },
  apart: [],
  moreRecordsNeeded: null,
  replay: null,
  checkpoint: '5f0c1f4c9f2b7a6de1c8d0435b7e9a10',
};

const inventedDetail: TraceDetail = {
  actor: 'e-0412',
  share: 0.97,
  records: Array.from({ length: 226 }, (_, n) => ({
    recordNo: n,
    seen: n % 40 !== 39,
    contribution: n % 40 === 39 ? -1.2 : 0.5,
  })),
  days: Array.from({ length: 9 }, (_, n) => ({ day: at(9 + n, 0).slice(0, 10), hits: 25 - n, views: 380 - 10 * n })),
  likely: { from: '2026-03-09', to: '2026-03-18' },
};

export const inventedScope: FrozenScope = {
  case: inventedCaseId,
  persons: 3147,
  byBasis: { disclosed: 226, accessed: 2921, reconstructed: 0, possible: 0 },
  byField: { email: 3147, name: 3147, phone: 18 },
  untouched: ['payment-card', 'bank-account', 'password', 'order-history', 'date-of-birth', 'postal-address'],
  byCountry: { GB: 1204, CA: 612, DE: 538, FR: 431, US: 289, JP: 64, unknown: 9 },
  byController: { 'hp-uk': 1204, 'hp-eu': 1033, 'hp-ca': 910 },
  gaps: [
    {
      source: 'okta',
      from: '2026-03-12T02:00:00.000Z',
      to: '2026-03-12T05:00:00.000Z',
      why: 'no record where a busy source has many',
    },
  ],
  list: 'exposure.parquet',
  groups,
  actors: ['e-0412'],
  checkpoint: '5f0c1f4c9f2b7a6de1c8d0435b7e9a10',
  window: { from: '2026-03-09T00:00:00.000Z', to: '2026-03-18T00:00:00.000Z' },
};

export const inventedBook: NoticeBook = {
  case: inventedCaseId,
  affected: 3147,
  perState: { drafted: 3098, queued: 0, accepted: 0, letter: 31, unreachable: 9, excepted: 0, unknown: 9 },
  variants: [
    { id: 'uk', regime: 'uk-gdpr', language: 'en', persons: 1189 },
    { id: 'eu', regime: 'eu-gdpr', language: 'en', persons: 598 },
    { id: 'eu', regime: 'eu-gdpr', language: 'fr', persons: 427 },
    { id: 'ca', regime: 'ca-pipeda', language: 'en', persons: 488 },
    { id: 'ca', regime: 'ca-pipeda', language: 'fr', persons: 111 },
    { id: 'us-california', regime: 'us-ca', language: 'en', persons: 285 },
  ],
  balanced: true,
  draft: 'draft-1',
  faults: [],
};

/** What happened in the case before duties were derived, in order. */
const inventedBodies: readonly (readonly [Instant, CaseEventBody])[] = [
  [at(19, 8), { kind: 'opened', title: 'Customer addresses offered to a third party', finding: inventedFinding.id }],
  [at(19, 8), { kind: 'detected', document: inventedFinding }],
  [
    at(19, 9),
    {
      kind: 'fact-set',
      key: 'awareAt',
      value: at(19, 7),
      status: 'confirmed',
      evidence: 'call note of the privacy office',
    },
  ],
  [at(19, 10), { kind: 'traced', document: inventedTrace, details: [inventedDetail] }],
  [at(19, 11), { kind: 'scoped', document: inventedScope }],
  [
    at(19, 12),
    {
      kind: 'fact-set',
      key: 'cause',
      value: 'insider',
      status: 'confirmed',
      evidence: 'interview of 19 March, minutes 4',
    },
  ],
  [
    at(19, 12),
    {
      kind: 'fact-set',
      key: 'actorDismissed',
      value: true,
      status: 'confirmed',
      evidence: 'letter of the personnel office',
    },
  ],
  [
    at(19, 13),
    { kind: 'fact-set', key: 'sold', value: true, status: 'likely', evidence: 'offer seen by the security office' },
  ],
  [at(19, 14), { kind: 'noted', text: 'Account e-0412 disabled at 12:40.' }],
];

/** The case's events; `more` happen after the others, in order, an hour apart. */
export function inventedEvents(more: readonly CaseEventBody[] = []): readonly CaseEvent[] {
  const timed = [...inventedBodies, ...more.map((body, n) => [at(19, 15 + n), body] as const)];
  return timed.map(([when, body], seq): CaseEvent => ({ ...body, case: inventedCaseId, seq, at: when, by: 'ada' }));
}
