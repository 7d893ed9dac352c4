import { describe, expect, test } from 'vitest';
import { calibrate } from '../../bench/trace/calibrate.ts';
import {
  absenceStatements,
  calibrationError,
  innocentNamed,
  leaderStatements,
  reliability,
} from '../../bench/trace/calibration-table.ts';
import { TRACE_MODEL } from './trace-model.ts';

// The seeds are fixed, so the counts are too; docs/design/trace.md has the table of many more (`node bench/trace/calibration.ts`).
const LISTS = calibrate(1, 40);

describe('what the trace states, on 240 lists from 40 made-up organisations', () => {
  test('nobody innocent is named: α is 0.001', () => {
    expect(LISTS).toHaveLength(240);
    expect(LISTS.filter(innocentNamed)).toEqual([]);
  });

  test('and not for want of names: of insiders who gave 20 records or more, most are named', () => {
    const gave = LISTS.filter(({ origin, records, share }) => origin === 'insider' && records * share >= 20);
    const named = gave.filter(({ named: actors, culprits }) => culprits.every((actor) => actors.includes(actor)));
    expect(gave.length).toBeGreaterThan(15);
    expect(named.length / gave.length).toBeGreaterThan(0.7);
  });

  test('"he gave some of it" is true as often as stated', () => {
    const bins = reliability(leaderStatements(LISTS));
    expect(calibrationError(bins)).toBeLessThan(0.06);
    const sure = bins.at(-1);
    expect(sure?.count).toBeGreaterThan(20);
    expect(sure?.true).toBe(1);
  });

  test('"nobody in this log gave a quarter of it" is true as often as stated', () => {
    const bins = reliability(absenceStatements(LISTS, TRACE_MODEL.shareToName));
    expect(calibrationError(bins)).toBeLessThan(0.08);
    const sure = bins.filter(({ from }) => from >= TRACE_MODEL.absenceLevel);
    expect(sure.reduce((sum, bin) => sum + bin.count, 0)).toBeGreaterThan(20);
    for (const bin of sure) expect(bin.true).toBeGreaterThan(0.97);
  });

  test('"not in this log" is never said of a list of which somebody in it gave a half', () => {
    const wrong = LISTS.filter(({ verdict, leastShare }) => verdict === 'not-in-this-log' && leastShare >= 0.5);
    expect(wrong).toEqual([]);
  });
});

test('a calibration that is off is seen', () => {
  const boast = Array.from({ length: 100 }, (_, i) => ({ stated: 0.999, holds: i % 2 === 0 }));
  expect(calibrationError(reliability(boast))).toBeCloseTo(0.499, 9);
});
