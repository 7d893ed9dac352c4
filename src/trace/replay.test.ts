import { describe, expect, test } from 'vitest';
import { seededRandom } from '../core/random.ts';
import type { ProbeRow } from './evidence.ts';
import { judgeTrace, shortlistOf, type TraceAnswer } from './judge-trace.ts';
import { judgeAfterReplay, planReplays, replay, replayShortlist } from './replay.ts';
import { type ReplayPool, replayEvidence, replayPool } from './replay-pool.ts';
import { replaySentence } from './replay-sentence.ts';
import { actorName, evidenceIn, SCOPE, SMALL, sampleOf, seenBy, smallWorld, type World } from './small-world.ts';

const CULPRIT = 7;
const question = {
  case: 'c',
  alpha: 0.001,
  scope: SCOPE,
  sample: { records: 40, linked: 40, foreign: 0 },
  checkpoint: 'x',
};

/** What the workflow extracts of a log: the ghosts' customers who are not on the list, some outsiders, and who opened them. */
function poolOf(
  world: World,
  list: readonly number[],
  ghosts: readonly number[],
  hidden: readonly number[],
): ReplayPool {
  const listed = new Set(list);
  const owners = new Map<number, string[]>();
  const add = (customer: number, ghost: string | null): void => {
    const known = owners.get(customer) ?? [];
    owners.set(customer, ghost === null ? known : [...known, ghost]);
  };
  for (const ghost of ghosts)
    for (const customer of seenBy(world, ghost)) if (!listed.has(customer)) add(customer, actorName(ghost));
  const outsiders = new Set(
    sampleOf(world.random, [...world.segmentOf.keys()], 400).filter((customer) => !listed.has(customer)),
  );
  for (const customer of outsiders) add(customer, null);
  const customers = [...owners].map(([customer, by]) => ({
    customer: `c-${String(customer).padStart(6, '0')}`,
    segment: `s-${world.segmentOf[customer] ?? 0}`,
    share: outsiders.has(customer) ? 1 : 0,
    ghosts: by,
  }));
  const places = new Map([...owners.keys()].map((customer, at) => [customer, at] as const));
  const probe: ProbeRow[] = world.byActor.flatMap((views, actor) =>
    hidden.includes(actor)
      ? []
      : views.flatMap(({ customer, day }) => {
          const at = places.get(customer);
          return at === undefined ? [] : [{ probe_no: at, actor: actorName(actor), day, views: 1 }];
        }),
  );
  return replayPool(
    customers,
    probe.sort((a, b) => a.probe_no - b.probe_no || (a.actor < b.actor ? -1 : 1)),
  );
}

function replayed(world: World, list: readonly number[], ghosts: readonly number[], hidden: readonly number[] = []) {
  const { evidence, activity } = evidenceIn(world, list, hidden);
  const judge = (): TraceAnswer => {
    const shortlist = new Set(shortlistOf(evidence));
    return judgeTrace(
      question,
      evidence,
      activity.filter((row) => shortlist.has(row.actor)),
    );
  };
  const before = judge();
  const accused = new Set(before.trace.named.map(({ actor }) => actor));
  const pool = poolOf(world, list, ghosts, hidden);
  const plan = planReplays(pool, evidence, 40, 0.9, 5);
  const result = replay(plan, pool, evidence, activity, question, accused);
  return { before, evidence, pool, plan, result, after: judgeAfterReplay(question, evidence, activity, result) };
}

describe('replays on the log itself', () => {
  const world = smallWorld(1);
  const list = sampleOf(world.random, seenBy(world, CULPRIT, 100, 220), 40);
  const colleagues = Array.from({ length: 8 }, (_, i) => CULPRIT + SMALL.segments * (i + 1));
  const run = replayed(world, list, colleagues);

  test('a culprit of the log stays named, and the figure is part of the answer', () => {
    expect(run.result.steps[0]).toMatchObject({ slack: 0, named: 0 });
    expect(run.result.slack).not.toBeNull();
    expect(run.result.replays).toBe(40);
    expect(run.result.absent).toBeGreaterThan(15);
    expect(run.result.elsewhere).toBeGreaterThan(5);
    expect(run.after.trace).toMatchObject({
      verdict: 'one',
      named: [{ actor: actorName(CULPRIT) }],
      replay: run.result,
    });
    expect(replaySentence(run.result, 0.001)).toContain('less than 7.5 %');
  });

  test('lists are as long as the real one, at least as pure, hold none of its customers, and repeat with the seed', () => {
    const real = new Set(run.evidence.positions.map(({ customer }) => customer));
    for (const { ghost, places } of run.plan.leaks) {
      expect(places.length).toBeGreaterThan(30);
      expect(places.length).toBeLessThanOrEqual(40);
      const own = places.filter((at) => run.pool.customers[at]?.ghosts.includes(ghost ?? ''));
      if (ghost !== null) expect(own.length / places.length).toBeGreaterThan(0.85);
      for (const at of places) expect(real.has(run.pool.customers[at]?.customer ?? '')).toBe(false);
    }
    expect(planReplays(run.pool, run.evidence, 40, 0.9, 5)).toEqual(run.plan);
    expect(planReplays(run.pool, run.evidence, 40, 0.9, 6)).not.toEqual(run.plan);
  });

  test('a ghost is in nothing that a replay reads', () => {
    const leak = run.plan.leaks.find(({ ghost }) => ghost !== null);
    if (leak === undefined || leak.ghost === null) throw new Error('no ghost among the leaks');
    const evidence = replayEvidence(run.pool, run.evidence, leak, seededRandom(1));
    expect(evidence.sightings.has(leak.ghost)).toBe(false);
    expect(evidence.volumes.has(leak.ghost)).toBe(false);
    expect(evidence.actorCount).toBe(run.evidence.actorCount - 1);
    for (const [at, place] of leak.places.entries())
      expect(evidence.viewers[at]).toBe(
        run.pool.viewers[place]?.filter(({ actor }) => actor !== leak.ghost).length ?? 0,
      );
    expect(replayShortlist(run.plan, run.pool, run.evidence, 5)).toHaveLength(5);
  });
});

