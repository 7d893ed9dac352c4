import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ok } from '../../core/result.ts';
import { type HeldLock, writerLock } from './writer-lock.ts';

let folder = '';
let path = '';
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'candour-lock-'));
  path = join(folder, 'state', 'lock.sqlite');
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

const held = async (timeoutMs = 0): Promise<HeldLock> => {
  const result = await writerLock(path).acquire(timeoutMs);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};

/** Another process that takes the lock and keeps it until it is killed. */
async function otherHolder(): Promise<ChildProcess> {
  const script = `
    const { writerLock } = await import(${JSON.stringify(new URL('./writer-lock.ts', import.meta.url).href)});
    const held = await writerLock(${JSON.stringify(path)}).acquire(5000);
    process.stdout.write(held.ok ? 'held' : held.error.code);
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(String(said)).toBe('held');
  return child;
}

describe('the writer lock', () => {
  test('is held by one at a time, and free again after release', async () => {
    const first = await held();
    expect(await writerLock(path).acquire(0)).toMatchObject({ ok: false, error: { code: 'STATE_LOCKED' } });
    first.release();
    first.release();
    (await held()).release();
  });

  test('a waiter lets the event loop run and gets the lock when it is released', async () => {
    const first = await held();
    const second = writerLock(path).acquire(60_000);
    for (let turn = 0; turn < 100; turn += 1) await nextTurn();
    first.release();
    const result = await second;
    expect(result.ok).toBe(true);
    if (result.ok) result.value.release();
  });

  test('twenty writers of one process never overlap', async () => {
    let inside = 0;
    let most = 0;
    const turns = await Promise.all(
      Array.from({ length: 20 }, () =>
        writerLock(path).whileHeld(60_000, async () => {
          inside += 1;
          most = Math.max(most, inside);
          await nextTurn();
          inside -= 1;
          return ok(null);
        }),
      ),
    );
    expect(turns.every((turn) => turn.ok)).toBe(true);
    expect(most).toBe(1);
  });

  test('work that throws under the lock frees it', async () => {
    const work = (): Promise<never> => Promise.reject(new Error('broken'));
    await expect(writerLock(path).whileHeld(0, work)).rejects.toThrow('broken');
    (await held()).release();
  });

  test('another process keeps it out, and the death of that process frees it', async () => {
    const child = await otherHolder();
    expect(await writerLock(path).acquire(0)).toMatchObject({ ok: false, error: { code: 'STATE_LOCKED' } });
    child.kill('SIGKILL');
    await once(child, 'exit');
    (await held()).release();
  });

  test('its file is for its owner alone and stays empty', async () => {
    (await held()).release();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(path).size).toBe(0);
  });
});
