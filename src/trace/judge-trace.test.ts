import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../core/random.ts';
import { type Evidence, gatherEvidence, type ShortlistRow } from './evidence.ts';
import { judgeTrace, shortlistOf, type TraceAnswer } from './judge-trace.ts';
import {
  actorName,
  evidenceIn,
  outsiders,
  SCOPE,
  SMALL,
  sampleOf,
  seenBy,
  smallWorld,
  traceIn,
  type WorldKnobs,
} from './small-world.ts';
import { TRACE_MODEL } from './trace-model.ts';

const SEED = 11;
const CULPRIT = 7;

/** What `actor` copied of a small world in 120 days, `count` of it. */
const taken = (world: ReturnType<typeof smallWorld>, actor: number, count: number): readonly number[] =>
  sampleOf(world.random, seenBy(world, actor, 100, 220), count);

const namesOf = ({ trace }: TraceAnswer): readonly string[] => trace.named.map(({ actor }) => actor);

const judgeOf = (evidence: Evidence, activity: readonly ShortlistRow[], records = 20, legible = false): TraceAnswer => {
  const shortlist = new Set(shortlistOf(evidence));
  const rows = activity.filter((row) => shortlist.has(row.actor));
  const sample = { records, linked: evidence.positions.length, foreign: records - evidence.positions.length };
  return judgeTrace({ case: 'c', alpha: 0.001, scope: SCOPE, sample, checkpoint: 'x', legible }, evidence, rows);
};

describe('one culprit', () => {
  test('is named, with both keys, the days and the records that speak for it', () => {
    const world = smallWorld(1);
    const { trace, details } = traceIn(world, taken(world, CULPRIT, 30));
    expect(trace).toMatchObject({ verdict: 'one', named: [{ actor: actorName(CULPRIT) }], apart: [] });
    expect(trace.named[0]?.eValue).toBeGreaterThanOrEqual(SMALL.actors / 0.001);
    expect(trace.named[0]?.posterior).toBeGreaterThanOrEqual(TRACE_MODEL.posteriorToName);
    expect(trace.window?.level).toBe(0.9);
    // Days 100 to 220 of 2025 begin on 11 April and end before 9 August.
    expect(trace.window?.from.slice(0, 10)).toMatch(/2025-0[34]/);
    expect(trace.window?.to.slice(0, 10)).toMatch(/2025-0[89]/);
    expect(details).toMatchObject([{ actor: actorName(CULPRIT) }]);
    expect(details[0]?.records.filter(({ seen }) => seen)).toHaveLength(30);
    expect(details[0]?.share).toBeGreaterThan(0.85);
    // Beside the rivals, who have numbers and no names.
    const rivals = details[0]?.rivals;
    expect(rivals?.others).toHaveLength(5);
    expect(rivals?.needed).toBeCloseTo(Math.log10(SMALL.actors / 0.001), 9);
    expect(rivals?.own).toBeGreaterThan(rivals?.needed ?? Infinity);
    for (const other of rivals?.others ?? []) expect(other).toBeLessThan(rivals?.needed ?? 0);
    expect(JSON.stringify(details)).not.toMatch(new RegExp(`e-(?!${actorName(CULPRIT).slice(2)})\\d`));
  });

  test('is named although four in ten of the list are from elsewhere', () => {
    const world = smallWorld(2);
    const { trace } = traceIn(world, [...taken(world, CULPRIT, 40), ...outsiders(world, 26, 'any')]);
    expect(trace).toMatchObject({ verdict: 'one', named: [{ actor: actorName(CULPRIT) }] });
  });

  test('with too few records nobody is named, and how many more it takes is said', () => {
    const world = smallWorld(1);
    const { trace } = traceIn(world, taken(world, CULPRIT, 4));
    expect(trace).toMatchObject({ verdict: 'not-enough-data', named: [], window: null });
    expect(trace.moreRecordsNeeded).toBeGreaterThan(0);
    expect(trace.moreRecordsNeeded).toBeLessThan(30);
  });

  test.each([1, 3])('of a list of %i customers it is said how many a usual list has to have', (records) => {
    const world = smallWorld(1);
    const { evidence, activity } = evidenceIn(world, taken(world, CULPRIT, records));
    const { trace } = judgeOf(evidence, activity, 5);
    expect(trace).toMatchObject({ verdict: 'not-enough-data', named: [] });
    expect(trace.moreRecordsNeeded).toBeGreaterThanOrEqual(5);
    expect(trace.moreRecordsNeeded).toBeLessThan(30);
  });

  test('of a list that cannot link no number is said', () => {
    const { evidence, activity } = evidenceIn(smallWorld(1), []);
    expect(judgeOf(evidence, activity, 5, false).trace.moreRecordsNeeded).toBeNull();
  });

  test('a twin who opened the same cannot be told apart, and neither is named', () => {
    const world = smallWorld(1);
    const list = taken(world, CULPRIT, 30);
    const byActor = world.byActor.map((views, actor) => (actor === 12 ? (world.byActor[CULPRIT] ?? []) : views));
    const activity = world.activity.map((rows, actor) =>
      actor === 12 ? (world.activity[CULPRIT] ?? []).map((row) => ({ ...row, actor: actorName(12) })) : rows,
    );
    const { trace, details } = traceIn({ ...world, byActor, activity }, list);
    expect(trace).toMatchObject({ verdict: 'cannot-separate', named: [], window: null, apart: [{ persons: 2 }] });
    expect(details).toEqual([]);
    expect(JSON.stringify(trace)).not.toContain('e-0');
  });
});

