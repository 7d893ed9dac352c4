import { describe, expect, it } from 'vitest';
import { instantFromMs, msOf, type Period } from '../core/instant.ts';
import { type SourceRow, scopeGaps, untouchedFields } from './scope-gap.ts';

const DAY_MS = 86_400_000;
const window: Period = { from: instantFromMs(1.5 * DAY_MS), to: instantFromMs(9 * DAY_MS) };
const source = (more: Partial<SourceRow> = {}): SourceRow => ({
  source: 'crm',
  fields: ['email'],
  accesses: 5n,
  unknown_fields: 0n,
  unnamed: 0n,
  unnamed_rows: 0n,
  unnamed_uncounted: 0n,
  ...more,
});
const knowledge = [
  { source: 'crm', fields: ['email', 'phone', 'name', 'other'], logs: 'Names\n  every field.' },
  { source: 'pay', fields: ['payment-card', 'name'], logs: '' },
];
const silence = { source: 'pay', fromMs: msOf(window.from), toMs: 3 * DAY_MS, stops: false };
const nobody: ReadonlySet<string> = new Set();

describe('scopeGaps', () => {
  it('has none when every access says whom and what', () => {
    expect(scopeGaps([source()], [], knowledge, window)).toEqual([]);
  });

  it('says when a source was silent', () => {
    expect(scopeGaps([source()], [silence], knowledge, window)).toMatchObject([
      { source: 'pay', from: window.from, to: '1970-01-04T00:00:00.000Z' },
    ]);
  });

  it('quotes what the source says about its log', () => {
    const [gap] = scopeGaps([source({ unknown_fields: 1n })], [], knowledge, window);
    expect(gap?.why).toBe(
      '1 access does not say which fields were shown, so no field can be called untouched. What this log can show: Names every field.',
    );
  });
});

describe('untouchedFields', () => {
  it('are those that a source can show and nothing touched; of `other` nothing is claimed', () => {
    expect(untouchedFields(new Set(['phone']), [source()], nobody, knowledge)).toEqual(['name', 'payment-card']);
  });

  it('are none once a single access does not say its fields', () => {
    expect(untouchedFields(new Set(), [source({ unknown_fields: 1n })], nobody, knowledge)).toEqual([]);
  });

  it('leave out what a source that was silent or lost records could have shown', () => {
    expect(untouchedFields(new Set(), [source()], new Set(['pay']), knowledge)).toEqual(['phone']);
  });
});
