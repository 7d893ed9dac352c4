import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { randomBelow, seededRandom } from '../../src/core/random.ts';
import { openRealState } from '../state/real-state.ts';
import { unwrap } from '../state/scratch-state.ts';

const KILLS = Number(process.env['CANDOUR_KILLS'] ?? 10);
const SEED = 20_201_024;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'candour-case-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a writer until it has acknowledged `after` events, kills it at that moment, and gives the last seq it acknowledged. */
async function killedWriter(path: string, after: number): Promise<number> {
  const child = spawn(process.execPath, ['tests/fault/case-writer.ts', path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  let acknowledged = 0;
  for await (const chunk of child.stdout) {
    text += String(chunk);
    acknowledged = text.split('\n').length - 1;
    // The writer goes on while the signal travels: the kill falls anywhere in an append.
    if (acknowledged >= after) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return Number(text.slice(0, text.lastIndexOf('\n')).split('\n').at(-1));
}

test(`${KILLS} kills at random moments lose no acknowledged event and leave no hole; each leaf has its row`, async () => {
  const random = seededRandom(SEED);
  let written = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const acknowledged = await killedWriter(folder, 1 + randomBelow(random, 30));
    const state = await openRealState(folder);
    const events = unwrap(state.store.cases.events('c-killed'));
    const { treeSize } = unwrap(state.logOf(null).state());
    expect(await state.verify()).toEqual([]);
    await state.close();
    expect(treeSize).toBe(events.length);
    expect(acknowledged).toBeGreaterThanOrEqual(written);
    expect(events.length).toBeGreaterThan(acknowledged);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, n) => n));
    // Appends are of three events: all of one or nothing of it.
    expect(events.length % 3).toBe(0);
    written = events.length;
  }
});
