import { type Random, seededRandom } from '../core/random.ts';
import type { Replay } from '../model/trace.ts';
import type { Evidence, ShortlistRow } from './evidence.ts';
import { judgeTrace, namedActors, shortlistOf, type TraceAnswer, type TraceQuestion } from './judge-trace.ts';
import { popularityCurve } from './popularity-curve.ts';
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
 * Runs the trace on simulated leaks by nobody in the log. Where anybody is named, the slack is raised, step by step, until nobody is: the
 * real list must then be judged with that slack. `accused`: whom the real list names. A leak that named nobody with less slack names nobody
 * with more.
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
  // One actor struck out and a list's worth of controls more or less do not move it.
  const curve = popularityCurve(real);
  const namedIn = (no: number, slack: number): readonly string[] => {
    const evidence = evidenceNo(plan, pool, real, no);
    if (evidence === null) return [];
    const rows = shortlistOf(evidence)
      .slice(0, TRACE_MODEL.replayShortlist)
      .flatMap((actor) => byActor.get(actor) ?? []);
    return namedActors({ ...question, slack, curve }, evidence, rows);
  };
  const steps: { slack: number; named: number; anybody: number }[] = [];
  let open = plan.leaks.map((_, no) => no);
  for (const slack of TRACE_MODEL.replaySlacks) {
    let named = 0;
    open = open.filter((no) => {
      const actors = namedIn(no, slack);
      if (actors.some((actor) => accused.has(actor))) named += 1;
      return actors.length > 0;
    });
    steps.push({ slack, named, anybody: open.length });
    if (open.length === 0) break;
  }
  const absent = plan.leaks.filter(({ ghost }) => ghost !== null).length;
  const elsewhere = plan.leaks.length - absent;
  return {
    replays: plan.leaks.length,
    absent,
    elsewhere,
    anybody: steps[0]?.anybody ?? 0,
    steps,
    slack: slackOf(steps),
  };
}

/**
 * The least slack with which none of the accused is named, and nobody else in more replays than with the most of it: who does all the work of
 * an unlogged culprit is named whatever the slack, and more of it would protect nobody.
 */
function slackOf(steps: Replay['steps']): number | null {
  const least = Math.min(...steps.map(({ anybody }) => anybody));
  return steps.find(({ named, anybody }) => named === 0 && anybody <= least)?.slack ?? null;
}

/** The answer to the real list once the replays are known: with the slack they ask for, and nobody where none suffices. */
export function judgeAfterReplay(
  question: TraceQuestion,
  real: Evidence,
  activity: readonly ShortlistRow[],
  result: Replay,
): TraceAnswer {
  // Where even the most slack leaves the accused named, no evidence is enough on this log.
  const answer = judgeTrace({ ...question, slack: result.slack ?? 1 }, real, activity);
  return { ...answer, trace: { ...answer.trace, replay: result } };
}
