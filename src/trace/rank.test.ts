import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Evidence, gatherEvidence } from './evidence.ts';
import type { Position } from './link-sample.ts';
import { rankActors } from './rank.ts';
import { TRACE_MODEL } from './trace-model.ts';

const SEED = 4;

/** A list of `count` customers of one segment of 100; `seen` says who opened which of them, `volume` how many customers each opened. */
function evidenceOf(
  count: number,
  seen: Readonly<Record<string, readonly number[]>>,
  volume: (actor: string) => number = () => 20,
): Evidence {
  const positions = Array.from(
    { length: count },
    (_, i): Position => ({
      customer: `c-${i}`,
      segment: 'all',
      weight: 0.98,
      spans: [{ fromMs: -Infinity, stale: 0 }],
      recordNos: [i],
    }),
  );
  const probe = Object.entries(seen).flatMap(([actor, at]) =>
    at.map((probe_no) => ({ probe_no, actor, day: 0, views: 1 })),
  );
  return gatherEvidence({
    positions,
    controls: [],
    volumes: Object.keys(seen).map((actor) => ({ actor, segment: 'all', customers: volume(actor) })),
    segments: [{ segment: 'all', customers: 100 }],
    probe: probe.sort((a, b) => a.probe_no - b.probe_no || (a.actor < b.actor ? -1 : 1)),
  });
}

/** The formulas of docs/design/trace.md, key 1, written down without care for overflow or speed; the last entry is "someone else". */
function byTheBook(evidence: Evidence): ReadonlyMap<string, number> {
  const segment = evidence.segments.get('all') ?? { customers: 1, pairs: 1 };
  const background = evidence.positions.map(
    (_, at) =>
      0.5 * (((evidence.viewers[at] ?? 0) + 0.5) / (segment.pairs + 0.5 * segment.customers)) + 0.5 / segment.customers,
  );
  const mass = new Map<string, number>();
  for (const [actor, volumes] of evidence.volumes) {
    const hits = new Set(evidence.sightings.get(actor)?.positions);
    let mean = 0;
    for (let i = 0; i < TRACE_MODEL.rankShares; i += 1) {
      const share = (i + 0.5) / TRACE_MODEL.rankShares;
      mean += evidence.positions.reduce((product, { weight }, at) => {
        const ratio = hits.has(at) ? 1 / ((volumes.get('all') ?? 0) * (background[at] ?? 1)) : 0;
        return product * (1 - weight * share + weight * share * ratio);
      }, 1 / TRACE_MODEL.rankShares);
    }
    mass.set(actor, ((1 - TRACE_MODEL.elsePrior) / evidence.actorCount) * mean);
  }
  mass.set('', TRACE_MODEL.elsePrior);
  const total = [...mass.values()].reduce((sum, part) => sum + part, 0);
  return new Map([...mass].map(([actor, part]) => [actor, part / total]));
}

const world = fc
  .record({
    count: fc.integer({ min: 1, max: 8 }),
    seen: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.uniqueArray(fc.nat(7)), { minKeys: 1 }),
    volumes: fc.array(fc.integer({ min: 8, max: 90 }), { minLength: 4, maxLength: 4 }),
  })
  .map(({ count, seen, volumes }) => ({
    count,
    seen: Object.fromEntries(Object.entries(seen).map(([actor, at]) => [actor, at.filter((n) => n < count)])),
    volume: (actor: string): number => volumes['abcd'.indexOf(actor)] ?? 8,
  }));

describe('rankActors', () => {
  test('gives the posterior of the formulas; with everybody who saw nothing and "someone else" it adds up to 1', () => {
    fc.assert(
      fc.property(world, ({ count, seen, volume }) => {
        const evidence = evidenceOf(count, seen, volume);
        const book = byTheBook(evidence);
        const { ranked } = rankActors(evidence);
        for (const { actor, posterior } of ranked) expect(posterior).toBeCloseTo(book.get(actor) ?? 0, 9);
        const unranked = [...book].filter(([actor]) => !ranked.some((entry) => entry.actor === actor));
        const rest = unranked.reduce((sum, [, part]) => sum + part, 0);
        expect(ranked.reduce((sum, { posterior }) => sum + posterior, rest)).toBeCloseTo(1, 9);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  test('who saw the whole list is first, and more certain the longer the list', () => {
    const whole = (count: number) =>
      rankActors(evidenceOf(count, { a: [...Array(count).keys()], b: [0], c: [] })).ranked[0];
    expect(whole(2)?.actor).toBe('a');
    expect(whole(12)?.posterior).toBeGreaterThan(0.99);
    expect(whole(12)?.posterior).toBeGreaterThan(whole(2)?.posterior ?? 1);
  });

  test('of two who saw the same, the one who opens fewer customers is the likelier', () => {
    const { ranked } = rankActors(
      evidenceOf(6, { busy: [0, 1, 2, 3, 4, 5], calm: [0, 1, 2, 3, 4, 5] }, (actor) => (actor === 'busy' ? 90 : 10)),
    );
    expect(ranked.map(({ actor }) => actor)).toEqual(['calm', 'busy']);
  });

  test('a customer whom everybody opens says little, one whom only he opened says much', () => {
    const crowd = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`z-${i}`, [0, 1, 2]]));
    const { ranked } = rankActors(evidenceOf(6, { ...crowd, popular: [0, 1, 2], rare: [3, 4, 5] }));
    const of = (actor: string) => ranked.find((entry) => entry.actor === actor)?.posterior ?? 0;
    expect(ranked[0]?.actor).toBe('rare');
    expect(of('rare')).toBeGreaterThan(10 * of('popular'));
  });

  test('nobody saw any of it: nobody is ranked, and all say "not from here"', () => {
    const { ranked, absence } = rankActors(evidenceOf(20, { a: [], b: [] }));
    expect(ranked).toEqual([]);
    expect(absence).toBeGreaterThan(0.999);
  });

  test('with nothing linked the priors stay', () => {
    expect(rankActors(evidenceOf(0, { a: [] })).ranked).toEqual([]);
    expect(rankActors(evidenceOf(0, { a: [] })).absence).toBeCloseTo(
      1 - (1 - TRACE_MODEL.elsePrior) * (1 - TRACE_MODEL.shareToName),
      9,
    );
  });
});
