import { type Random, seededRandom } from '../core/random.ts';
import type { LakeSession } from '../ports/lake.ts';
import type { Evidence, ShortlistRow } from '../trace/evidence.ts';
import type { TraceAnswer, TraceQuestion } from '../trace/judge-trace.ts';
import { judgeAfterReplay, planReplays, replay, replayShortlist } from '../trace/replay.ts';
import { chooseGhosts, poolCustomers } from '../trace/replay-choice.ts';
import { type ReplayPool, replayPool } from '../trace/replay-pool.ts';
import { TRACE_MODEL } from '../trace/trace-model.ts';
import { logWindow } from './log-window.ts';
import { readProbe } from './read-probe.ts';

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
  const pool = await extractPool(session, question, evidence, answer, seededRandom(seed));
  const named = Math.min(...answer.details.map(({ share }) => share));
  const plan = planReplays(pool, evidence, replays, named, seed);
  const shortlist = replayShortlist(plan, pool, evidence, TRACE_MODEL.replayActors);
  await session.load(
    'shortlist',
    shortlist.map((actor) => ({ actor })),
  );
  const accused = new Set(answer.trace.named.map(({ actor }) => actor));
  const rows = await session.rows<ShortlistRow>('trace-shortlist', logWindow(question.scope));
  return judgeAfterReplay(question, evidence, activity, replay(plan, pool, evidence, rows, question, accused));
}

async function extractPool(
  session: LakeSession,
  { scope }: TraceQuestion,
  evidence: Evidence,
  { trace }: TraceAnswer,
  random: Random,
): Promise<ReplayPool> {
  await session.load(
    'ghost',
    chooseGhosts(scope, evidence, trace, random).map((ghost) => ({ ...ghost })),
  );
  const ghosts = await session.rows<GhostRow>('trace-ghost', { per_ghost: TRACE_MODEL.replayRecordsMax });
  const pooled = poolCustomers(evidence, ghosts, random);
  await session.load(
    'probe',
    pooled.map(({ customer }, probe_no) => ({ probe_no, customer, leaked: true })),
  );
  await session.keep('seen', 'trace-seen', { ...logWindow(scope), controls_of: null, volumes_of: null });
  return replayPool(pooled, await readProbe(session, scope.from));
}
