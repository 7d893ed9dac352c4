import fc from 'fast-check';
import { expect, test } from 'vitest';
import { publicHolidays } from '../adapters/holiday/public-holidays.ts';
import { type Instant, instantFromMs } from '../core/instant.ts';
import { loadLawPacks } from '../packs/law-pack.ts';
import type { LawDeadline, LawText } from '../packs/law-text.ts';
import { NO_START } from '../testing/no-start.ts';
import { businessDays } from './business-day.ts';
import { type Reckoning, reckon, type Starts } from './deadline.ts';
import { DAY_MS, HOUR_MS, instantMs, offsetAt } from './zone-time.ts';

const loaded = loadLawPacks(new URL('../../packs', import.meta.url).pathname);
if (!loaded.ok) throw new Error(loaded.error.message);
const packs = loaded.value;
const holidays = publicHolidays();

/** One way in which a shipped law counts: a version of a deadline, in the zone of an authority or of the law, with its business days. */
interface LawClock {
  readonly names: string[];
  readonly rule: LawDeadline;
  readonly zone: string;
  readonly business: LawText['business'];
}

/** Every version of every deadline of every law in every zone in which it can be counted; those that count alike once. */
const clocks = new Map<string, LawClock>();
for (const { law, authorities } of packs) {
  for (const zone of new Set([law.zone, ...authorities.map((authority) => authority.zone)])) {
    for (const duty of law.duties) {
      for (const rule of duty.deadline) {
        const limits = [rule, ...rule.or, rule.strict].map(
          (limit) => limit && [limit.start, limit.length, limit.unit, limit.calendar, limit.end],
        );
        const key = JSON.stringify([limits, zone, law.business]);
        const clock = clocks.get(key) ?? { names: [], rule, zone, business: law.business };
        clock.names.push(`${law.id} ${duty.id} since ${rule.from} in ${zone}`);
        clocks.set(key, clock);
      }
    }
  }
}

/** Awareness alone (a law that waits for a finding then counts strictly from it), or all that can start a clock at once. */
const STARTS = {
  awareness: (at: Instant): Starts => ({ ...NO_START, awareness: at, 'awareness-year-end': at }),
  everything: (at: Instant): Starts =>
    Object.fromEntries(Object.keys(NO_START).map((event) => [event, at])) as Record<keyof Starts, Instant>,
} as const;

function reckonedAt({ rule, zone, business }: LawClock, from: keyof typeof STARTS, ms: number): Reckoning {
  const counts = business === undefined ? undefined : businessDays(business, holidays);
  return reckon(rule, STARTS[from](instantFromMs(ms)), zone, counts);
}

/** What is wrong with two reckonings of which the first started earlier; null: nothing. */
function problem(earlier: Reckoning, later: Reckoning): string | null {
  for (const end of ['deadline', 'strictDeadline'] as const) {
    const [a, b] = [earlier[end], later[end]];
    if (a !== null && b !== null && a > b) return `${end} ${a} is after ${b}`;
    // A date that is there for one and not for the other would hide a jump.
    if ((a === null) !== (b === null)) return `${end}: only one has a date`;
  }
  const { deadline, strictDeadline } = earlier;
  return deadline !== null && (strictDeadline === null || strictDeadline > deadline)
    ? 'the strict reading is after the deadline'
    : null;
}

const START = Date.UTC(2025, 11, 1);
const END = Date.UTC(2027, 1, 1);

/** Each day of more than a year at several hours of its own clock; around changes of the clocks every ten minutes. In order. */
function instantsIn(zone: string): readonly number[] {
  const instants = new Set<number>();
  for (let day = START; day < END; day += DAY_MS) {
    for (const minutes of [0, 9 * 60 + 20, 17 * 60 + 5, 24 * 60 - 1]) {
      instants.add(instantMs(zone, day + minutes * 60_000));
    }
    if (offsetAt(zone, day) === offsetAt(zone, day + DAY_MS)) continue;
    for (let ms = day - 3 * HOUR_MS; ms < day + DAY_MS + 3 * HOUR_MS; ms += HOUR_MS / 6) instants.add(ms);
  }
  return [...instants].sort((a, b) => a - b);
}

test('no clock of a law ends later when it starts earlier, on any day of more than a year, with the holidays of the place', () => {
  const problems: string[] = [];
  let compared = 0;
  let counted = 0;
  for (const clock of clocks.values()) {
    for (const from of ['awareness', 'everything'] as const) {
      let before: readonly [number, Reckoning] | null = null;
      for (const ms of instantsIn(clock.zone)) {
        const now = reckonedAt(clock, from, ms);
        const found = before === null ? null : problem(before[1], now);
        if (found !== null && before !== null) {
          const pair = `${instantFromMs(before[0])} and ${instantFromMs(ms)}`;
          problems.push(`${clock.names[0]}, ${from} at ${pair}: ${found}`);
        }
        if (now.deadline !== null || now.strictDeadline !== null) counted += 1;
        compared += 1;
        before = [ms, now];
      }
    }
  }
  expect(problems.slice(0, 20)).toEqual([]);
  expect(clocks.size).toBeGreaterThan(100);
  expect(counted).toBeGreaterThan(compared / 3);
});

test('nor does any pair of instants of ten years', () => {
  const some = [...clocks.values()];
  const instant = fc.integer({ min: Date.UTC(2018, 0, 1) / 60_000, max: Date.UTC(2028, 0, 1) / 60_000 });
  fc.assert(
    fc.property(
      fc.constantFrom(...some),
      fc.constantFrom('awareness' as const, 'everything' as const),
      instant,
      fc.oneof(fc.integer({ min: 1, max: 3 * 1440 }), fc.integer({ min: 1, max: 400 * 1440 })),
      (clock, from, minute, gap) => {
        const found = problem(
          reckonedAt(clock, from, minute * 60_000),
          reckonedAt(clock, from, (minute + gap) * 60_000),
        );
        expect(found, clock.names[0] ?? '').toBeNull();
      },
    ),
    { seed: 43, numRuns: 3000 },
  );
});
