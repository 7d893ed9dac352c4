import { utf8 } from '../../core/bytes.ts';
import type { Instant } from '../../core/instant.ts';
import type { Referral } from '../../referral/referral.ts';
import { inventedCaseId, inventedCompany, inventedScope, inventedTrace } from './invented-case.ts';

const line = (n: number, subject: string): string =>
  `{"time":"2026-03-1${n}T09:12:33.123Z","event_id":"ev-${n}","actor":"e-0412","action":"read","subjects":["${subject}"]}`;

/** A referral of the invented case with two exhibits, one of them with a record of two lines. All of it is invented. */
export const inventedReferral: Referral = {
  id: 'ref-0a1b2c3d4e5f6g7h8j9k',
  case: inventedCaseId,
  madeAt: '2026-03-20T09:00:00.000Z' as Instant,
  madeBy: 'ada',
  recipient: 'Example Police, Cyber Unit',
  tool: { name: 'Candour', version: '0.1.0' },
  statement: { name: 'referral-record', sha256: 'ab'.repeat(32) },
  title: 'Customer addresses offered to a third party',
  openedAt: '2026-03-19T08:00:00.000Z' as Instant,
  organisation: inventedCompany,
  trace: inventedTrace,
  scope: inventedScope,
  facts: [
    { key: 'cause', value: 'insider', status: 'confirmed', evidence: 'interview of 19 March, minutes 4' },
    { key: 'sold', value: true, status: 'likely', evidence: 'offer seen by the security office' },
    { key: 'misused', value: null, status: 'unknown', evidence: '' },
  ],
  exhibits: [
    {
      id: 'EX-001',
      source: { id: 'candour', title: 'Native lines', vendor: 'Candour' },
      batch: 'b-0000',
      batchRecords: 5,
      committedAt: '2026-03-18T09Z',
      pack: 'cd'.repeat(32),
      records: [
        { recordNo: 1, bytes: utf8(line(1, 'c-000001')) },
        { recordNo: 3, bytes: utf8(line(2, 'c-000002')) },
      ],
    },
    {
      id: 'EX-002',
      source: { id: 'okta', title: 'System log', vendor: 'Okta' },
      batch: 'b-0001',
      batchRecords: 1,
      committedAt: '2026-03-18T10Z',
      pack: 'ef'.repeat(32),
      records: [{ recordNo: 0, bytes: utf8('a,"two\nlines",c') }],
    },
  ],
  timeline: [
    row('b-0000', 3, '2026-03-12T09:12:33.123Z', null),
    row('b-0000', 1, '2026-03-11T09:12:33.123Z', '=cmd()'),
    row('b-0001', 0, '2026-03-13T10:00:00.000Z', null),
  ],
  victims: null,
};

function row(batch: string, recordNo: number, at: string, reason: string | null): Referral['timeline'][number] {
  return {
    batch,
    record_no: recordNo,
    at,
    source: batch === 'b-0000' ? 'candour' : 'okta',
    account: 'e-0412',
    actor: 'e-0412',
    action: 'read',
    operation: null,
    reason,
    ip: '192.0.2.7',
    device: null,
    session: null,
    fields: ['email', 'name'],
    subjects: 1n,
  };
}
