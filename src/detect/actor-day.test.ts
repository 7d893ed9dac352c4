import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actorDayCollector, orderBy } from './actor-day.ts';

const row = (actor: string, day: number, unexplained: bigint) => ({
  actor,
  day,
  subjects: unexplained + 1n,
  unexplained,
  fresh: 0n,
  unnamed_rows: 7n,
});

describe('actorDayCollector', () => {
  it('orders by actor and day whatever the order of arrival, beyond its first capacity', () => {
    const collector = actorDayCollector();
    for (let day = 1999; day >= 0; day -= 1) {
      collector.add(row('b', 20_000 + day, BigInt(day)));
      collector.add(row('a', 20_000 + day, 5n));
    }
    const days = collector.done();
    expect([days.size, days.names, [...days.start]]).toEqual([4000, ['b', 'a'], [0, 2000, 4000]]);
    expect([...days.day.subarray(0, 2000)]).toEqual(Array.from({ length: 2000 }, (_, day) => 20_000 + day));
    expect([days.unexplained[1999], days.subjects[1999], days.unnamedRows[1999], days.unexplained[2000]]).toEqual([
      1999, 2000, 7, 5,
    ]);
  });

  it('is empty without rows', () => {
    expect(actorDayCollector().done()).toMatchObject({ size: 0, names: [] });
  });
});

describe('orderBy', () => {
  it('is a stable sort', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 })), (keys) => {
        const expected = keys.map((key, at) => ({ key, at })).sort((a, b) => a.key - b.key || a.at - b.at);
        expect([...orderBy(Int32Array.from(keys), null)]).toEqual(expected.map(({ at }) => at));
      }),
    );
  });
});
