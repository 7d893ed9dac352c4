import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { utf8 } from '../../core/bytes.ts';
import { leafHash } from '../../core/merkle/tree-hasher.ts';
import { verifyConsistency, verifyInclusion } from '../../core/merkle/verify-proof.ts';
import { nodeTreeHasher } from '../../core/node-tree-hasher.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { EvidenceLog } from '../../ports/evidence-log.ts';
import { type EvidenceLogParts, openEvidenceLog } from './evidence-log.ts';

let folder = '';
let opened: EvidenceLog[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'candour-log-'));
  opened = [];
});
afterEach(async () => {
  for (const log of opened) await log.close();
  rmSync(folder, { recursive: true, force: true });
});

const places = (over: Partial<EvidenceLogParts> = {}): EvidenceLogParts => ({
  folder: join(folder, 'log'),
  staging: join(folder, 'state', 'staged'),
  decisionPath: join(folder, 'state', 'log.sqlite'),
  log: 'main',
  keyPath: join(folder, 'keys', 'log.key'),
  origin: null,
  withLock: (work) => work(),
  beatMs: 1,
  ...over,
});

function openLog(over: Partial<EvidenceLogParts> = {}): EvidenceLog {
  const log = unwrap(openEvidenceLog(places(over)));
  opened.push(log);
  return log;
}

const unwrap = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
const entriesOf = async (log: EvidenceLog, from: number, to: number): Promise<readonly string[]> => {
  const texts: string[] = [];
  for await (const { entry } of log.entries(from, to)) texts.push(Buffer.from(entry).toString());
  return texts;
};
const named = (from: number, to: number): readonly Uint8Array[] =>
  Array.from({ length: to - from }, (_, n) => utf8(`leaf ${from + n}`));
const bytesOf = (hex: string): Uint8Array => Buffer.from(hex, 'hex');

test('a new log is empty, has a private key of mode 0600 and its public half beside the tiles', async () => {
  const log = openLog();
  const state = unwrap(log.state());
  expect(state).toMatchObject({ treeSize: 0, note: '' });
  expect(state.origin).toMatch(/^candour\.example\/[0-9a-f]{16}$/);
  expect(statSync(join(folder, 'keys', 'log.key')).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'log', 'vkey'), 'utf8')).toMatch(new RegExp(`^${state.origin}\\+`));
  const begun = await log.whileHeld(async (held) => ok(held.state()));
  expect(unwrap(begun)).toMatchObject({ treeSize: 0, origin: state.origin });
  expect(unwrap(log.state()).note).toContain(`${state.origin}\n0\n`);
});

test('exactly one entry: it is entry 0 of a tree of one', async () => {
  const log = openLog();
  const appended = unwrap(await log.append([utf8('one')]));
  expect(appended).toMatchObject({ index: 0, treeSize: 1 });
  expect(await entriesOf(log, 0, 1)).toEqual(['one']);
  expect(await log.inclusionProof(0, 1)).toEqual({ ok: true, value: [] });
});

test('entries of one call stand together, and every call learns its own place', async () => {
  const log = openLog();
  const calls = Array.from({ length: 300 }, (_, n) => [utf8(`${n} first`), utf8(`${n} second`)]);
  const answers = await Promise.all(calls.map((entries) => log.append(entries)));
  const state = unwrap(log.state());
  expect(state.treeSize).toBe(600);
  const texts = await entriesOf(log, 0, 600);
  for (const [n, answer] of answers.entries()) {
    const { index, treeSize } = unwrap(answer);
    expect(texts.slice(index, index + 2)).toEqual([`${n} first`, `${n} second`]);
    expect(treeSize).toBeGreaterThanOrEqual(index + 2);
  }
});

test('what is proved holds against the roots that were published, also after it is opened again', async () => {
  const first = openLog();
  const roots = new Map<number, string>();
  let size = 0;
  for (const count of [1, 3, 250, 1, 1, 1, 300, 1000]) {
    const { treeSize, rootHash } = unwrap(await first.append(named(size, size + count)));
    size = treeSize;
    roots.set(size, rootHash);
  }
  const log = openLog();
  const newRoot = bytesOf(unwrap(log.state()).rootHash);
  for (const [from, root] of roots) {
    const proof = unwrap(await log.consistencyProof(from, size));
    const claim = { oldSize: BigInt(from), oldRoot: bytesOf(root), newSize: BigInt(size), newRoot, proof };
    expect(verifyConsistency(nodeTreeHasher, claim)).toEqual({ ok: true, value: undefined });
    const index = from - 1;
    const inclusion = {
      leafHash: leafHash(nodeTreeHasher, utf8(`leaf ${index}`)),
      index: BigInt(index),
      treeSize: BigInt(size),
      rootHash: newRoot,
      proof: unwrap(await log.inclusionProof(index, size)),
    };
    expect(verifyInclusion(nodeTreeHasher, inclusion)).toEqual({ ok: true, value: undefined });
  }
});

