import { describe, expect, it } from 'vitest';
import { instantFromMs } from '../core/instant.ts';
import { clockGaps, clocksAhead, type SequenceRow, sequenceGaps } from './coverage-gap.ts';

const window = { from: instantFromMs(0), to: instantFromMs(86_400_000) };
const row = (more: Partial<SequenceRow> = {}): SequenceRow => ({
  source: 'db',
  series: 3n,
  records: 97n,
  missing: 0n,
  holed: 0n,
  backwards: 0n,
  backwards_seconds: 0n,
  ...more,
});

describe('sequenceGaps', () => {
  it('say how many numbered records are not held, and of how many', () => {
    expect(sequenceGaps([row()], window)).toEqual([]);
    expect(sequenceGaps([row({ missing: 3n, holed: 2n })], window)[0]?.why).toContain(
      '3 of 100 are not held, in 2 of 3 series',
    );
  });
});

describe('clocks', () => {
  it('that were set back are named with how far', () => {
    expect(clockGaps([row()], [], window)).toEqual([]);
    expect(clockGaps([row({ backwards: 2n, backwards_seconds: 90n })], [], window)[0]?.why).toContain('by up to 90 s');
  });

  it('are ahead when a record bears a time after the hour in which it was taken in, by at least so much', () => {
    const batch = (last_at: string, source = 'db') => ({ source, last_at, committedAt: '2026-03-02T10Z' });
    expect(clocksAhead([batch('2026-03-02T10:59:59.999Z'), batch('2026-03-02T11:00:00.000Z')])).toEqual([]);
    const ahead = clocksAhead([batch('2026-03-02T12:30:00.000Z'), batch('2026-03-02T11:10:00.000Z')]);
    expect(ahead).toEqual([{ source: 'db', batches: 2, aheadMs: 90 * 60_000 }]);
    expect(clockGaps([], ahead, window)[0]?.why).toContain('by at least 90 min');
  });
});