describe('a small part of a long list', () => {
  const mixed = (seed: number, own: number, all: number, knobs: Partial<WorldKnobs> = {}): TraceAnswer => {
    const world = smallWorld(seed, { ...SMALL, actors: 60, segments: 1, medianViews: 300, ...knobs });
    return traceIn(world, [...new Set([...taken(world, CULPRIT, own), ...outsiders(world, all - own, 'any')])]);
  };

  test('is enough to be named where the evidence holds with the wider slack', () => {
    // Few of so many customers are opened by any one actor: each record of his says much.
    const answer = mixed(42, 190, 800, { customers: 20_000, medianViews: 600 });
    expect(answer.trace).toMatchObject({ verdict: 'one', named: [{ actor: actorName(CULPRIT) }] });
    expect(answer.details[0]?.share).toBeLessThan(TRACE_MODEL.shareToName);
  });

  test('while it is not, nobody is named, and it is not said that the list comes from elsewhere', () => {
    for (const seed of [41, 43, 44])
      expect(mixed(seed, 60, 300).trace).toMatchObject({ verdict: 'not-enough-data', named: [], window: null });
  });
});

describe('not from this log', () => {
  test.each(['any', 'popular', 'segment'] as const)('customers of another source (%s) are laid to nobody', (kind) => {
    const world = smallWorld(3);
    const { trace } = traceIn(world, outsiders(world, 100, kind));
    expect(trace).toMatchObject({ verdict: 'not-in-this-log', named: [], window: null });
  });

  test('a culprit whose accesses are not logged leaves no innocent named', () => {
    const world = smallWorld(4);
    const { trace } = traceIn(world, taken(world, CULPRIT, 40), [CULPRIT]);
    expect(trace.named).toEqual([]);
  });

  test('strangers only, enough of them: nobody could have copied them here', () => {
    const { evidence, activity } = evidenceIn(smallWorld(1), []);
    expect(judgeOf(evidence, activity, 50, true).trace.verdict).toBe('not-in-this-log');
    expect(judgeOf(evidence, activity, 50, false).trace.verdict).toBe('not-enough-data');
  });

  test('customers whom nobody ever opened were not copied by anybody who is logged', () => {
    const world = smallWorld(5);
    const unseen = [...world.viewers.keys()].filter((customer) => world.viewers[customer] === 0).slice(0, 40);
    expect(unseen.length).toBe(40);
    expect(traceIn(world, unseen).trace.verdict).toBe('not-in-this-log');
  });
});

