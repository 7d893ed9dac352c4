import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  DAY_MS,
  dayText,
  endOfDay,
  instantMs,
  localDayNumber,
  localMs,
  offsetAt,
  plusMonths,
  spoken,
  weekdayOf,
} from './zone-time.ts';

const zones = fc.constantFrom(
  'Europe/Paris',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Asia/Beirut',
  'Pacific/Apia',
  'UTC',
);
const times = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2030, 0, 1) });

describe('the arithmetic is that of Temporal', () => {
  test('for the offset, the day, the weekday and the end of the day at any time', () => {
    fc.assert(
      fc.property(zones, times, (zone, ms) => {
        const time = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
        expect(offsetAt(zone, ms)).toBe(time.offsetNanoseconds / 1e6);
        const day = localDayNumber(zone, ms);
        expect(dayText(day)).toBe(time.toPlainDate().toString());
        expect(weekdayOf(day) + 1).toBe(time.dayOfWeek);
        const end = time.toPlainDate().add({ days: 1 }).toZonedDateTime({ timeZone: zone }).subtract({ seconds: 1 });
        expect(endOfDay(zone, day)).toBe(end.epochMilliseconds);
      }),
      { seed: 31, numRuns: 2000 },
    );
  });

  test('for a reading of the clock, also one that is skipped or comes twice', () => {
    const readings = fc.oneof(
      times,
      // Around the changes of Europe and America, and a day that Samoa skipped.
      fc.integer({ min: Date.UTC(2026, 2, 29, 0), max: Date.UTC(2026, 2, 29, 4) }),
      fc.integer({ min: Date.UTC(2026, 9, 25, 0), max: Date.UTC(2026, 9, 25, 4) }),
      fc.integer({ min: Date.UTC(2026, 2, 8, 0), max: Date.UTC(2026, 2, 8, 4) }),
      fc.integer({ min: Date.UTC(2011, 11, 30, 0), max: Date.UTC(2011, 11, 31, 2) }),
    );
    fc.assert(
      fc.property(zones, readings, (zone, reading) => {
        const plain = Temporal.PlainDateTime.from(new Date(reading).toISOString().slice(0, 23));
        expect(instantMs(zone, reading)).toBe(plain.toZonedDateTime(zone).epochMilliseconds);
      }),
      { seed: 32, numRuns: 3000 },
    );
  });

  test('for months, a day that is lacking becoming the last of its month', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 40 }), (ms, months) => {
        const day = Math.floor(ms / 86_400_000);
        expect(dayText(plusMonths(day, months))).toBe(Temporal.PlainDate.from(dayText(day)).add({ months }).toString());
      }),
      { seed: 33, numRuns: 1000 },
    );
  });
});

test('a time is spoken with its weekday and zone, with seconds at the end of a day', () => {
  expect(spoken('Europe/Paris', Date.UTC(2026, 2, 4, 9, 20))).toBe('Wed 2026-03-04 10:20 Europe/Paris');
  expect(spoken('UTC', Date.UTC(2026, 2, 4, 23, 59, 59))).toBe('Wed 2026-03-04 23:59:59 UTC');
  expect(localMs('Asia/Kolkata', 0)).toBe(5.5 * 3_600_000);
});

test('no zone changes its clocks twice within six days, which the spans of four days rest on', () => {
  // The nearest changes known are Brazil's of October 2000.
  const some = Intl.supportedValuesOf('timeZone').filter((zone, i) => i % 12 === 0 || zone === 'America/Recife');
  let changes = 0;
  for (const zone of some) {
    let last: number | null = null;
    let time = Temporal.Instant.from('1990-01-01T00:00Z').toZonedDateTimeISO(zone).getTimeZoneTransition('next');
    while (time !== null && time.year < 2038) {
      const at = time.epochMilliseconds;
      if (last !== null) expect((at - last) / DAY_MS, `${zone} ${time.toString()}`).toBeGreaterThan(6);
      last = at;
      changes += 1;
      time = time.getTimeZoneTransition('next');
    }
  }
  expect(changes).toBeGreaterThan(500);
});
