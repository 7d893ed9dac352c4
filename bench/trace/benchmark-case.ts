import type { Period } from '../../src/core/instant.ts';
import { type Random, randomBelow } from '../../src/core/random.ts';
import type { Replay } from '../../src/model/trace.ts';
import { judgeWithLeader, type Leader, shortlistOf } from '../../src/trace/judge-trace.ts';
import { type Baseline, baselines } from './baseline.ts';
import type { BenchmarkRow } from './benchmark-row.ts';
import { actorName, DAYS, type Organisation } from './organisation.ts';
import { evidenceOf, type Listed, START_MS } from './organisation-evidence.ts';
import { replayCase } from './replay-case.ts';

export const ALPHA = 0.001;
const WRONG_LINKS = 0.05;
const SAME_TEAM = 0.7;
const DAY_MS = 86_400_000;
const SCOPE = { from: '2025-01-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' } as Period;

/** One list: what is true, and what was said. Days count from the first of the year. */
export interface BenchmarkCase {
  readonly row: string;
  readonly seed: number;
  readonly customers: number;
  readonly culprits: readonly string[];
  readonly verdict: string;
  readonly named: readonly string[];
  /** ln E of those named, less ln(n/α). */
  readonly margin: readonly number[];
  readonly leader: Leader | null;
  readonly first: Readonly<Record<Baseline, number>>;
  readonly hypergeometricInnocents: number;
  readonly moreRecordsNeeded: number | null;
  /** First and last day (half-open) on which a listed record was copied; of all culprits. */
  readonly taken: readonly [from: number, to: number];
  readonly windowEnd: number;
  readonly stated: { readonly from: number; readonly to: number; readonly likelyTo: number } | null;
  readonly milliseconds: number;
  /** Whom the model alone would have named; the same as `named` where no replays were run. */
  readonly before: readonly string[];
  readonly replay: Replay | null;
  readonly replayMilliseconds: number;
}

export interface MadeList {
  readonly list: readonly Listed[];
  readonly culprits: readonly number[];
  readonly hidden: readonly number[];
  readonly outside: number;
  readonly taken: readonly [from: number, to: number];
  readonly windowEnd: number;
}

/** `replays` before a name is shown; 0: the model alone. */
export function runCase(made: Organisation, row: BenchmarkRow, seed: number, replays: number): BenchmarkCase {
  const truth = makeList(made, row);
  const culprits = truth.hidden.length > 0 ? [] : truth.culprits;
  const evidence = evidenceOf(made, truth.list, truth.hidden);
  const shortlist = shortlistOf(evidence);
  const activity = shortlist.flatMap((actor) => made.activity(Number(actor.slice(2))));
  const sample = { records: truth.list.length, linked: truth.list.length, foreign: 0 };
  const question = { case: 'c-bench', alpha: ALPHA, scope: SCOPE, sample, checkpoint: 'bench' };
  const judging = performance.now();
  const first = judgeWithLeader(question, evidence, activity);
  const milliseconds = performance.now() - judging;
  const replaying = performance.now();
  const { trace, details } =
    first.trace.named.length === 0 || replays === 0
      ? first
      : replayCase(made, truth.hidden, question, evidence, activity, first, replays, seed);
  const replayMilliseconds = performance.now() - replaying;
  const simple = baselines(
    made,
    truth.list.map(({ customer }) => customer),
    { culprits, hidden: truth.hidden, outside: truth.outside },
    ALPHA,
  );
  const dayOf = (instant: string): number => (Date.parse(instant) - START_MS) / DAY_MS;
  const likely = details.map((detail) => detail.likely).filter((window) => window !== null);
  const needed = Math.log(evidence.actorCount / ALPHA);
  return {
    row: row.id,
    seed,
    customers: evidence.positions.length,
    culprits: culprits.map(actorName),
    verdict: trace.verdict,
    named: trace.named.map(({ actor }) => actor),
    margin: trace.named.map(({ eValue }) => Math.log(eValue) - needed),
    leader: first.leader,
    first: simple.first,
    hypergeometricInnocents: simple.innocentsNamed,
    moreRecordsNeeded: trace.moreRecordsNeeded,
    taken: truth.taken,
    windowEnd: truth.windowEnd,
    stated:
      trace.window === null
        ? null
        : {
            from: dayOf(trace.window.from),
            to: dayOf(trace.window.to),
            likelyTo: Math.max(...likely.map((window) => dayOf(window.to))),
          },
    milliseconds,
    before: first.trace.named.map(({ actor }) => actor),
    replay: trace.replay ?? null,
    replayMilliseconds,
  };
}

