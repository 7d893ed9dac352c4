import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fsLakeReader } from '../../src/adapters/fs/lake-reader.ts';
import { CHUNK_BYTES } from '../../src/core/chunk-fold.ts';
import { sha256Hex } from '../../src/core/hash.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { verifyLake } from '../../src/verify/verify-lake.ts';
import { takePeople } from '../../src/workflow/take-people.ts';
import { committedBatches } from '../fault/committed.ts';
import { accessLine, type ScratchLake, scratchLake } from '../ingest/scratch-lake.ts';
import { indexedLeaves, type MemoryFiles, memoryFiles } from './memory-reader.ts';

let lake: ScratchLake;
let memory: MemoryFiles;

/** Text that does not compress. */
const noise = (n: number, length: number): string =>
  Array.from({ length: length / 64 }, (_, i) => sha256Hex(`${n}-${i}`)).join('');

beforeAll(async () => {
  lake = scratchLake();
  const log = join(lake.folder, 'access.ndjson');
  const lines = Array.from({ length: 1500 }, (_, n) =>
    n % 100 === 99
      ? `{"broken":${n}`
      : accessLine(`ev-${n}`, {
          time: `2026-03-0${1 + (n % 3)}T09:12:33.123Z`,
          subjects: [`c-${n}`],
          resource: noise(n, 256),
        }),
  );
  writeFileSync(log, `${lines.join('\n')}\n`);
  await lake.ingest([log]);
  const second = join(lake.folder, 'second.ndjson');
  writeFileSync(second, `${accessLine('ev-more')}\n`);
  await lake.ingest([second]);
  const customers = join(lake.folder, 'customers.csv');
  writeFileSync(customers, 'id,email\nc-1,ada@example.com\n,nobody@example.com\n');
  const taken = await takePeople({ kind: 'customers', paths: [customers] }, lake.app.people);
  if (!taken.ok) throw new Error(taken.error.message);
  memory = memoryFiles(lake.data);
});
afterAll(() => lake.remove());

const rawOf = (): string => {
  const path = [...memory.files].find(
    ([name, bytes]) => name.startsWith('lake/raw/') && bytes.length > 3 * CHUNK_BYTES,
  );
  if (path === undefined) throw new Error('no raw file of several chunks');
  return path[0];
};
const bytesOf = (path: string): Buffer => memory.files.get(path) ?? Buffer.alloc(0);

function damaged(changes: Readonly<Record<string, Buffer | null>>): ReturnType<MemoryFiles['differences']> {
  const before = Object.keys(changes).map((path) => [path, memory.files.get(path)] as const);
  for (const [path, bytes] of Object.entries(changes))
    if (bytes === null) memory.files.delete(path);
    else memory.files.set(path, bytes);
  const differences = memory.differences();
  for (const [path, bytes] of before)
    if (bytes === undefined) memory.files.delete(path);
    else memory.files.set(path, bytes);
  return differences;
}

const flipped = (path: string, ...places: readonly number[]): Buffer => {
  const bytes = Buffer.from(bytesOf(path));
  for (const place of places) bytes[place] = (bytes[place] ?? 0) ^ 1;
  return bytes;
};
const sidecarOf = (path: string): string => path.replace('/raw/', '/chunk/').replace('.parquet', '');

test('nothing is found in a directory that nobody touched, and every file of it is read', () => {
  const verdict = verifyLake({
    leaves: indexedLeaves(lake.data),
    reader: fsLakeReader(lake.data),
    hashing: nodeHashing,
  });
  expect(verdict.differences).toEqual([]);
  expect(verdict.files).toBe(memory.files.size);
  expect(verdict.bytes).toBe([...memory.files.values()].reduce((sum, bytes) => sum + bytes.length, 0));
});

test('a flipped byte is found in every file, named by file and chunk, and nothing else is', () => {
  let flips = 0;
  for (const [path, bytes] of memory.files) {
    const step = Math.max(1, Math.floor(bytes.length / 40));
    for (let place = 0; place < bytes.length; place += step) {
      const found = damaged({ [path]: flipped(path, place) });
      flips += 1;
      expect(
        found.map(({ file }) => file),
        `${path} at ${place}`,
      ).toEqual([path]);
      expect(found[0]?.code).toBe(path.includes('/chunk/') ? 'VERIFY_CHUNKS_CHANGED' : 'VERIFY_FILE_CHANGED');
      expect(found[0]?.from).toBeLessThanOrEqual(place);
      expect(found[0]?.to).toBeGreaterThan(place);
      expect((found[0]?.to ?? 0) - (found[0]?.from ?? 0)).toBeLessThanOrEqual(
        path.includes('/chunk/') ? 32 : CHUNK_BYTES,
      );
    }
  }
  expect(flips).toBeGreaterThan(400);
});

test('differences in several chunks are named as the ranges that they form', () => {
  const path = rawOf();
  const found = damaged({ [path]: flipped(path, 0, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES - 1) });
  expect(found.map(({ from, to }) => [from, to])).toEqual([
    [0, CHUNK_BYTES],
    [2 * CHUNK_BYTES, 3 * CHUNK_BYTES],
  ]);
});

