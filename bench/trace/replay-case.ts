import { seededRandom } from '../../src/core/random.ts';
import type { Evidence, ProbeRow, ShortlistRow } from '../../src/trace/evidence.ts';
import type { TraceAnswer, TraceQuestion } from '../../src/trace/judge-trace.ts';
import { judgeAfterReplay, planReplays, replay, replayShortlist } from '../../src/trace/replay.ts';
import { chooseGhosts, type GhostChoice, poolCustomers } from '../../src/trace/replay-choice.ts';
import { replayPool } from '../../src/trace/replay-pool.ts';
import { TRACE_MODEL } from '../../src/trace/trace-model.ts';
import { actorName, type Organisation, segmentName } from './organisation.ts';
import { customerName, START_MS } from './organisation-evidence.ts';

const DAY_MS = 86_400_000;

/** What `replay-trace` does with the lake, on an organisation in memory, the log lacking the `hidden` actors. */
export function replayCase(
  made: Organisation,
  hidden: readonly number[],
  question: TraceQuestion,
  evidence: Evidence,
  activity: readonly ShortlistRow[],
  answer: TraceAnswer,
  replays: number,
  seed: number,
): TraceAnswer {
  const random = seededRandom(seed);
  const ghosts = chooseGhosts(question.scope, evidence, answer.trace, random);
  const pooled = poolCustomers(evidence, ghostRows(made, evidence, ghosts), random);
  const pool = replayPool(
    pooled,
    pooled.flatMap(({ customer }, at) => probeOf(made, Number(customer.slice(2)), at, new Set(hidden))),
  );
  const share = Math.min(...answer.details.map((detail) => detail.share));
  const plan = planReplays(pool, evidence, replays, share, seed);
  const rows = replayShortlist(plan, pool, evidence, TRACE_MODEL.replayActors).flatMap((actor) =>
    made.activity(Number(actor.slice(2))),
  );
  const accused = new Set(answer.trace.named.map(({ actor }) => actor));
  return judgeAfterReplay(question, evidence, activity, replay(plan, pool, evidence, rows, question, accused));
}

/** As `trace-ghost` gives them. */
function ghostRows(made: Organisation, evidence: Evidence, ghosts: readonly GhostChoice[]) {
  const listed = new Set(evidence.positions.map(({ customer }) => Number(customer.slice(2))));
  const segments = new Set(evidence.positions.map(({ segment }) => segment));
  return ghosts.flatMap(({ actor, from_time, to_time }) => {
    const [from, to] = [from_time, to_time].map((time) => (Date.parse(time) - START_MS) / DAY_MS);
    const no = Number(actor.slice(2));
    const opened = new Set<number>();
    for (let k = made.start[no] ?? 0; k < (made.start[no + 1] ?? 0); k += 1) {
      const day = made.day[k] ?? 0;
      const customer = made.customer[k] ?? 0;
      if (day < (from ?? 0) || day >= (to ?? 0) || listed.has(customer)) continue;
      if (segments.has(segmentName(customer % made.knobs.segments))) opened.add(customer);
    }
    const shuffled = [...opened].sort((a, b) => ((a * 2654435761) % 2 ** 32) - ((b * 2654435761) % 2 ** 32));
    return shuffled.slice(0, TRACE_MODEL.replayRecordsMax).map((customer) => ({
      actor,
      customer: customerName(customer),
      segment: segmentName(customer % made.knobs.segments),
    }));
  });
}

/** As `trace-probe` gives them: views by actor and day. */
function probeOf(made: Organisation, customer: number, at: number, gone: ReadonlySet<number>): readonly ProbeRow[] {
  const rows: { probe_no: number; actor: string; day: number; views: number }[] = [];
  for (let k = made.startOf[customer] ?? 0; k < (made.startOf[customer + 1] ?? 0); k += 1) {
    const actor = made.actorOf[k] ?? 0;
    if (gone.has(actor)) continue;
    const day = made.dayOf[k] ?? 0;
    const last = rows.at(-1);
    if (last?.day === day && last.actor === actorName(actor)) last.views += 1;
    else rows.push({ probe_no: at, actor: actorName(actor), day, views: 1 });
  }
  return rows;
}