export function makeList(made: Organisation, row: BenchmarkRow): MadeList {
  const { random } = made;
  const outside = row.culprits === 0 ? 1 : (row.outside ?? random() / 2);
  const wanted = Math.round((row.records * (1 - outside)) / Math.max(1, row.culprits));
  const from = randomBelow(random, DAYS - row.windowDays);
  const to = from + row.windowDays;
  const culprits = chooseCulprits(made, row.culprits, wanted, from, to);
  const list = new Map<number, Listed>();
  let [first, last] = [DAYS, 0];
  for (const culprit of culprits) {
    for (const { customer, day } of some(random, seenIn(made, culprit, from, to), wanted)) {
      list.set(customer, { customer, copiedOn: day });
      first = Math.min(first, day);
      last = Math.max(last, day + 1);
    }
  }
  const foreign = culprits.length === 0 ? row.records : Math.round((list.size * outside) / (1 - outside));
  const home = (culprits[0] ?? randomBelow(random, made.knobs.actors)) % made.knobs.segments;
  for (const customer of outsiders(made, row, foreign, home))
    if (!list.has(customer)) list.set(customer, { customer, copiedOn: randomBelow(random, DAYS) });
  // A wrong link gives another customer, of whose values the record says nothing.
  const linked = [...list.values()].map((listed) =>
    random() < WRONG_LINKS ? { customer: randomBelow(random, made.knobs.customers), copiedOn: null } : listed,
  );
  return { list: linked, culprits, hidden: row.ghost ? culprits : [], outside, taken: [first, last], windowEnd: to };
}

/** Actors who opened enough in these days; further ones are of the first one's segment in seven cases of ten. */
function chooseCulprits(
  made: Organisation,
  count: number,
  wanted: number,
  from: number,
  to: number,
): readonly number[] {
  const { knobs, random } = made;
  const chosen: number[] = [];
  for (let tries = 0; chosen.length < count && tries < 2_000; tries += 1) {
    const [first] = chosen;
    const mate = first !== undefined && random() < SAME_TEAM;
    const actor = mate
      ? (first % knobs.segments) + knobs.segments * randomBelow(random, Math.floor(knobs.actors / knobs.segments))
      : randomBelow(random, knobs.actors);
    if (chosen.includes(actor)) continue;
    if (seenIn(made, actor, from, to).length >= wanted || tries > 1_000) chosen.push(actor);
  }
  return chosen;
}

/** Distinct customers that an actor opened in days [from, to), with the last of those days. */
function seenIn(
  made: Organisation,
  actor: number,
  from: number,
  to: number,
): readonly { readonly customer: number; readonly day: number }[] {
  const seen = new Map<number, number>();
  for (let k = made.start[actor] ?? 0; k < (made.start[actor + 1] ?? 0); k += 1) {
    const day = made.day[k] ?? 0;
    if (day >= from && day < to) seen.set(made.customer[k] ?? 0, day);
  }
  return [...seen].map(([customer, day]) => ({ customer, day }));
}

function some<T>(random: Random, items: readonly T[], count: number): readonly T[] {
  const rest = [...items];
  const take = Math.min(count, rest.length);
  for (let i = 0; i < take; i += 1) {
    const j = i + randomBelow(random, rest.length - i);
    [rest[i], rest[j]] = [rest[j] as T, rest[i] as T];
  }
  return rest.slice(0, take);
}

/** Another source's list: any customers, popular ones, or one segment's, half of these the culprit's own (tracing brief 3.7). */
function outsiders(made: Organisation, row: BenchmarkRow, count: number, home: number): ReadonlySet<number> {
  const { knobs, random } = made;
  const kind = row.outsiders === 'popular' ? 1 + randomBelow(random, 2) : randomBelow(random, 3);
  const segment = random() < 0.5 ? home : randomBelow(random, knobs.segments);
  const chosen = new Set<number>();
  for (let tries = 0; chosen.size < count && tries < 50 * count; tries += 1) {
    if (kind === 0) chosen.add(randomBelow(random, knobs.customers));
    else chosen.add(made.popular(kind === 1 ? randomBelow(random, knobs.segments) : segment));
  }
  return chosen;
}
