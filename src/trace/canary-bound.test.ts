import { expect, test } from 'vitest';
import { instantFromMs } from '../core/instant.ts';
import type { Trace } from '../model/trace.ts';
import { boundByCanaries, canarySentence } from './canary-bound.ts';

const on = (month: number, day = 1) => instantFromMs(Date.UTC(2026, month - 1, day));
const TRACE: Trace = {
  case: 'case-1',
  verdict: 'one',
  named: [{ actor: 'e-1', eValue: 1e6, posterior: 0.9999 }],
  sample: { records: 12, linked: 10, foreign: 1 },
  alpha: 0.001,
  scope: { from: on(1), to: on(6) },
  window: { from: on(2), to: on(3), level: 0.9 },
  apart: [],
  moreRecordsNeeded: null,
  checkpoint: 'c',
};
const listed = (month: number) => ({ found: 1, records: 1, shown: { from: on(month), to: on(month + 2) } });

test('a list without canaries leaves the document as it was', () => {
  expect(boundByCanaries(TRACE, { found: 0, records: 0, shown: null })).toBe(TRACE);
});

test('a window that ends after the canary was first shown stays, and the bound is said', () => {
  const trace = boundByCanaries(TRACE, listed(2));
  expect(trace.window).toEqual(TRACE.window);
  expect(trace.canaries).toEqual({ found: 1, records: 1, shownFrom: on(2), shownTo: on(4), estimatedTo: null });
  expect(trace.canaries && canarySentence(trace.canaries)).not.toContain('contradicts');
});

test('a window that ends before it is widened to it, and the contradiction is said', () => {
  const trace = boundByCanaries(TRACE, listed(4));
  expect(trace.window).toEqual({ from: on(2), to: on(4), level: 0.9 });
  expect(trace.canaries?.estimatedTo).toBe(on(3));
  expect(trace.canaries && canarySentence(trace.canaries)).toContain(
    `contradicts the views, by which it was taken before ${on(3)}`,
  );
});

test('where nobody is named there is a bound and no window', () => {
  const trace = boundByCanaries({ ...TRACE, verdict: 'not-enough-data', named: [], window: null }, listed(4));
  expect(trace.window).toBeNull();
  expect(trace.canaries?.shownFrom).toBe(on(4));
});

test('a tripwire dates nothing', () => {
  const trace = boundByCanaries(TRACE, { found: 1, records: 1, shown: null });
  expect(trace.window).toEqual(TRACE.window);
  expect(trace.canaries && canarySentence(trace.canaries)).toContain('says nothing of when');
});
