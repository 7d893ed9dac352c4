import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { fsLakeReader } from '../../src/adapters/fs/lake-reader.ts';
import { folderLogReader } from '../../src/adapters/log/folder-log-reader.ts';
import { textOf } from '../../src/core/bytes.ts';
import { CHUNK_BYTES } from '../../src/core/chunk-fold.ts';
import type { Hashing } from '../../src/core/hashing.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { nodeTreeHasher } from '../../src/core/node-tree-hasher.ts';
import { parseVerifierKey, type VerifierKey } from '../../src/core/note/verifier-key.ts';
import { filesBehind, readLakeLeaf, readList } from '../../src/model/lake-leaf.ts';
import type { IndexedLeaf } from '../../src/model/lake-view.ts';
import type { LakeDifference } from '../../src/verify/lake-fault.ts';
import { checkLog } from '../../src/verify/log/check-log.ts';
import type { LogDifference } from '../../src/verify/log/log-fault.ts';
import type { LogReader } from '../../src/verify/log/log-reader.ts';
import { storedEntries } from '../../src/verify/log/stored-entries.ts';
import { verifyLake } from '../../src/verify/verify-lake.ts';

/** A file of which a byte can be changed without touching the disk. */
export interface Place {
  readonly path: string;
  readonly bytes: number;
  /** Verifies what the file belongs to with byte `at` XOR `mask`; a mask of 0 changes nothing. */
  differences(at: number, mask: number): readonly (LogDifference | LakeDifference)[];
}

const checked = new Map<string, boolean>();
/** A signature over the same bytes by the same key holds or not as it did before. */
const rememberingSignatures: Hashing = {
  ...nodeHashing,
  verifyEd25519(publicKey, message, signature) {
    const key = Buffer.concat([publicKey, signature, message]).toString('latin1');
    const before = checked.get(key);
    if (before !== undefined) return before;
    const holds = nodeHashing.verifyEd25519(publicKey, message, signature);
    // Every flip of a checkpoint is another message: what is seen once need not be kept.
    if (holds) checked.set(key, holds);
    return holds;
  },
};

/** The files of a log; it is verified as a whole. `folder`: where it lies in the directory. `witnesses`: who may have cosigned. */
export function memoryLog(folder: string, reader: LogReader, witnesses: readonly VerifierKey[]): readonly Place[] {
  const files = new Map([...reader.paths()].map((path) => [path, Buffer.from(reader.read(path) ?? [])]));
  const verifier = parseVerifierKey((textOf(files.get('vkey') ?? Buffer.alloc(0)) ?? '').trim(), nodeHashing);
  if (!verifier.ok) throw new Error(verifier.error.message);
  const differences = (): readonly LogDifference[] =>
    checkLog({
      reader: { paths: () => files.keys(), read: (path) => files.get(path) ?? null },
      verifier: verifier.value,
      witnesses,
      hashing: rememberingSignatures,
      hasher: nodeTreeHasher,
    }).differences.map((each) => ({ ...each, file: `${folder}/${each.file}` }));
  return [...files].map(([path, bytes]) => ({
    path: `${folder}/${path}`,
    bytes: bytes.length,
    differences(at, mask) {
      bytes[at] = (bytes[at] ?? 0) ^ mask;
      const found = differences();
      bytes[at] = (bytes[at] ?? 0) ^ mask;
      return found;
    },
  }));
}

/**
 * The files of `lake/` and `people/`; each is verified with those under the same leaf. Every chunk is read and hashed once; then its hash alone is
 * kept, so that a directory of any size fits, and of a file in which a byte is changed that chunk is read and hashed again.
 */