test('partial tiles are gone once the full one is there, and older sizes are proved all the same', async () => {
  const log = openLog();
  await log.append(named(0, 40));
  await log.append(named(40, 300));
  expect(() => statSync(join(folder, 'log', 'tile', '0', '000.p'))).toThrow('ENOENT');
  expect(() => statSync(join(folder, 'log', 'tile', 'entries', '000.p'))).toThrow('ENOENT');
  expect(statSync(join(folder, 'log', 'tile', '0', '001.p', '44')).size).toBe(44 * 32);
  expect(unwrap(await log.inclusionProof(39, 40))).toHaveLength(3 + 1);
});

test('two openings of one directory append in turn', async () => {
  const [one, two] = [openLog(), openLog()];
  for (let n = 0; n < 20; n += 2) {
    expect(unwrap(await one.append(named(n, n + 1))).index).toBe(n);
    expect(unwrap(await two.append(named(n + 1, n + 2))).index).toBe(n + 1);
  }
  expect(await entriesOf(one, 0, 20)).toEqual(Array.from({ length: 20 }, (_, n) => `leaf ${n}`));
});

test('an append while the log is held waits, and a held append commits at once', async () => {
  const log = openLog();
  const waiting: Promise<unknown>[] = [];
  const held = await log.whileHeld(async (within) => {
    waiting.push(log.append([utf8('later')]));
    const appended = await within.append([utf8('now')]);
    expect(within.state().treeSize).toBe(1);
    return appended;
  });
  expect(unwrap(held).index).toBe(0);
  expect(await Promise.all(waiting)).toMatchObject([{ value: { index: 1 } }]);
});

test('an append of nothing answers with the state, and writes nothing', async () => {
  const log = openLog();
  await log.append(named(0, 3));
  const { note } = unwrap(log.state());
  expect(unwrap(await log.append([]))).toMatchObject({ index: 3, treeSize: 3 });
  expect(unwrap(log.state()).note).toBe(note);
});

test('an entry over 65,535 bytes is refused, with all of its call', async () => {
  const log = openLog();
  const long = new Uint8Array(65_536);
  expect(await log.append([utf8('short'), long])).toMatchObject({ error: { code: 'LOG_ENTRY' } });
  expect(await log.whileHeld((held) => held.append([long]))).toMatchObject({ error: { code: 'LOG_ENTRY' } });
  expect(unwrap(await log.append([long.subarray(1)])).index).toBe(0);
  expect(unwrap(log.state()).treeSize).toBe(1);
});

test('an error of the lock is the answer of every append that waited', async () => {
  const refused = err({ code: 'STATE_LOCKED', message: 'another process writes' });
  const log = openLog({ withLock: async () => refused });
  expect(await Promise.all([log.append(named(0, 1)), log.append(named(1, 2))])).toEqual([refused, refused]);
});

test('proofs of what the log does not have are refused', async () => {
  const log = openLog();
  await log.append(named(0, 3));
  for (const asked of [
    log.inclusionProof(3, 3),
    log.inclusionProof(0, 4),
    log.consistencyProof(2, 4),
    log.consistencyProof(2, 1),
  ])
    expect(await asked).toMatchObject({ error: { code: 'LOG_RANGE' } });
});

test('a log keeps its name and its key', async () => {
  const log = openLog({ origin: 'example.com/candour' });
  await log.append(named(0, 1));
  expect(unwrap(log.state()).origin).toBe('example.com/candour');
  expect(openEvidenceLog(places({ origin: 'example.com/other' }))).toMatchObject({ error: { code: 'LOG_ORIGIN' } });
  expect(unwrap(openLog().state()).origin).toBe('example.com/candour');
  rmSync(join(folder, 'keys'), { recursive: true });
  const readOnly = openLog();
  expect(await entriesOf(readOnly, 0, 1)).toEqual(['leaf 0']);
  expect(await readOnly.append(named(1, 2))).toMatchObject({ error: { code: 'LOG_KEY' } });
});

test.each(['', 'a b', 'a+b', 'x'.repeat(256)])('a log cannot be called %j', (origin) => {
  expect(openEvidenceLog(places({ origin }))).toMatchObject({ error: { code: 'LOG_ORIGIN' } });
});
