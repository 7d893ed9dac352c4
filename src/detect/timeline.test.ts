import { describe, expect, it } from 'vitest';
import { type TimelineRow, timelinesOf } from './timeline.ts';

const row = (actor: string, day: number, subjects: bigint, more: Partial<TimelineRow> = {}): TimelineRow => ({
  actor,
  team: 'support',
  suspect: false,
  day,
  subjects,
  unexplained: 0n,
  ...more,
});

describe('timelinesOf', () => {
  it('gives the median and the ninth decile of the teammates at work that day', () => {
    const peers = Array.from({ length: 11 }, (_, i) => row(`p-${i}`, 0, BigInt(i)));
    const [timeline] = timelinesOf([row('s', 0, 50n, { suspect: true, unexplained: 40n }), ...peers], {
      from: 0,
      to: 1,
    });
    expect(timeline?.days).toEqual([
      {
        day: '1970-01-01',
        opened: { subjects: 50, unexplained: 40 },
        peers: { people: 11, median: { subjects: 5, unexplained: 0 }, p90: { subjects: 9, unexplained: 0 } },
      },
    ]);
  });

  it('counts no suspect as a peer, and no other team', () => {
    const rows = [
      row('s', 0, 1n, { suspect: true }),
      row('t', 0, 9n, { suspect: true }),
      row('x', 0, 9n, { team: null }),
    ];
    const timelines = timelinesOf(rows, { from: 0, to: 1 });
    expect(timelines.map(({ actor, days }) => [actor, days[0]?.peers])).toEqual([
      ['s', null],
      ['t', null],
    ]);
  });
});