describe('several culprits', () => {
  test('two halves of a list name two, and no third', () => {
    const world = smallWorld(6, { ...SMALL, medianViews: 300 });
    const list = new Set([...taken(world, CULPRIT, 80), ...taken(world, 12, 80)]);
    const answer = traceIn(world, [...list]);
    expect(answer.trace.verdict).toBe('several');
    expect([...namesOf(answer)].sort()).toEqual([actorName(CULPRIT), actorName(12)]);
    expect(answer.details).toHaveLength(2);
  });

  test('one culprit is not called several', () => {
    for (const seed of [20, 21, 22, 23]) {
      const world = smallWorld(seed);
      const answer = traceIn(world, taken(world, CULPRIT, 80));
      expect(namesOf(answer)).toEqual([actorName(CULPRIT)]);
    }
  });
});

describe('what the answer may not depend on', () => {
  const world = smallWorld(8);
  const list = taken(world, CULPRIT, 25);
  const { evidence, activity } = evidenceIn(world, [...list, ...outsiders(world, 10, 'popular')]);
  const before = judgeOf(evidence, activity);
  const logOf = (answer: TraceAnswer): number => Math.log(answer.trace.named[0]?.eValue ?? 1);

  test('the order in which actors come from the lake', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const order = sampleOf(seededRandom(seed), [...evidence.sightings], evidence.sightings.size);
        const volumes = sampleOf(seededRandom(seed), [...evidence.volumes], evidence.volumes.size);
        const rows = sampleOf(seededRandom(seed), activity, activity.length);
        const answer = judgeOf({ ...evidence, sightings: new Map(order), volumes: new Map(volumes) }, rows);
        expect(answer.trace.verdict).toBe(before.trace.verdict);
        expect(namesOf(answer)).toEqual(namesOf(before));
        expect(logOf(answer)).toBeCloseTo(logOf(before), 6);
      }),
      { seed: SEED, numRuns: 4 },
    );
  });

  test("the actors' names", () => {
    const rename = (actor: string): string => `x-${9_999 - Number(actor.slice(2))}`;
    const renamed = {
      ...evidence,
      sightings: new Map(
        [...evidence.sightings].map(([actor, seen]) => [rename(actor), { ...seen, actor: rename(actor) }]),
      ),
      volumes: new Map([...evidence.volumes].map(([actor, volumes]) => [rename(actor), volumes])),
    };
    const answer = judgeOf(
      renamed,
      activity.map((row) => ({ ...row, actor: rename(row.actor) })),
    );
    expect(namesOf(answer)).toEqual(namesOf(before).map(rename));
    expect(logOf(answer)).toBeCloseTo(logOf(before), 9);
  });

  test('an actor who opened none of it (his name is one more to tell from, no more)', () => {
    const more = {
      ...evidence,
      actorCount: evidence.actorCount + 1,
      volumes: new Map([...evidence.volumes, ['idle', new Map([['s-0', 40]])] as const]),
    };
    const answer = judgeOf(more, activity);
    expect(namesOf(answer)).toEqual(namesOf(before));
    expect(Math.abs(logOf(answer) - logOf(before))).toBeLessThan(0.5);
  });

  test('duplicates in the list: a customer speaks once, however many records name him', () => {
    const twice = evidence.positions.map((position) => ({
      ...position,
      recordNos: [...position.recordNos, ...position.recordNos.map((no) => no + 1_000)],
    }));
    expect(judgeOf({ ...evidence, positions: twice }, activity).trace.named).toEqual(before.trace.named);
  });
});

test('a stricter α names fewer, never others', () => {
  for (const seed of [30, 31]) {
    const world = smallWorld(seed);
    const { evidence, activity } = evidenceIn(world, taken(world, CULPRIT, 12));
    const shortlist = new Set(shortlistOf(evidence));
    const rows = activity.filter((row) => shortlist.has(row.actor));
    const question = { case: 'c', scope: SCOPE, sample: { records: 12, linked: 12, foreign: 0 }, checkpoint: 'x' };
    const named = (alpha: number) => namesOf(judgeTrace({ ...question, alpha }, evidence, rows));
    const loose = named(0.05);
    for (const actor of named(1e-9)) expect(loose).toContain(actor);
  }
});

test('an empty log and an empty list are answered, not thrown at', () => {
  const evidence = gatherEvidence({ positions: [], controls: [], volumes: [], segments: [], probe: [] });
  expect(judgeOf(evidence, [], 0).trace).toMatchObject({
    verdict: 'not-enough-data',
    named: [],
    moreRecordsNeeded: null,
  });
});
