import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Decision } from '../../src/adapters/log/decision.ts';
import { type Disk, realDisk, SyncFailure } from '../../src/adapters/log/disk.ts';
import { openEvidenceLog } from '../../src/adapters/log/evidence-log.ts';
import { folderLogReader } from '../../src/adapters/log/folder-log-reader.ts';
import { utf8 } from '../../src/core/bytes.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { parseSigningKey } from '../../src/core/node-signer.ts';
import { nodeTreeHasher } from '../../src/core/node-tree-hasher.ts';
import type { Result } from '../../src/core/result.ts';
import type { EvidenceLog } from '../../src/ports/evidence-log.ts';
import { checkLog } from '../../src/verify/log/check-log.ts';

export const unwrap = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};

/**
 * What happens at one durable step. `fails`: it is not done, and says so. `fails late`: it is done, and says that it was not. `sync
 * fails`: the same, of the kind after which the process may not go on. `killed` before or after it: nothing more happens at all.
 */
export const MISHAPS = ['fails', 'fails late', 'sync fails', 'killed before', 'killed after'] as const;
export type Mishap = (typeof MISHAPS)[number];

/** The process is no more; whoever waits for it learns nothing. */
class Dead extends Error {}

/** Lets step number `at` (counted over disk and decision) meet a mishap. */
export function mishapAt(at: number, mishap: Mishap) {
  let step = 0;
  let dead = false;
  let hit: string | null = null;
  const running = new Set<Promise<unknown>>();
  const die = (): never => {
    dead = true;
    throw new Dead('the process ended itself');
  };
  const meets = (name: string): boolean => {
    if (dead) throw new Dead('killed');
    step += 1;
    if (step !== at) return false;
    hit = name;
    return true;
  };
  const fail = (): never => {
    if (mishap === 'killed before' || mishap === 'killed after') die();
    if (mishap === 'sync fails') throw new SyncFailure('injected');
    throw Object.assign(new Error('injected'), { code: 'EIO' });
  };
  const done = mishap === 'fails late' || mishap === 'killed after';
  const wrap =
    <A extends readonly unknown[], T>(name: string, call: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      const met = meets(name);
      if (met && !done) return fail();
      const work = call(...args);
      running.add(work);
      const value = await work.finally(() => running.delete(work));
      if (met) return fail();
      return value;
    };
  const disk: Disk = {
    read: wrap('read', realDisk.read),
    write: wrap('write', realDisk.write),
    move: wrap('move', realDisk.move),
    syncFolder: wrap('syncFolder', realDisk.syncFolder),
    makeFolder: wrap('makeFolder', realDisk.makeFolder),
    remove: wrap('remove', realDisk.remove),
    names: wrap('names', realDisk.names),
  };
  const wrapDecision = (decision: Decision): Decision => ({
    ...decision,
    swap(from, to) {
      const met = meets('decide');
      if (met && !done) return fail();
      const swapped = decision.swap(from, to);
      return met ? fail() : swapped;
    },
  });
  return {
    disk,
    wrapDecision,
    die,
    /** What the step was; null: there was none of that number. */
    hit: () => hit,
    dead: () => dead,
    /** A kill takes what it interrupts with it: nothing may still be running when the directory is opened again. */
    settled: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

export function openLog(data: string, over: Partial<Parameters<typeof openEvidenceLog>[0]> = {}): EvidenceLog {
  return unwrap(
    openEvidenceLog({
      folder: join(data, 'log'),
      staging: join(data, 'state', 'staged'),
      decisionPath: join(data, 'state', 'log.sqlite'),
      log: 'main',
      keyPath: join(data, 'keys', 'log.key'),
      origin: null,
      withLock: (work) => work(),
      beatMs: 0,
      ...over,
    }),
  );
}

export const leaf = (n: number | string): Uint8Array => utf8(`leaf ${n}`);
export const leaves = (from: number, to: number): readonly Uint8Array[] =>
  Array.from({ length: to - from }, (_, n) => leaf(from + n));

/** Everything is as if these entries had been appended without any mishap: each byte under the prefix, re-derived. */
export async function expectWhole(data: string, log: EvidenceLog, expected: readonly Uint8Array[]): Promise<void> {
  const settled = await log.whileHeld(async (held) => ({ ok: true, value: held.state() }));
  expect(unwrap(settled).treeSize).toBe(expected.length);
  let index = 0;
  for await (const { entry } of log.entries(0, expected.length)) {
    if (Buffer.compare(entry, expected[index] ?? new Uint8Array()) !== 0) throw new Error(`entry ${index} is another`);
    index += 1;
  }
  expect(index).toBe(expected.length);
  const { key } = unwrap(parseSigningKey(readFileSync(join(data, 'keys', 'log.key'), 'utf8')));
  const verdict = checkLog({
    reader: folderLogReader(join(data, 'log')),
    verifier: key,
    witnesses: [],
    hashing: nodeHashing,
    hasher: nodeTreeHasher,
  });
  expect(verdict.differences).toEqual([]);
  expect(verdict.treeSize).toBe(expected.length);
}

export const copyOf = (from: string, to: string): void => cpSync(from, to, { recursive: true });
