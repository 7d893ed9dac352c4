import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScratchState, scratchState, unwrap } from '../../../tests/state/scratch-state.ts';
import { type Instant, instantFromMs } from '../../core/instant.ts';
import type { Finding } from '../../model/finding.ts';
import type { FindingStore } from '../../ports/finding-store.ts';

let state: ScratchState;
beforeEach(() => {
  state = scratchState();
});
afterEach(() => state.close());

const finding = (id: string, day: string, score: number): Finding => ({
  id,
  actor: 'e-1',
  day,
  kind: 'burst',
  score,
  reasons: [{ feature: 'unexplained-subjects-against-team', value: 9, expected: 1, contribution: score }],
  subjects: 10,
  unexplained: 9,
  intent: 'unknown',
});
const instant = (day: string): Instant => instantFromMs(Date.parse(day));
const NOW = instant('2026-05-01');
const MARCH = { from: instant('2026-03-01'), to: instant('2026-04-01') };

const replace = async (store: FindingStore, findings: readonly Finding[], window = MARCH): Promise<void> => {
  unwrap(await store.replaceWindow(window, findings, NOW, 'ada'));
};

describe('the findings in the state', () => {
  it('lists the most surprising first, after being opened again', async () => {
    await replace(state.store.findings, [finding('a', '2026-03-02', 7), finding('b', '2026-03-03', 9)]);
    const second = state.again().store.findings;
    expect(unwrap(second.list())).toEqual([finding('b', '2026-03-03', 9), finding('a', '2026-03-02', 7)]);
  });

  it('replaces what was reported for the days of the window, and of no other day', async () => {
    const { findings } = state.store;
    const before = [
      finding('before', '2026-02-28', 1),
      finding('gone', '2026-03-01', 2),
      finding('again', '2026-03-31', 3),
      finding('after', '2026-04-01', 4),
    ];
    await replace(findings, before, { from: instant('2026-02-01'), to: instant('2026-05-01') });
    await replace(findings, [finding('again', '2026-03-31', 8)]);
    expect(unwrap(findings.list()).map(({ id, score }) => [id, score])).toEqual([
      ['again', 8],
      ['after', 4],
      ['before', 1],
    ]);
  });

  it('still gives a finding that is no longer reported, and null for one that never was', async () => {
    const { findings } = state.store;
    await replace(findings, [finding('a', '2026-03-02', 7)]);
    await replace(findings, []);
    expect(unwrap(findings.list())).toEqual([]);
    expect([unwrap(findings.get('a')), unwrap(findings.get('b'))]).toEqual([finding('a', '2026-03-02', 7), null]);
  });

  it('puts each run behind a leaf', async () => {
    await replace(state.store.findings, [finding('a', '2026-03-02', 7)]);
    await replace(state.store.findings, []);
    expect(state.log.kept).toHaveLength(2);
  });
});
