import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gatherEvidence } from './evidence.ts';
import type { Position } from './link-sample.ts';
import { type Dating, fitOn, type Hit, recordRatio, type Suspect, suspectOf } from './suspect.ts';
import { TRACE_MODEL } from './trace-model.ts';

const SEED = 5;
const DAYS = 10;
const MISMATCH = TRACE_MODEL.valueError / (1 - TRACE_MODEL.valueError);

/** The same number of views on every day. */
const STEADY = Float64Array.from({ length: DAYS + 1 }, (_, day) => day / DAYS);

const suspect = (hits: readonly Hit[] = [], activity: Float64Array = STEADY): Suspect => ({
  actor: 'a',
  hits,
  activity,
  viewCount: 100,
});

const hit = (days: readonly number[], rate = 0.1, dating: Dating | null = null): Hit => ({
  position: 0,
  rate,
  views: days.map((day) => ({ day, count: 1 })),
  dating,
});

/** Leaked values that were current until `change`. */
const datingAt = (change: number): Dating => ({
  fromDay: [-Infinity, change],
  fit: [1, MISMATCH],
  usual: (1 + MISMATCH) / 2,
});

describe('recordRatio', () => {
  test('a record seen counts by how seldom an innocent would have seen it', () => {
    expect(recordRatio(suspect(), hit([3]), 0, DAYS)).toBeCloseTo(1 / -Math.expm1(-0.1), 12);
    expect(recordRatio(suspect(), hit([3], 5), 0, DAYS)).toBeCloseTo(1, 1);
  });

  test('in a shorter window it counts more, and outside of it nothing', () => {
    expect(recordRatio(suspect(), hit([3]), 2, 4)).toBeGreaterThan(4.5 * recordRatio(suspect(), hit([3]), 0, DAYS));
    expect(recordRatio(suspect(), hit([3]), 4, 6)).toBe(0);
  });

  test('values that were current only on other days speak against a view, those of its day for it', () => {
    const dating = datingAt(5);
    const undated = recordRatio(suspect(), hit([3]), 0, DAYS);
    expect(recordRatio(suspect(), hit([3], 0.1, dating), 0, DAYS)).toBeCloseTo((undated * 2) / (1 + MISMATCH), 9);
    expect(recordRatio(suspect(), hit([7], 0.1, dating), 0, DAYS)).toBeLessThan(0.05 * undated);
  });

  test('days on which the values were never current do not make a view of them fit', () => {
    const wrong = recordRatio(suspect(), hit([7], 0.1, datingAt(5)), 5, DAYS);
    expect(wrong).toBeLessThan(0.05 * recordRatio(suspect(), hit([7]), 5, DAYS));
  });

  test('its expectation is 1 for an innocent who works by the null, and never more, dated or not, in every window', () => {
    const rhythm = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: DAYS, maxLength: DAYS });
    const arbitrary = fc.record({
      rhythm,
      rate: fc.double({ min: 0.01, max: 3, noNaN: true }),
      change: fc.integer({ min: 1, max: DAYS - 1 }),
      dated: fc.boolean(),
      from: fc.integer({ min: 0, max: DAYS - 1 }),
      length: fc.integer({ min: 1, max: DAYS }),
    });
    fc.assert(
      fc.property(arbitrary, ({ rhythm: views, rate, change, dated, from, length }) => {
        const total = views.reduce((sum, count) => sum + count, 0);
        const activity = new Float64Array(DAYS + 1);
        views.forEach((count, day) => {
          activity[day + 1] = (activity[day] ?? 0) + count / total;
        });
        const to = Math.min(DAYS, from + length);
        const dating = dated ? datingAt(change) : null;
        // Under the null he opens it in the window with 1 - exp(-rate share), once, on a day by his own rhythm.
        const share = (activity[to] ?? 0) - (activity[from] ?? 0);
        let mean = 0;
        for (let day = from; day < to; day += 1) {
          const onDay = ((activity[day + 1] ?? 0) - (activity[day] ?? 0)) / share;
          mean +=
            onDay * -Math.expm1(-rate * share) * recordRatio(suspect([], activity), hit([day], rate, dating), from, to);
        }
        if (!dated) expect(mean).toBeCloseTo(1, 9);
        expect(mean).toBeLessThan(1 + 1e-9);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test('days on which he did nothing give no division by nothing', () => {
    const idle = Float64Array.from({ length: DAYS + 1 }, (_, day) => (day < 5 ? 0 : 1));
    expect(recordRatio(suspect([], idle), hit([2]), 1, 3)).toBe(0);
  });
});

describe('fitOn', () => {
  test('the fit of the latest version that had begun', () => {
    const dating: Dating = { fromDay: [-Infinity, 2, 6], fit: [0.1, 1, 0.2], usual: 0.5 };
    expect([0, 1, 2, 5, 6, 9].map((day) => fitOn(dating, day))).toEqual([0.1, 0.1, 1, 1, 0.2, 0.2]);
  });
});

test('suspectOf: volume and popularity give the rate, the days give the rhythm, the versions give the dating', () => {
  const scopeMs = Date.parse('2026-01-01T00:00:00Z');
  const position: Position = {
    customer: 'c-0',
    segment: 'GB',
    weight: 0.98,
    spans: [
      { fromMs: -Infinity, stale: 0 },
      { fromMs: scopeMs + 2 * 86_400_000, stale: 1 },
    ],
    recordNos: [0],
  };
  const evidence = gatherEvidence({
    positions: [position],
    controls: [],
    volumes: [{ actor: 'a', segment: 'GB', customers: 10 }],
    segments: [{ segment: 'GB', customers: 1_000 }],
    probe: [{ probe_no: 0, actor: 'a', day: 1, views: 2 }],
  });
  const seen = evidence.sightings.get('a');
  if (seen === undefined) throw new Error('nobody was seen');
  const rows = [
    { actor: 'a', segment: 'GB', day: 1, views: 3, opened: 3 },
    { actor: 'a', segment: 'GB', day: 3, views: 1, opened: 1 },
    { actor: 'a', segment: 'GB', day: 99, views: 9, opened: 9 },
  ];
  const made = suspectOf(evidence, () => 2, seen, rows, scopeMs, 4);
  expect([...made.activity]).toEqual([0, 0, 0.75, 0.75, 1]);
  expect(made.viewCount).toBe(4);
  expect(made.hits).toMatchObject([
    { position: 0, views: [{ day: 1, count: 2 }], dating: { fromDay: [-Infinity, 2] } },
  ]);
  // 10 of 1,000 customers, nobody else opens any: the null rate doubled by the curve.
  expect(made.hits[0]?.rate).toBeCloseTo(2 * -Math.log1p(-0.01), 9);
});