export function memoryLake(root: string): readonly Place[] {
  const leaves = lakeLeaves(root);
  const parsed = parsedFiles(leaves);
  const known = new WeakMap<Uint8Array, Uint8Array>();
  const chunks = new Map(
    [...fsLakeReader(root).paths()].map((path) => [path, heldChunks(root, path, parsed.has(path), known)]),
  );
  const remembering: Hashing = {
    ...nodeHashing,
    sha256: (...parts) => known.get(parts[1] ?? ZEROS) ?? nodeHashing.sha256(...parts),
  };
  const places: Place[] = [];
  for (const [n, one] of leaves.entries()) {
    const { index, leaf } = one;
    if (leaf.type === 'expired') continue;
    const part = leaf.type === 'batch' ? 'lake' : 'people';
    const tombstones = leaves.slice(n).filter((each) => each.leaf.type === 'expired' && each.leaf.leaf === index);
    const listed =
      leaf.type === 'batch' && leaf.list !== null ? readFileSync(join(root, 'lake', leaf.list.path)) : null;
    const access = leaf.type === 'people' ? [] : listed === null ? leaf.files : (readList(listed) ?? []);
    const paths = [...filesBehind(leaf, access), leaf.chunks].map(({ path }) => `${part}/${path}`);
    if (leaf.type === 'batch' && leaf.released !== null) paths.push(`lake/${leaf.released.path}`);
    const own = [...new Set(paths)].filter((path) => chunks.has(path));
    // An import's number is that of its place among all: alone it is not judged.
    const verify = (): readonly LakeDifference[] =>
      verifyLake({
        leaves: [one, ...tombstones],
        reader: { paths: () => own, chunks: (path) => chunks.get(path) ?? null },
        hashing: remembering,
      }).differences.filter((each) => each.code !== 'VERIFY_LAKE_LEAF');
    for (const path of own) {
      const held = chunks.get(path) ?? [];
      places.push({
        path,
        bytes: held.reduce((sum, chunk) => sum + chunk.length, 0),
        differences(at, mask) {
          const place = Math.floor(at / CHUNK_BYTES);
          const before = held[place];
          if (before === undefined) throw new Error(`${path} has no byte ${at}`);
          const changed = readChunk(join(root, path), place, before.length);
          changed[at % CHUNK_BYTES] = (changed[at % CHUNK_BYTES] ?? 0) ^ mask;
          held[place] = changed;
          const found = verify();
          held[place] = before;
          return found;
        },
      });
    }
  }
  if (new Set(places.map(({ path }) => path)).size !== chunks.size) throw new Error('a file that no leaf names');
  return places;
}

const ZEROS = new Uint8Array(CHUNK_BYTES);

/** Files that the verifier also reads, not only hashes: sidecars and lists. */
const parsedFiles = (leaves: readonly IndexedLeaf[]): ReadonlySet<string> =>
  new Set(
    leaves.flatMap(({ leaf }) => {
      if (leaf.type === 'expired') return [];
      const part = leaf.type === 'batch' ? 'lake' : 'people';
      const list = leaf.type === 'batch' && leaf.list !== null ? [`lake/${leaf.list.path}`] : [];
      return [`${part}/${leaf.chunks.path}`, ...list];
    }),
  );

/** A stand-in of the right length for each chunk of a file, its hash in `known`; the bytes themselves where `whole`. */
function heldChunks(root: string, path: string, whole: boolean, known: WeakMap<Uint8Array, Uint8Array>): Uint8Array[] {
  const held: Uint8Array[] = [];
  for (const chunk of fsLakeReader(root).chunks(path) ?? []) {
    const one = whole ? new Uint8Array(chunk) : ZEROS.subarray(0, chunk.length);
    known.set(one, nodeHashing.sha256(Uint8Array.of(0), chunk));
    held.push(one);
  }
  return held;
}

function readChunk(path: string, place: number, length: number): Uint8Array {
  const fd = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(length);
    if (readSync(fd, bytes, 0, length, place * CHUNK_BYTES) !== length) throw new Error(`${path} is shorter now`);
    return bytes;
  } finally {
    closeSync(fd);
  }
}

/** The leaves of a directory about its lake, from a log that was verified. */
export function lakeLeaves(root: string): readonly IndexedLeaf[] {
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
