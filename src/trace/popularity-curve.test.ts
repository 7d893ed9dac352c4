import { describe, expect, test } from 'vitest';
import { randomBelow, seededRandom } from '../core/random.ts';
import { type Control, type Evidence, gatherEvidence, type ProbeRow } from './evidence.ts';
import { nullRate } from './null-rate.ts';
import { popularityCurve } from './popularity-curve.ts';

const CUSTOMERS = 2_000;
const ACTORS = 60;
const VIEWS = 200;

/** Every customer is a control; each actor opens `VIEWS` customers by `choose`. */
function worldOf(choose: (random: () => number) => number): Evidence {
  const random = seededRandom(9);
  const controls = Array.from(
    { length: CUSTOMERS },
    (_, i): Control => ({ customer: `c-${i}`, segment: 'all', share: 1 }),
  );
  const probe: ProbeRow[] = [];
  const volumes = Array.from({ length: ACTORS }, (_, actor) => {
    const seen = new Set<number>();
    while (seen.size < VIEWS) seen.add(choose(random));
    for (const at of seen) probe.push({ probe_no: at, actor: `a-${actor}`, day: 0, views: 1 });
    return { actor: `a-${actor}`, segment: 'all', customers: seen.size };
  });
  return gatherEvidence({
    positions: [],
    controls,
    volumes,
    segments: [{ segment: 'all', customers: CUSTOMERS }],
    probe: probe.sort((a, b) => a.probe_no - b.probe_no || (a.actor < b.actor ? -1 : 1)),
  });
}

/** Pairs of actor and customer whom k others opened: seen, and expected by the null rate times the curve. */
function seenAndExpected(evidence: Evidence, others: readonly number[]): { seen: number; expected: number } {
  const curve = popularityCurve(evidence);
  const segment = evidence.segments.get('all') ?? { customers: 1, pairs: 1 };
  let seen = 0;
  let expected = 0;
  for (const sightings of evidence.sightings.values()) {
    const own = new Set(sightings.controls);
    for (let at = 0; at < CUSTOMERS; at += 1) {
      const k = (evidence.controlViewers[at] ?? 0) - (own.has(at) ? 1 : 0);
      if (!others.includes(k)) continue;
      if (own.has(at)) seen += 1;
      expected -= Math.expm1(-curve('all', k) * nullRate(VIEWS, k, segment));
    }
  }
  return { seen, expected };
}

describe('popularityCurve', () => {
  test('where all customers are alike, "nobody else opened him" is raised to what really happens', () => {
    const evidence = worldOf((random) => randomBelow(random, CUSTOMERS));
    const curve = popularityCurve(evidence);
    // Each is opened by six of sixty: who one or two others opened is expected as often as everybody, not a third of it.
    expect(curve('all', 2)).toBeGreaterThan(1.5);
    expect(curve('all', 6)).toBeGreaterThan(0.75);
    expect(curve('all', 6)).toBeLessThan(1.3);
  });

  test.each([
    ['alike', (random: () => number) => randomBelow(random, CUSTOMERS)],
    ['of very different popularity', (random: () => number) => Math.floor(CUSTOMERS * random() ** 2)],
  ])('expects what is seen at every popularity, customers %s', (_name, choose) => {
    const evidence = worldOf(choose);
    for (const others of [
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9, 10, 11, 12, 13, 14, 15, 16],
    ]) {
      const { seen, expected } = seenAndExpected(evidence, others);
      expect(expected / seen).toBeGreaterThan(0.85);
      expect(expected / seen).toBeLessThan(1.25);
    }
  });

  test('a segment or a popularity of which no control is known is left as it is', () => {
    const curve = popularityCurve(worldOf((random) => randomBelow(random, CUSTOMERS)));
    expect(curve('elsewhere', 3)).toBe(1);
    expect(curve('all', 50_000)).toBe(1);
  });
});
