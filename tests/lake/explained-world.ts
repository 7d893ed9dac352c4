import { listValue } from '@duckdb/node-api';
import type { MemoryLake } from './memory-lake.ts';

/** One access of the world's clerk and whether a tie explains it. */
export interface Edge {
  readonly claim: string;
  readonly subject: string;
  /** Time of day on 2026-03-02, UTC. */
  readonly at: string;
  readonly reason?: string;
  readonly explained: boolean;
}

/** Every edge of "explained": each subject has its own ties, see `TIES`. */
export const EDGES: readonly Edge[] = [
  { claim: 'a subject without a tie is unexplained', subject: 'none', at: '12:00:00', explained: false },
  { claim: 'a tie explains from its first instant', subject: 'from', at: '10:00:00', explained: true },
  { claim: 'a tie does not explain the instant before', subject: 'early', at: '09:59:59.999', explained: false },
  { claim: 'a tie explains until its last instant', subject: 'last', at: '10:59:59.999', explained: true },
  { claim: 'a tie no longer explains at its end', subject: 'end', at: '11:00:00', explained: false },
  { claim: 'a tie without a start explains what came before', subject: 'no-start', at: '00:00:00', explained: true },
  { claim: 'a tie without an end explains what comes after', subject: 'no-end', at: '23:59:59', explained: true },
  { claim: 'a tie without ends always explains', subject: 'no-ends', at: '12:00:00', explained: true },
  { claim: 'a tie of the team explains', subject: 'team', at: '12:00:00', explained: true },
  { claim: 'a tie of the team ends too', subject: 'team-end', at: '11:00:00', explained: false },
  { claim: 'a tie of another team does not explain', subject: 'other-team', at: '12:00:00', explained: false },
  { claim: 'a tie of a colleague does not explain', subject: 'colleague', at: '12:00:00', explained: false },
  {
    claim: 'a reason that names a tie by kind and id explains',
    subject: 'reason',
    at: '12:00:00',
    reason: 'ticket:T-reason',
    explained: true,
  },
  {
    claim: 'a reason that names a tie by id explains',
    subject: 'bare',
    at: '12:00:00',
    reason: 'T-bare',
    explained: true,
  },
  {
    claim: "a reason that names another subject's tie does not explain",
    subject: 'borrowed',
    at: '12:00:00',
    reason: 'ticket:T-reason',
    explained: false,
  },
  {
    claim: 'a reason that names no tie does not explain',
    subject: 'invented',
    at: '12:00:00',
    reason: 'ticket:T-0',
    explained: false,
  },
  { claim: 'a subject logged by an alias has its ties', subject: 'alias@example.com', at: '12:00:00', explained: true },
  { claim: 'a tie recorded by an alias of the subject explains', subject: 'c-mail', at: '12:00:00', explained: true },
  { claim: 'a tie recorded by an account of the actor explains', subject: 'account', at: '12:00:00', explained: true },
  { claim: 'several ties to one subject explain once', subject: 'twice', at: '12:00:00', explained: true },
];

const TIES: readonly (readonly [string, string | null, string | null, string | null, string | null])[] = [
  ['from', 'e-1', null, '10:00:00', '11:00:00'],
  ['early', 'e-1', null, '10:00:00', '11:00:00'],
  ['last', 'e-1', null, '10:00:00', '11:00:00'],
  ['end', 'e-1', null, '10:00:00', '11:00:00'],
  ['no-start', 'e-1', null, null, '11:00:00'],
  ['no-end', 'e-1', null, '10:00:00', null],
  ['no-ends', 'e-1', null, null, null],
  ['team', null, 'support', null, null],
  ['team-end', null, 'support', '10:00:00', '11:00:00'],
  ['other-team', null, 'sales', null, null],
  ['colleague', 'e-2', null, null, null],
  ['reason', 'e-2', null, '01:00:00', '02:00:00'],
  ['bare', 'e-2', null, '01:00:00', '02:00:00'],
  ['c-alias', 'e-1', null, null, null],
  ['mail@example.com', 'e-1', null, null, null],
  ['account', 'clerk@example.com', null, null, null],
  ['twice', 'e-1', null, null, null],
  ['twice', 'e-1', null, '10:00:00', '13:00:00'],
  ['twice', null, 'support', null, null],
];

export const DAY = '2026-03-02';
const at = (time: string | null): string | null => (time === null ? null : `${DAY} ${time}`);

/** Fills the lake: the clerk `e-1`, logged as `clerk@example.com`, and everything that might explain the accesses. */
export async function explainedWorld(lake: MemoryLake, edges: readonly Edge[] = EDGES): Promise<void> {
  await lake.insert('workforce', [
    { actor: 'e-1', team: 'support' },
    { actor: 'e-2', team: 'support' },
    { actor: 'e-9', team: 'sales' },
  ]);
  await lake.insert('actor_alias', [{ account: 'clerk@example.com', actor: 'e-1' }]);
  await lake.insert('subject_alias', [
    { alias: 'alias@example.com', customer: 'c-alias' },
    { alias: 'mail@example.com', customer: 'c-mail' },
  ]);
  await lake.insert(
    'ties',
    TIES.map(([subject, actor, team, from, to]) => ({
      kind: 'ticket',
      id: `T-${subject}`,
      actor,
      team,
      subject,
      held_from: at(from),
      held_to: at(to),
    })),
  );
  await lake.insert(
    'access',
    edges.map((edge) => access({ ...edge, at: `${DAY} ${edge.at}` })),
  );
}

/** One row of `access` by the clerk, with what a test wants different. */
export const access = (given: {
  readonly at: string;
  readonly actor?: string;
  readonly subject?: string | null;
  readonly reason?: string;
  readonly action?: string;
  readonly fields?: readonly string[];
  readonly subjectCount?: number;
  readonly source?: string;
}) => ({
  time: given.at,
  actor: given.actor ?? 'clerk@example.com',
  action: given.action ?? 'read',
  subject: given.subject ?? null,
  fields: listValue([...(given.fields ?? [])]),
  subject_count: given.subjectCount ?? null,
  reason: given.reason ?? null,
  source: given.source ?? 'crm',
});
