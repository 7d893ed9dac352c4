import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sqliteCaseStore } from '../../src/adapters/sqlite/case-store.ts';
import { openState } from '../../src/adapters/sqlite/state.ts';
import { randomBelow, seededRandom } from '../../src/core/random.ts';

const KILLS = 20;
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

test(`${KILLS} kills at random moments lose no acknowledged event and leave no hole`, async () => {
  const path = join(folder, 'candour.sqlite');
  const random = seededRandom(SEED);
  let written = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const acknowledged = await killedWriter(path, 1 + randomBelow(random, 30));
    const state = openState({ path, sqlFolder: 'sql' });
    if (!state.ok) throw new Error(state.error.message);
    const store = sqliteCaseStore(state.value);
    const events = store.events('c-killed');
    store.close();
    if (!events.ok) throw new Error(events.error.message);
    expect(acknowledged).toBeGreaterThanOrEqual(written);
    expect(events.value.length).toBeGreaterThan(acknowledged);
    expect(events.value.map((event) => event.seq)).toEqual(events.value.map((_, n) => n));
    // Appends are of three events: all of one or nothing of it.
    expect(events.value.length % 3).toBe(0);
    written = events.value.length;
  }
});