test('a file that was cut short or got longer is named from the first chunk that differs to the longer end', () => {
  const path = rawOf();
  const whole = bytesOf(path);
  expect(damaged({ [path]: whole.subarray(0, CHUNK_BYTES + 5) })).toMatchObject([
    { code: 'VERIFY_FILE_CHANGED', file: path, from: CHUNK_BYTES, to: whole.length },
  ]);
  expect(damaged({ [path]: Buffer.alloc(0) })).toMatchObject([{ file: path, from: 0, to: whole.length }]);
  const longer = Buffer.concat([whole, Buffer.alloc(CHUNK_BYTES)]);
  expect(damaged({ [path]: longer }).map(({ file, to }) => [file, to])).toEqual([[path, longer.length]]);
});

test('a missing file and a file that nobody named are told apart', () => {
  const path = rawOf();
  expect(damaged({ [path]: null })).toMatchObject([{ code: 'VERIFY_FILE_MISSING', file: path, from: 0 }]);
  const stranger = 'lake/access/source=candour/eventDay=20260301/0123.parquet';
  expect(damaged({ [stranger]: Buffer.from('PAR1') })).toMatchObject([
    { code: 'VERIFY_FILE_UNNAMED', file: stranger, index: null },
  ]);
});

test('two files that changed places are both named', () => {
  const [first, second] = [...memory.files.keys()].filter((path) => path.startsWith('lake/access/'));
  if (first === undefined || second === undefined) throw new Error('expected two access files');
  const found = damaged({ [first]: bytesOf(second), [second]: bytesOf(first) });
  expect(new Set(found.map(({ file }) => file))).toEqual(new Set([first, second]));
});

test('a sidecar that is damaged or gone is named for itself and leaves the files unblamed', () => {
  const path = sidecarOf(rawOf());
  expect(damaged({ [path]: flipped(path, 40) })).toMatchObject([
    { code: 'VERIFY_CHUNKS_CHANGED', file: path, from: 32, to: 64 },
  ]);
  expect(damaged({ [path]: null })).toMatchObject([{ code: 'VERIFY_CHUNKS_CHANGED', file: path, found: 'no file' }]);
  const short = bytesOf(path).subarray(0, 50);
  expect(damaged({ [path]: short }).every(({ file }) => file === path)).toBe(true);
  const long = Buffer.concat([bytesOf(path), Buffer.alloc(3)]);
  expect(damaged({ [path]: long })).toMatchObject([{ file: path, from: long.length - 3, to: long.length }]);
});

test('with file and sidecar damaged, the file is judged by its leaf: to the chunk where its own hashes are whole, else as a whole', () => {
  const path = rawOf();
  const sidecar = sidecarOf(path);
  const leaf = committedBatches(lake.data).find((batch) => `lake/${batch.raw.path}` === path);
  if (leaf === undefined) throw new Error('no leaf of the raw file');
  const hashesBefore = 32 * leaf.files.reduce((sum, { bytes }) => sum + Math.ceil(bytes / CHUNK_BYTES), 0);
  const elsewhere = damaged({ [path]: flipped(path, CHUNK_BYTES), [sidecar]: flipped(sidecar, 0) });
  expect(elsewhere).toMatchObject([
    { code: 'VERIFY_FILE_CHANGED', file: path, from: CHUNK_BYTES, to: 2 * CHUNK_BYTES },
    { code: 'VERIFY_CHUNKS_CHANGED', file: sidecar, from: 0, to: 32 },
  ]);
  const own = damaged({ [path]: flipped(path, CHUNK_BYTES), [sidecar]: flipped(sidecar, hashesBefore) });
  expect(own).toMatchObject([
    { code: 'VERIFY_FILE_CHANGED', file: path, from: 0, to: bytesOf(path).length },
    { code: 'VERIFY_CHUNKS_CHANGED', file: sidecar, from: hashesBefore },
  ]);
});

test('a link in the place of a file is no file, whatever it leads to', () => {
  const path = rawOf();
  const kept = join(lake.folder, 'kept.parquet');
  writeFileSync(kept, bytesOf(path));
  rmSync(join(lake.data, path));
  symlinkSync(kept, join(lake.data, path));
  const verdict = verifyLake({
    leaves: indexedLeaves(lake.data),
    reader: fsLakeReader(lake.data),
    hashing: nodeHashing,
  });
  rmSync(join(lake.data, path));
  writeFileSync(join(lake.data, path), bytesOf(path));
  expect(verdict.differences).toMatchObject([{ code: 'VERIFY_FILE_MISSING', file: path }]);
});

test('leaves that contradict one another are named: a tombstone of nothing, a batch that came twice, books that do not close', () => {
  const leaves = indexedLeaves(lake.data);
  const [first] = leaves;
  if (first?.leaf.type !== 'batch') throw new Error('expected a batch first');
  const reader = fsLakeReader(lake.data);
  const verdict = verifyLake({
    leaves: [
      ...leaves,
      { index: 90, leaf: { v: 1, type: 'expired', time: '2026-11-25T21Z', leaf: 77, until: '2026-01-01' } },
      { index: 91, leaf: { ...first.leaf, accepted: first.leaf.accepted + 1 } },
    ],
    reader,
    hashing: nodeHashing,
  });
  expect(verdict.differences.map(({ code, index }) => [code, index])).toEqual([
    ['VERIFY_LAKE_LEAF', 90],
    ['VERIFY_LAKE_LEAF', 91],
    ['VERIFY_LAKE_LEAF', 91],
  ]);
});