test('who does the same work as an unlogged culprit is judged with the slack that leaks by their colleagues ask for', () => {
  const base = smallWorld(1);
  const [ghost, mate, third] = [CULPRIT, CULPRIT + SMALL.segments, CULPRIT + 2 * SMALL.segments];
  const shared = base.byActor[ghost] ?? [];
  const team = [ghost, mate, third];
  const byActor = base.byActor.map((views, actor) =>
    team.includes(actor)
      ? [
          ...shared.filter(() => actor === ghost || base.random() < (actor === mate ? 0.9 : 0.6)),
          ...(actor === ghost ? [] : views.slice(0, 20)),
        ].sort((a, b) => a.day - b.day)
      : views,
  );
  const world = { ...base, byActor, activity: smallActivity(base, byActor, team) };
  const both = new Set(seenBy(world, mate));
  const list = seenBy(world, ghost)
    .filter((customer, at) => both.has(customer) || at % 10 === 0)
    .slice(0, 40);
  const run = replayed(
    world,
    list,
    [third, 12, 17, 22].filter((actor) => actor !== mate),
    [ghost],
  );
  expect(run.before.trace.named).toEqual([expect.objectContaining({ actor: actorName(mate) })]);
  expect(run.result.steps[0]?.named).toBeGreaterThan(0);
  expect(run.result.slack).toBeGreaterThan(0.04);
  expect(run.after.trace.named[0]?.eValue ?? 0).toBeLessThan((run.before.trace.named[0]?.eValue ?? 0) / 1e3);
  // Where no slack keeps them from being named, nobody is, and no name is left in the answer.
  const never = { ...run.result, steps: [{ slack: 0.3, named: 1, anybody: 1 }], slack: null };
  const { evidence, activity } = evidenceIn(world, list, [ghost]);
  const answer = judgeAfterReplay(question, evidence, activity, never);
  expect(answer).toMatchObject({ trace: { named: [], window: null }, details: [] });
  expect(JSON.stringify(answer)).not.toContain(actorName(mate));
  expect(replaySentence(never, 0.001)).toContain('they are not named');
});

/** `trace-shortlist` for those whose views were changed. */
function smallActivity(world: World, byActor: World['byActor'], changed: readonly number[]): World['activity'] {
  return world.activity.map((rows, actor) => {
    if (!changed.includes(actor)) return rows;
    const seen = new Set<number>();
    return (byActor[actor] ?? []).map(({ customer, day }) => {
      const opened = seen.has(customer) ? 0 : 1;
      seen.add(customer);
      return { actor: actorName(actor), day, segment: `s-${world.segmentOf[customer] ?? 0}`, views: 1, opened };
    });
  });
}

test('a tolerated error that the replays did not keep is said not to hold', () => {
  const steps = [
    { slack: 0.03, named: 0, anybody: 31 },
    { slack: 0.3, named: 0, anybody: 7 },
  ];
  const result = { replays: 200, absent: 134, elsewhere: 66, anybody: 31, steps, slack: 0.3 };
  expect(replaySentence(result, 0.001)).toMatch(/in 3\.5 % of them, where 0\.1 % was tolerated.*does not hold here/);
  expect(replaySentence(result, 0.001)).not.toContain('chosen by these same leaks');
  const quiet = { ...result, anybody: 0, steps: [{ slack: 0.03, named: 0, anybody: 0 }], slack: 0.03 };
  expect(replaySentence(quiet, 0.001)).not.toContain('does not hold');
  const chosen = { ...result, steps: [{ slack: 0.03, named: 4, anybody: 31 }, ...steps.slice(1)] };
  expect(replaySentence(chosen, 0.001)).toContain('chosen by these same leaks');
});
