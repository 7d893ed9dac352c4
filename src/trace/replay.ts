import { type Random, seededRandom } from '../core/random.ts';
import type { Replay } from '../model/trace.ts';
import type { Evidence, ShortlistRow } from './evidence.ts';
import { judgeTrace, shortlistOf, type TraceAnswer, type TraceQuestion } from './judge-trace.ts';
import { type ReplayPool, replayEvidence, replayRecords, type SimulatedLeak, simulateLeak } from './replay-pool.ts';
import { TRACE_MODEL } from './trace-model.ts';

/** Simulated leaks of a run; the same seed, the same leaks. */
export interface ReplayPlan {
  readonly leaks: readonly SimulatedLeak[];
  readonly seed: number;
}

/** `purity`: the least share of the list that a simulated culprit gave; what is said of the real one, for his colleagues saw less. */
export function planReplays(pool: ReplayPool, real: Evidence, count: number, purity: number, seed: number): ReplayPlan {
  const random = seededRandom(seed);
  const records = replayRecords(real);
  const least = Math.min(0.95, Math.max(TRACE_MODEL.replayPurity, purity));
  return { seed, leaks: Array.from({ length: count }, () => simulateLeak(pool, records, least, random)) };
}

const evidenceNo = (plan: ReplayPlan, pool: ReplayPool, real: Evidence, no: number): Evidence | null => {
  const leak = plan.leaks[no];
  const random: Random = seededRandom(plan.seed + 1 + no);
  return leak === undefined ? null : replayEvidence(pool, real, leak, random);
};

/** Whoever would be weighed in any of the replays, those in most of them first: their activity is asked for once. */
export function replayShortlist(plan: ReplayPlan, pool: ReplayPool, real: Evidence, most: number): readonly string[] {
  const count = new Map<string, number>();
  plan.leaks.forEach((_, no) => {
    const evidence = evidenceNo(plan, pool, real, no);
    if (evidence === null) return;
    for (const actor of shortlistOf(evidence).slice(0, TRACE_MODEL.replayShortlist))
      count.set(actor, (count.get(actor) ?? 0) + 1);
  });
  return [...count]
    .sort(([a, i], [b, j]) => j - i || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([actor]) => actor);
}

/**
 * Runs the trace on simulated leaks by nobody in the log. Where one of the `accused`, whom the real list names, is named, the slack is raised,
 * step by step, until none is: the real list must then be judged with that slack. How often anybody at all was named is counted with the
 * model's own slack. A leak that did not name them with less slack does not with more.
 */
export function replay(
  plan: ReplayPlan,
  pool: ReplayPool,
  real: Evidence,
  activity: readonly ShortlistRow[],
  question: TraceQuestion,
  accused: ReadonlySet<string>,
): Replay {
  const byActor = Map.groupBy(activity, (row) => row.actor);
  const namedIn = (no: number, slack: number): readonly string[] => {
    const evidence = evidenceNo(plan, pool, real, no);
    if (evidence === null) return [];
    const rows = shortlistOf(evidence)
      .slice(0, TRACE_MODEL.replayShortlist)
      .flatMap((actor) => byActor.get(actor) ?? []);
    return judgeTrace({ ...question, slack }, evidence, rows).trace.named.map(({ actor }) => actor);
  };
  const steps: { slack: number; named: number }[] = [];
  let anybody = 0;
  let open = plan.leaks.map((_, no) => no);
  for (const slack of TRACE_MODEL.replaySlacks) {
    open = open.filter((no) => {
      const named = namedIn(no, slack);
      if (steps.length === 0 && named.length > 0) anybody += 1;
      return named.some((actor) => accused.has(actor));
    });
    steps.push({ slack, named: open.length });
    if (open.length === 0) break;
  }
  const absent = plan.leaks.filter(({ ghost }) => ghost !== null).length;
  return { replays: plan.leaks.length, absent, elsewhere: plan.leaks.length - absent, anybody, steps };
}

/** The answer to the real list once the replays are known: with the slack they ask for, and nobody where none suffices. */
export function judgeAfterReplay(
  question: TraceQuestion,
  real: Evidence,
  activity: readonly ShortlistRow[],
  result: Replay,
): TraceAnswer {
  const last = result.steps.at(-1);
  // Where even the most slack leaves innocents named, no evidence is enough on this log.
  const slack = last === undefined || last.named > 0 ? 1 : last.slack;
  const answer = judgeTrace({ ...question, slack }, real, activity);
  return { ...answer, trace: { ...answer.trace, replay: result } };
}
