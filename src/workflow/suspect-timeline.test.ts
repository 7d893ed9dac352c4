import { describe, expect, test } from 'vitest';
import { type TimelineRow, timelineOf } from './suspect-timeline.ts';

const row = (actor: string, day: number, subjects: number, unexplained = 0): TimelineRow => ({
  actor,
  day,
  subjects: BigInt(subjects),
  unexplained: BigInt(unexplained),
});
const teams = new Map<string, string | null>([
  ['e-1', 'support'],
  ['e-2', 'support'],
  ['e-3', 'support'],
  ['e-4', 'sales'],
  ['e-5', 'support'],
]);

describe('a timeline', () => {
  test('has every day of the period, also those without access', () => {
    const timeline = timelineOf('e-1', [row('e-1', 1, 5, 2)], teams, { from: 0, to: 3 });
    expect(timeline.days.map(({ day, subjects, unexplained }) => [day, subjects, unexplained])).toEqual([
      ['1970-01-01', 0, 0],
      ['1970-01-02', 5, 2],
      ['1970-01-03', 0, 0],
    ]);
  });

  test('compares with the team mates who were at work that day, without the actor', () => {
    const rows = [row('e-1', 0, 900), row('e-2', 0, 10), row('e-3', 0, 20), row('e-5', 0, 15), row('e-4', 0, 500)];
    rows.push(row('e-2', 1, 7), row('e-3', 1, 9));
    const timeline = timelineOf('e-1', rows, teams, { from: 0, to: 3 });
    expect(timeline).toMatchObject({ against: 'team', peers: 3 });
    expect(timeline.days.map((day) => day.peers)).toEqual([
      { median: 15, low: 10.5, high: 19.5, actors: 3 },
      // Two at work: their counts would be theirs alone.
      null,
      null,
    ]);
  });

  test.each([
    ['has no team', 'e-9'],
    ['is alone in the team', 'e-4'],
  ])('compares an actor who %s with everyone', (_, actor) => {
    const rows = [row(actor, 0, 3), row('e-1', 0, 8), row('e-2', 0, 7), row('e-3', 0, 9)];
    const timeline = timelineOf(actor, rows, teams, { from: 0, to: 1 });
    expect(timeline).toMatchObject({ against: 'everyone', peers: 3 });
    expect(timeline.days[0]?.peers?.median).toBe(8);
  });
});
