import { type Instant, instantFromMs, msOf, type Period } from '../core/instant.ts';
import { type Random, randomBelow, seededRandom } from '../core/random.ts';
import type { LakeSession } from '../ports/lake.ts';
import type { Evidence, ProbeRow, ShortlistRow } from '../trace/evidence.ts';
import type { TraceAnswer, TraceQuestion } from '../trace/judge-trace.ts';
import { judgeAfterReplay, planReplays, replay, replayShortlist } from '../trace/replay.ts';
import { type PoolCustomer, type ReplayPool, replayPool } from '../trace/replay-pool.ts';
import { TRACE_MODEL } from '../trace/trace-model.ts';

const DAY_MS = 86_400_000;
/** Who opened fewer customers of the listed segments cannot have given a list of them. */
const GHOST_VOLUME = 20;
const SHORTEST_WINDOW_DAYS = 7;

type GhostRow = { readonly actor: string; readonly customer: string; readonly segment: string };

/**
 * Before a name is shown: the same trace on simulated leaks by nobody of this very log. Three more scans of the log extract what the
 * lists are made of; all replays run on that. Gives the answer as it stands after them.
 */
export async function replayTrace(
  session: LakeSession,
  question: TraceQuestion,
  evidence: Evidence,
  activity: readonly ShortlistRow[],
  answer: TraceAnswer,
  replays: number,
): Promise<TraceAnswer> {
  // The same state of the lake gives the same leaks.
  const seed = Number.parseInt(question.checkpoint.slice(0, 7), 16) || 1;
  const pool = await extractPool(session, question.scope, evidence, answer, seededRandom(seed));
  const named = Math.min(...answer.details.map(({ share }) => share));
  const plan = planReplays(pool, evidence, replays, named, seed);
  const shortlist = replayShortlist(plan, pool, evidence, TRACE_MODEL.replayActors);
  await session.load(
    'shortlist',
    shortlist.map((actor) => ({ actor })),
  );
  const accused = new Set(answer.trace.named.map(({ actor }) => actor));
  const { from, to } = question.scope;
  const rows = await session.rows<ShortlistRow>('trace-shortlist', { from, to });
  return judgeAfterReplay(question, evidence, activity, replay(plan, pool, evidence, rows, question, accused));
}

async function extractPool(
  session: LakeSession,
  scope: Period,
  evidence: Evidence,
  answer: TraceAnswer,
  random: Random,
): Promise<ReplayPool> {
  await session.load('ghost', ghostRows(scope, evidence, answer, random));
  const ghosts = await session.rows<GhostRow>('trace-ghost', { per_ghost: TRACE_MODEL.replayRecordsMax });
  const customers = new Map<string, { segment: string; share: number; ghosts: string[] }>();
  const customerOf = (customer: string, segment: string) => {
    const known = customers.get(customer) ?? { segment, share: 0, ghosts: [] };
    customers.set(customer, known);
    return known;
  };
  for (const { actor, customer, segment } of ghosts) customerOf(customer, segment).ghosts.push(actor);
  for (const { customer, segment, share } of someOf(random, evidence.controls, TRACE_MODEL.replayOutsiders))
    customerOf(customer, segment).share = share;
  const pooled = [...customers].map(([customer, about]): PoolCustomer => ({ customer, ...about }));
  await session.load(
    'probe',
    pooled.map(({ customer }, probe_no) => ({ probe_no, customer, leaked: true })),
  );
  return replayPool(pooled, await session.rows<ProbeRow>('trace-probe', { from: scope.from, to: scope.to }));
}

/**
 * Half of them the nearest colleagues of those who would be named, by the controls they opened both: were one of these the culprit and not
 * in the log, the evidence would fall on them. Half of all copy over the whole scope, half in a time as long as the one stated.
 */
function ghostRows(
  scope: Period,
  evidence: Evidence,
  { trace }: TraceAnswer,
  random: Random,
): readonly { readonly actor: string; readonly from_time: Instant; readonly to_time: Instant }[] {
  const named = new Set(trace.named.map(({ actor }) => actor));
  const segments = new Set(evidence.positions.map(({ segment }) => segment));
  const able = [...evidence.volumes].flatMap(([actor, volumes]) => {
    let volume = 0;
    for (const [segment, count] of volumes) if (segments.has(segment)) volume += count;
    return volume < GHOST_VOLUME || named.has(actor) ? [] : [actor];
  });
  const likeness = new Map(able.map((actor) => [actor, likenessTo(evidence, named, actor)]));
  const near = [...able]
    .sort((a, b) => (likeness.get(b) ?? 0) - (likeness.get(a) ?? 0) || (a < b ? -1 : 1))
    .slice(0, TRACE_MODEL.replayGhosts / 2);
  const rest = able.filter((actor) => !near.includes(actor)).sort();
  const chosen = [...near, ...someOf(random, rest, TRACE_MODEL.replayGhosts - near.length)];
  const [from, to] = [msOf(scope.from), msOf(scope.to)];
  const stated = trace.window === null ? to - from : Date.parse(trace.window.to) - Date.parse(trace.window.from);
  const length = Math.min(to - from, Math.max(SHORTEST_WINDOW_DAYS * DAY_MS, stated));
  return chosen.map((actor, i) => {
    if (i % 2 === 0) return { actor, from_time: scope.from, to_time: scope.to };
    const start = from + Math.floor(random() * (to - from - length));
    return { actor, from_time: instantFromMs(start), to_time: instantFromMs(start + length) };
  });
}

/** The largest cosine between the actor's controls and those of one of the named. */
function likenessTo(evidence: Evidence, named: ReadonlySet<string>, actor: string): number {
  const own = evidence.sightings.get(actor)?.controls ?? [];
  let most = 0;
  for (const other of named) {
    const theirs = new Set(evidence.sightings.get(other)?.controls);
    const both = own.filter((at) => theirs.has(at)).length;
    most = Math.max(most, both / Math.sqrt(Math.max(1, own.length * theirs.size)));
  }
  return most;
}

function someOf<T>(random: Random, items: readonly T[], count: number): readonly T[] {
  const rest = [...items];
  const chosen: T[] = [];
  while (chosen.length < count && rest.length > 0) {
    const at = randomBelow(random, rest.length);
    const [last] = rest.splice(-1);
    const one = at === rest.length ? last : rest[at];
    if (at < rest.length && last !== undefined) rest[at] = last;
    if (one !== undefined) chosen.push(one);
  }
  return chosen;
}
