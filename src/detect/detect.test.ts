import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../core/random.ts';
import { DETECTION_RULE, loadRulePack } from '../packs/rule-pack.ts';
import { type ActorDays, actorDayCollector } from './actor-day.ts';
import { detect, findingId } from './detect.ts';

const loaded = loadRulePack(fileURLToPath(new URL('../../packs', import.meta.url)), DETECTION_RULE);
if (!loaded.ok) throw new Error(loaded.error.message);
const { rule } = loaded.value;

const FIRST = 20_000;
const random = seededRandom(7);
const noise = Array.from({ length: 100_000 }, () => Math.floor(random() * 4));

/** People at work every day; `more` is what they open without explanation beyond a noise of 0 to 3 people. */
function company(people: number, days: number, more: (person: number, day: number) => number): ActorDays {
  const collector = actorDayCollector();
  for (let person = 0; person < people; person += 1) {
    for (let day = 0; day < days; day += 1) {
      const unexplained = BigInt((noise[(person * 100 + day) % noise.length] ?? 0) + more(person, day));
      collector.add({
        actor: `e-${person}`,
        day: FIRST + day,
        subjects: unexplained + 30n,
        unexplained,
        fresh: unexplained,
        unnamed_rows: 0n,
      });
    }
  }
  return collector.done();
}
const teamsOf = (people: number, size: number) =>
  Array.from({ length: people }, (_, person) => ({
    actor: `e-${person}`,
    team: `team-${Math.floor(person / size)}`,
    role: null,
  }));

const WINDOW = { from: FIRST + 15, to: FIRST + 40 };

describe('detect', () => {
  it.each([10, 60])(
    'finds the one loud day and the one slow drip among teams of %i, the louder first, and nothing else',
    (size) => {
      const days = company(120, 40, (person, day) =>
        person === 3 && day === 30 ? 200 : person === 70 && day >= 20 ? 5 : 0,
      );
      const { findings, leftOut, unjudged } = detect(days, teamsOf(120, size), rule, WINDOW, 20);
      expect(findings.map((f) => [f.kind, f.actor, f.day])).toEqual([
        ['burst', 'e-3', '2024-11-03'],
        ['slow', 'e-70', expect.any(String)],
      ]);
      expect([leftOut, unjudged]).toEqual([0, 0]);
    },
  );

  it('gives reasons that add up to the score', () => {
    const days = company(20, 40, (person, day) => (person === 3 && day === 30 ? 200 : 0));
    const [finding] = detect(days, teamsOf(20, 10), rule, WINDOW, 20).findings;
    expect(finding?.reasons.length).toBeGreaterThan(1);
    expect(finding?.reasons.reduce((sum, reason) => sum + reason.contribution, 0)).toBeCloseTo(finding?.score ?? 0, 9);
  });

  it('never looks at what comes after the day', () => {
    const until = (end: number) => company(20, end, (person, day) => (person === 3 && day >= 30 ? 200 : 0));
    const window = { from: FIRST + 30, to: FIRST + 31 };
    const known = detect(until(31), teamsOf(20, 10), rule, window, 20);
    expect(known.findings).toHaveLength(1);
    expect(detect(until(40), teamsOf(20, 10), rule, window, 20)).toEqual(known);
  });

  it('keeps the most surprising within the budget and says how many it left out', () => {
    const days = company(20, 40, (person, day) => (person < 5 && day === 20 + person ? 100 * (person + 1) : 0));
    const { findings, leftOut } = detect(days, teamsOf(20, 10), rule, WINDOW, 2);
    expect(findings.map((f) => f.actor)).toEqual(['e-4', 'e-3']);
    expect(leftOut).toBe(3);
  });

  it('counts the days on which somebody had neither a past nor a team', () => {
    const days = company(1, 40, () => 20);
    expect(detect(days, [], rule, { from: FIRST, to: FIRST + 40 }, 20)).toMatchObject({
      findings: [],
      unjudged: rule.own_past.least,
    });
  });

  it('compares people of small teams and of none with each other', () => {
    const days = company(6, 5, (person, day) => (person === 3 && day === 4 ? 100 : 0));
    const { findings } = detect(days, teamsOf(4, 2), rule, { from: FIRST, to: FIRST + 5 }, 20);
    expect(findings.map((f) => [f.actor, f.kind, f.reasons[0]?.feature])).toEqual([
      ['e-3', 'burst', 'unexplained-subjects-against-team'],
    ]);
  });

  it('lets colleagues’ last days stand in on a night when few are at work', () => {
    const collector = actorDayCollector();
    const add = (actor: string, day: number, unexplained: bigint) =>
      collector.add({
        actor,
        day: FIRST + day,
        subjects: unexplained,
        unexplained,
        fresh: unexplained,
        unnamed_rows: 0n,
      });
    for (let person = 0; person < 5; person += 1) add(`e-${person}`, 0, 1n);
    add('e-5', 2, 90n);
    const { findings } = detect(collector.done(), teamsOf(6, 6), rule, { from: FIRST + 2, to: FIRST + 3 }, 20);
    expect(findings.map((f) => f.actor)).toEqual(['e-5']);
  });
});

describe('findingId', () => {
  it('is the same for the same actor, day and kind, and another for any other', () => {
    const id = findingId('e-1', '2026-03-01', 'burst');
    expect(id).toBe(findingId('e-1', '2026-03-01', 'burst'));
    const others = [
      findingId('e-2', '2026-03-01', 'burst'),
      findingId('e-1', '2026-03-02', 'burst'),
      findingId('e-1', '2026-03-01', 'slow'),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
  });
});
