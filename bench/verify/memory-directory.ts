import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fsLakeReader } from '../../src/adapters/fs/lake-reader.ts';
import { folderLogReader } from '../../src/adapters/log/folder-log-reader.ts';
import { textOf } from '../../src/core/bytes.ts';
import { CHUNK_BYTES } from '../../src/core/chunk-fold.ts';
import type { Hashing } from '../../src/core/hashing.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { nodeTreeHasher } from '../../src/core/node-tree-hasher.ts';
import { parseVerifierKey } from '../../src/core/note/verifier-key.ts';
import { filesBehind, readLakeLeaf, readList } from '../../src/model/lake-leaf.ts';
import type { IndexedLeaf } from '../../src/model/lake-view.ts';
import type { LakeDifference } from '../../src/verify/lake-fault.ts';
import { checkLog } from '../../src/verify/log/check-log.ts';
import type { LogDifference } from '../../src/verify/log/log-fault.ts';
import type { LogReader } from '../../src/verify/log/log-reader.ts';
import { storedEntries } from '../../src/verify/log/stored-entries.ts';
import { verifyLake } from '../../src/verify/verify-lake.ts';

/** A file that can be damaged in memory. */
export interface Place {
  readonly path: string;
  readonly bytes: Buffer;
  /** Verifies what the file belongs to, after byte `at` of it was changed; null: nothing was. */
  differences(at: number | null): readonly (LogDifference | LakeDifference)[];
}

/** The files of a log; it is verified as a whole. `folder`: where it lies in the directory. */
export function memoryLog(folder: string, reader: LogReader): readonly Place[] {
  const files = new Map([...reader.paths()].map((path) => [path, Buffer.from(reader.read(path) ?? [])]));
  const verifier = parseVerifierKey((textOf(files.get('vkey') ?? Buffer.alloc(0)) ?? '').trim(), nodeHashing);
  if (!verifier.ok) throw new Error(verifier.error.message);
  const differences = (): readonly LogDifference[] =>
    checkLog({
      reader: { paths: () => files.keys(), read: (path) => files.get(path) ?? null },
      verifier: verifier.value,
      witnesses: [],
      hashing: nodeHashing,
      hasher: nodeTreeHasher,
    }).differences.map((each) => ({ ...each, file: `${folder}/${each.file}` }));
  return [...files].map(([path, bytes]) => ({ path: `${folder}/${path}`, bytes, differences }));
}

/** The files of `lake/` and `people/`; each is verified with those under the same leaf. */
export function memoryLake(root: string): {
  readonly places: readonly Place[];
  differencesOfAll(): readonly LakeDifference[];
} {
  const files = new Map([...fsLakeReader(root).paths()].map((path) => [path, readFileSync(join(root, path))]));
  const chunks = new Map([...files].map(([path, bytes]) => [path, chunksOf(bytes)]));
  const known = new WeakMap<Uint8Array, Uint8Array>();
  // The same chunk was hashed before, and nothing of it has changed since: `differences` forgets the one that has.
  const remembering: Hashing = {
    ...nodeHashing,
    sha256(...parts) {
      const [, chunk] = parts;
      const before = chunk === undefined ? undefined : known.get(chunk);
      if (before !== undefined) return before;
      const hash = nodeHashing.sha256(...parts);
      if (chunk !== undefined && chunk.length > 64 && parts.length === 2) known.set(chunk, hash);
      return hash;
    },
  };
  const leaves = lakeLeaves(root);
  const verify = (
    some: readonly IndexedLeaf[],
    paths: readonly string[],
    hashing: Hashing,
  ): readonly LakeDifference[] =>
    verifyLake({ leaves: some, reader: { paths: () => paths, chunks: (path) => chunks.get(path) ?? null }, hashing })
      .differences;
  const places: Place[] = [];
  for (const [n, one] of leaves.entries()) {
    const { index, leaf } = one;
    if (leaf.type === 'expired') continue;
    const part = leaf.type === 'batch' ? 'lake' : 'people';
    const tombstones = leaves.slice(n).filter((each) => each.leaf.type === 'expired' && each.leaf.leaf === index);
    const list = leaf.type === 'batch' && leaf.list !== null ? files.get(`lake/${leaf.list.path}`) : undefined;
    const access = leaf.type === 'people' ? [] : list === undefined ? leaf.files : (readList(list) ?? []);
    const paths = [...filesBehind(leaf, access), leaf.chunks].map(({ path }) => `${part}/${path}`);
    if (leaf.type === 'batch' && leaf.released !== null) paths.push(`lake/${leaf.released.path}`);
    const own = [...new Set(paths)].filter((path) => files.has(path));
    // An import's number is that of its place among all: alone it is not judged.
    const judged = (each: LakeDifference): boolean => each.code !== 'VERIFY_LAKE_LEAF';
    for (const path of own) {
      const bytes = files.get(path) ?? Buffer.alloc(0);
      places.push({
        path,
        bytes,
        differences(at) {
          const touched = at === null ? undefined : chunks.get(path)?.[Math.floor(at / CHUNK_BYTES)];
          if (touched !== undefined) known.delete(touched);
          const found = verify([one, ...tombstones], own, remembering);
          if (touched !== undefined) known.delete(touched);
          return found.filter(judged);
        },
      });
    }
  }
  if (new Set(places.map(({ path }) => path)).size !== files.size) throw new Error('a file that no leaf names');
  return { places, differencesOfAll: () => verify(leaves, [...files.keys()], nodeHashing) };
}

function lakeLeaves(root: string): readonly IndexedLeaf[] {
  const reader = folderLogReader(join(root, 'log'), ['notices']);
  const size = Number((textOf(reader.read('checkpoint') ?? Buffer.alloc(0)) ?? '').split('\n')[1]);
  const leaves: IndexedLeaf[] = [];
  for (const { index, entry } of storedEntries(reader, size)) {
    const leaf = readLakeLeaf(entry);
    if (leaf === 'malformed') throw new Error(`leaf ${index} is malformed`);
    if (leaf !== null) leaves.push({ index, leaf });
  }
  return leaves;
}

function chunksOf(bytes: Buffer): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) chunks.push(bytes.subarray(at, at + CHUNK_BYTES));
  return chunks;
}
