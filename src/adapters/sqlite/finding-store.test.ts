import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Instant, instantFromMs } from '../../core/instant.ts';
import type { Finding } from '../../model/finding.ts';
import { sqliteFindingStore } from './finding-store.ts';
import { openState } from './state.ts';

const sqlFolder = fileURLToPath(new URL('../../../sql', import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'candour-finding-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function open() {
  const state = openState({ path: join(folder, 'state.sqlite'), sqlFolder });
  if (!state.ok) throw new Error(state.error.message);
  return { store: sqliteFindingStore(state.value), close: () => state.value.close() };
}

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
const MARCH = { from: instant('2026-03-01'), to: instant('2026-04-01') };

describe('sqliteFindingStore', () => {
  it('lists the most surprising first, after being opened again', () => {
    const first = open();
    first.store.replaceWindow(MARCH, [finding('a', '2026-03-02', 7), finding('b', '2026-03-03', 9)]);
    first.close();
    const second = open();
    expect(second.store.list()).toEqual([finding('b', '2026-03-03', 9), finding('a', '2026-03-02', 7)]);
    second.close();
  });

  it('replaces what was reported for the days of the window, and of no other day', () => {
    const { store, close } = open();
    store.replaceWindow({ from: instant('2026-02-01'), to: instant('2026-05-01') }, [
      finding('before', '2026-02-28', 1),
      finding('gone', '2026-03-01', 2),
      finding('again', '2026-03-31', 3),
      finding('after', '2026-04-01', 4),
    ]);
    store.replaceWindow(MARCH, [finding('again', '2026-03-31', 8)]);
    expect(store.list().map(({ id, score }) => [id, score])).toEqual([
      ['again', 8],
      ['after', 4],
      ['before', 1],
    ]);
    close();
  });

  it('still gives a finding that is no longer reported, and null for one that never was', () => {
    const { store, close } = open();
    store.replaceWindow(MARCH, [finding('a', '2026-03-02', 7)]);
    store.replaceWindow(MARCH, []);
    expect([store.list(), store.get('a'), store.get('b')]).toEqual([[], finding('a', '2026-03-02', 7), null]);
    close();
  });
});
