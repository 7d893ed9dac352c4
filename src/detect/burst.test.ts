import { describe, expect, test } from 'vitest';
import type { Rule } from '../packs/rule-schema.ts';
import { type ActorDays, actorDayCollector } from './actor-day.ts';
import { judgeBursts } from './burst.ts';
import { NO_PEERS } from './peer-group.ts';

const feature = { weight: 1, scale: 'linear', floor: 1, floor_share: 0, least: 5 } as const;
const RULE: Rule = {
  id: 'test',
  title: 'test',
  status: 'draft',
  about: 'test',
  sources: [],
  budget: 10,
  own_past: { days: 10, least: 3 },
  team: { least: 3, days: 5 },
  service_roles: [],
  burst: { threshold: 5, features: [{ ...feature, feature: 'unexplained-subjects' }] },
  slow: { threshold: 5, days: 10, floor: 1, floor_share: 0, least: 10 },
};

/** One row per actor and day, in the order of the actors and their days. */
function daysOf(unexplained: Readonly<Record<string, Readonly<Record<number, number>>>>): ActorDays {
  const collector = actorDayCollector();
  for (const [actor, values] of Object.entries(unexplained))
    for (const [day, value] of Object.entries(values))
      collector.add({
        actor,
        day: Number(day),
        subjects: BigInt(value),
        unexplained: BigInt(value),
        fresh: 0n,
        unnamed_rows: 0n,
      });
  return collector.done();
}

const quiet = (days: number, value = 1): Record<number, number> =>
  Object.fromEntries(Array.from({ length: days }, (_, day) => [day, value]));
const rowOf = (days: ActorDays, actor: string, day: number): number =>
  days.day.findIndex((on, row) => on === day && days.names[days.actor[row] ?? -1] === actor);

describe('judgeBursts', () => {
  test('the kinder of the two comparisons counts: a busy day of the whole team is no surprise', () => {
    const busy = { ...quiet(8), 8: 40 };
    const days = daysOf({ a: busy, b: busy, c: busy, d: { ...busy, 8: 60 } });
    const bursts = judgeBursts(days, Int32Array.from([0, 0, 0, 0]), RULE);
    expect(bursts.score(rowOf(days, 'a', 8))).toBe(0);
    expect(bursts.score(rowOf(days, 'd', 8))).toBeCloseTo(20, 1);
    expect(bursts.reasons(rowOf(days, 'd', 8))).toMatchObject([
      { feature: 'unexplained-subjects-against-team', value: 60, expected: 40 },
    ]);
  });

  test('who always works much is compared with himself', () => {
    const days = daysOf({ a: { ...quiet(8, 50), 8: 52 }, b: quiet(9), c: quiet(9), d: quiet(9) });
    const bursts = judgeBursts(days, Int32Array.from([0, 0, 0, 0]), RULE);
    expect(bursts.score(rowOf(days, 'a', 8))).toBe(2);
    expect(bursts.reasons(rowOf(days, 'a', 8))).toMatchObject([
      { feature: 'unexplained-subjects-against-own-past', value: 52, expected: 50, contribution: 2 },
    ]);
  });

  test('an account without peers is judged by its past alone, and without one not at all', () => {
    const days = daysOf({ bot: { ...quiet(6), 6: 30 } });
    const bursts = judgeBursts(days, Int32Array.from([NO_PEERS]), RULE);
    expect(bursts.score(rowOf(days, 'bot', 6))).toBe(29);
    const young = daysOf({ bot: { 0: 1, 1: 30 } });
    const none = judgeBursts(young, Int32Array.from([NO_PEERS]), RULE);
    expect(none.judged(1)).toBe(false);
    expect(none.score(1)).toBe(0);
    expect(none.judged(0)).toBe(true);
  });

  test('days that are too long ago are no past', () => {
    const days = daysOf({ bot: { ...quiet(6), 60: 30 } });
    expect(judgeBursts(days, Int32Array.from([NO_PEERS]), RULE).judged(rowOf(days, 'bot', 60))).toBe(false);
  });

  test('less than the rule looks at adds nothing, however unusual', () => {
    const days = daysOf({ bot: { ...quiet(6, 0), 6: 4 } });
    expect(judgeBursts(days, Int32Array.from([NO_PEERS]), RULE).score(rowOf(days, 'bot', 6))).toBe(0);
  });

  test('on a doubling scale a tenfold value counts by its doublings', () => {
    const rule: Rule = {
      ...RULE,
      burst: { threshold: 5, features: [{ ...feature, feature: 'unexplained-subjects', scale: 'log2' }] },
    };
    const days = daysOf({ bot: { ...quiet(6, 31), 6: 1023 } });
    const bursts = judgeBursts(days, Int32Array.from([NO_PEERS]), rule);
    expect(bursts.score(rowOf(days, 'bot', 6))).toBe(5);
    expect(bursts.reasons(rowOf(days, 'bot', 6))).toMatchObject([{ value: 1023, expected: 31 }]);
  });
});
