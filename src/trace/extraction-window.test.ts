import { describe, expect, test } from 'vitest';
import { randomBelow, seededRandom } from '../core/random.ts';
import { extractionWindow } from './extraction-window.ts';
import type { Dating, Hit, Suspect } from './suspect.ts';

const DAYS = 200;

/** Works every day alike; his hits on the given days. */
const suspectOn = (days: readonly number[], dating: Dating | null = null, scope = DAYS): Suspect => ({
  actor: 'a',
  hits: days.map((day, position): Hit => ({ position, rate: 0.1, views: [{ day, count: 1 }], dating })),
  activity: Float64Array.from({ length: scope + 1 }, (_, day) => day / scope),
  viewCount: 5 * scope,
});

/** Nine in ten of the list are his, as far as the list tells, and nobody else's. */
const windowOf = (suspect: Suspect, days: number) => {
  const ones = new Float64Array(suspect.hits.length).fill(1);
  return extractionWindow(suspect, ones, { share: 0.9, explained: ones }, days);
};

describe('extractionWindow', () => {
  test('hits of three weeks among strays: the likely extent is those weeks', () => {
    const random = seededRandom(7);
    const within = Array.from({ length: 60 }, (_, i) => 100 + (i % 21));
    const strays = Array.from({ length: 5 }, () => randomBelow(random, DAYS));
    expect(windowOf(suspectOn([...within, ...strays]), DAYS)?.likely).toEqual({ from: 100, to: 121 });
  });

  test('all on one day: that day', () => {
    const found = windowOf(suspectOn(Array<number>(30).fill(50)), DAYS);
    expect(found).toMatchObject({ likely: { from: 50, to: 51 }, from: 50, to: 51 });
  });

  test('few hits leave a wider region than many, and it holds the likely extent', () => {
    const span = (found: { readonly from: number; readonly to: number } | null) =>
      (found?.to ?? 0) - (found?.from ?? 0);
    const few = windowOf(suspectOn([60, 75, 90, 100]), DAYS);
    const many = windowOf(suspectOn(Array.from({ length: 120 }, (_, i) => 60 + (i % 41))), DAYS);
    expect(span(few)).toBeGreaterThan(span(many));
    for (const found of [few, many]) {
      expect(found?.from).toBeLessThanOrEqual(found?.likely.from ?? -1);
      expect(found?.to).toBeGreaterThanOrEqual(found?.likely.to ?? DAYS + 1);
    }
  });

  test('it holds the true extent in about nine of ten worlds', () => {
    const random = seededRandom(8);
    let held = 0;
    const worlds = 60;
    for (let i = 0; i < worlds; i += 1) {
      const from = randomBelow(random, DAYS - 40);
      const to = from + 5 + randomBelow(random, 35);
      const days = Array.from({ length: 25 }, () => from + randomBelow(random, to - from));
      const found = windowOf(suspectOn(days), DAYS);
      if (found !== null && found.from <= from && found.to >= to) held += 1;
    }
    expect(held / worlds).toBeGreaterThan(0.75);
  });

  test('a customer seen often is one hit, and a value that was stale then dates it elsewhere', () => {
    const views = [
      { day: 20, count: 1 },
      { day: 150, count: 1 },
    ];
    const until100: Dating = { fromDay: [-Infinity, 100], fit: [1, 0.02], usual: 0.51 };
    const hit = (position: number): Hit => ({ position, rate: 0.1, views, dating: until100 });
    const suspect = { ...suspectOn([]), hits: Array.from({ length: 20 }, (_, i) => hit(i)) };
    expect(windowOf(suspect, DAYS)?.likely).toEqual({ from: 20, to: 21 });
  });

  test('hits that another member gave do not stretch it', () => {
    const own = Array.from({ length: 30 }, (_, i) => 100 + (i % 10));
    const others = Array.from({ length: 30 }, (_, i) => 6 * i);
    const explained = Float64Array.from({ length: 60 }, (_, at) => (at < 30 ? 0.5 : 60));
    const suspect = suspectOn([...own, ...others]);
    const found = extractionWindow(suspect, new Float64Array(60).fill(1), { share: 0.5, explained }, DAYS);
    expect(found?.likely).toEqual({ from: 100, to: 110 });
    expect((found?.to ?? 0) - (found?.from ?? 0)).toBeLessThan(20);
  });

  test('without a hit there is no window', () => {
    expect(windowOf(suspectOn([]), DAYS)).toBeNull();
  });

  test('a scope of years is scanned in coarser steps and still holds the hits', () => {
    const found = windowOf(
      suspectOn(
        Array.from({ length: 40 }, (_, i) => 900 + i),
        null,
        1_500,
      ),
      1_500,
    );
    expect(found?.from).toBeLessThanOrEqual(900);
    expect(found?.to).toBeGreaterThanOrEqual(940);
    expect((found?.to ?? 0) - (found?.from ?? 0)).toBeLessThan(60);
  });
});
