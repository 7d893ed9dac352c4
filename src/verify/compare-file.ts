import { concatBytes, equalBytes, hexOf } from '../core/bytes.ts';
import type { Hashing } from '../core/hashing.ts';
import { HASH_BYTES, rootOfHashes, treeHasher } from '../core/merkle/tree-hasher.ts';
import type { RootedFile } from '../model/lake-leaf.ts';
import type { LakeDifference } from './lake-fault.ts';
import type { LakeReader } from './lake-reader.ts';

/** RFC 6962 section 2.1. */
const LEAF = Uint8Array.of(0);
const CHUNK_BYTES = 65_536;

/** What a file is found to be. */
export interface FoundFile {
  readonly bytes: number;
  readonly root: string;
  /** Hashes of its chunks, one behind the other. */
  readonly hashes: Uint8Array;
}

export const chunkCount = (bytes: number): number => Math.ceil(bytes / CHUNK_BYTES);

/** Reads a file once; null: it is not there. `each` is given every chunk before the next is read. */
export function findFile(
  reader: LakeReader,
  path: string,
  hashing: Hashing,
  each?: (chunk: Uint8Array) => void,
): FoundFile | null {
  const chunks = reader.chunks(path);
  if (chunks === null) return null;
  const hashes: Uint8Array[] = [];
  let bytes = 0;
  for (const chunk of chunks) {
    hashes.push(hashing.sha256(LEAF, chunk));
    bytes += chunk.length;
    each?.(chunk);
  }
  const all = new Uint8Array(hashes.length * HASH_BYTES);
  hashes.forEach((hash, i) => {
    all.set(hash, i * HASH_BYTES);
  });
  return { bytes, hashes: all, root: rootOf(all, hashing) };
}

/** A small file, also its content. */
export function wholeFile(
  reader: LakeReader,
  path: string,
  hashing: Hashing,
): (FoundFile & { readonly content: Uint8Array }) | null {
  const pieces: Uint8Array[] = [];
  const found = findFile(reader, path, hashing, (chunk) => pieces.push(new Uint8Array(chunk)));
  return found === null ? null : { ...found, content: concatBytes(...pieces) };
}

export const rootOf = (hashes: Uint8Array, hashing: Hashing): string =>
  hexOf(rootOfHashes(treeHasher(hashing), hashes));

/** Half-open ranges of places at which two rows of hashes differ; a place that one of them lacks differs. */
export function differingRuns(expected: Uint8Array, found: Uint8Array): readonly (readonly [number, number])[] {
  const runs: [number, number][] = [];
  const places = Math.max(expected.length, found.length) / HASH_BYTES;
  for (let place = 0; place < places; place += 1) {
    const [from, to] = [place * HASH_BYTES, (place + 1) * HASH_BYTES];
    if (equalBytes(expected.subarray(from, to), found.subarray(from, to))) continue;
    const last = runs.at(-1);
    if (last?.[1] === place) last[1] = place + 1;
    else runs.push([place, place + 1]);
  }
  return runs;
}

/**
 * The differences of a file that is there, to the chunk. `known`: the chunk hashes that it is to have, null where they are not to be
 * trusted; then the whole file is named.
 */
export function differencesOf(
  path: string,
  index: number,
  file: RootedFile,
  found: FoundFile,
  known: Uint8Array | null,
): readonly LakeDifference[] {
  const most = Math.max(file.bytes, found.bytes);
  const difference = (from: number, to: number): LakeDifference => ({
    code: 'VERIFY_FILE_CHANGED',
    file: path,
    index,
    from,
    to: Math.min(to, most),
    expected: `${file.bytes} bytes of root ${file.root}`,
    found: `${found.bytes} bytes of root ${found.root}`,
  });
  if (known === null) return [difference(0, most)];
  return differingRuns(known, found.hashes).map(([from, to]) => difference(from * CHUNK_BYTES, to * CHUNK_BYTES));
}
