import { describe, expect, test } from 'vitest';
import type { Rule } from '../packs/rule-schema.ts';
import { type ActorDays, actorDayCollector } from './actor-day.ts';
import { slowDrips } from './slow.ts';

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
  burst: {
    threshold: 5,
    features: [{ feature: 'unexplained-subjects', weight: 1, scale: 'linear', floor: 1, floor_share: 0, least: 5 }],
  },
  slow: { threshold: 5, days: 10, floor: 2, floor_share: 0, least: 20 },
};
const DAYS = 20;

/** Everybody opens 30 people a day; `fresh` of them are new and unexplained. */
function teamOf(
  people: number,
  fresh: (person: number, day: number) => number,
  opened = (_person: number) => 30,
): ActorDays {
  const collector = actorDayCollector();
  for (let person = 0; person < people; person += 1)
    for (let day = 0; day < DAYS; day += 1) {
      const count = BigInt(fresh(person, day));
      const subjects = BigInt(opened(person));
      collector.add({ actor: `e-${person}`, day, subjects, unexplained: count, fresh: count, unnamed_rows: 0n });
    }
  return collector.done();
}

const drips = (days: ActorDays, isBurst: (row: number) => boolean = () => false) =>
  slowDrips(days, new Int32Array(days.names.length), 1, RULE, { from: 0, to: DAYS }, isBurst);

describe('slowDrips', () => {
  test('few a day add up: once for each actor, at the window where it stood out most', () => {
    const days = teamOf(6, (person, day) => (person === 2 && day >= 5 && day < 15 ? 4 : 0));
    expect(drips(days)).toMatchObject([{ actor: 2, day: 14, unexplained: 40, expected: 0, subjects: 300 }]);
  });

  test('who does ten times the same work is measured by it', () => {
    const busy = (person: number): number => (person === 2 ? 300 : 30);
    expect(drips(teamOf(6, (person) => (person === 2 ? 10 : 1), busy))).toEqual([]);
    expect(drips(teamOf(6, (person) => (person === 2 ? 10 : 1)))).toHaveLength(1);
  });

  test('a loud day is left out of the sums: it is a finding of its own', () => {
    const days = teamOf(6, (person, day) => (person === 2 && day === 10 ? 60 : 0));
    expect(drips(days)).toHaveLength(1);
    expect(drips(days, (row) => days.day[row] === 10 && days.actor[row] === 2)).toEqual([]);
  });

  test('a team too small to compare with, and sums too small to matter, give nothing', () => {
    expect(drips(teamOf(3, (person) => (person === 2 ? 9 : 0)))).toEqual([]);
    expect(drips(teamOf(6, (person, day) => (person === 2 && day < 4 ? 4 : 0)))).toEqual([]);
  });

  test('only windows that end within what was asked are told', () => {
    const days = teamOf(6, (person, day) => (person === 2 && day < 8 ? 5 : 0));
    const asked = (from: number) =>
      slowDrips(days, new Int32Array(6), 1, RULE, { from, to: DAYS }, () => false).map(({ day }) => day);
    expect(asked(0)).toEqual([7]);
    expect(asked(9)).toEqual([9]);
    expect(asked(19)).toEqual([]);
  });
});
