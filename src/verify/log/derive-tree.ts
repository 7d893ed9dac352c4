import { entrySpans } from '../../core/merkle/entry-bundle.ts';
import { hashCount, levelCount, TILE_WIDTH, tilePath, widthIn } from '../../core/merkle/tile.ts';
import { HASH_BYTES, rootOfHashes, type TreeHasher } from '../../core/merkle/tree-hasher.ts';
import type { LogReader } from './log-reader.ts';

/** A bundle as it is stored, by whichever of its two names; null where there is none. */
export interface StoredBundle {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The tree that the stored entries give. Level 0 is not kept; the levels above are an eighth of a byte an entry. */
export interface DerivedTree {
  /** Hashes of a tile, as many as the tree has; null where a bundle under it is missing or broken. */
  tile(level: number, index: number): Uint8Array | null;
  /** The root of a full tile of level 0, as it stands in level 1. */
  root(index: number): Uint8Array;
}

export function readBundle(reader: LogReader, size: number, index: number): StoredBundle | null {
  const width = widthIn(size, 'entries', index);
  for (const each of new Set([width, TILE_WIDTH])) {
    const path = tilePath({ level: 'entries', index, width: each });
    const bytes = reader.read(path);
    if (bytes !== null) return { path, bytes };
  }
  return null;
}

/** Leaf hashes of the first `width` entries of a bundle; null where it has fewer, or breaks off before. */
export function leafHashes(hasher: TreeHasher, bundle: Uint8Array, width: number): Uint8Array | null {
  const spans = entrySpans(bundle);
  if (spans === null || spans.length < width) return null;
  const hashes = new Uint8Array(width * HASH_BYTES);
  for (let n = 0; n < width; n += 1) {
    const { from = 0, to = 0 } = spans[n] ?? {};
    hasher.leaf(bundle.subarray(from, to), hashes, n * HASH_BYTES);
  }
  return hashes;
}

/**
 * Derives the tree from the bundles, reading each once; `each` is given every bundle's leaf hashes (null: it is missing or broken)
 * as it is read. Linear.
 */
export function deriveTree(
  hasher: TreeHasher,
  reader: LogReader,
  size: number,
  each: (index: number, bundle: StoredBundle | null, hashes: Uint8Array | null) => void,
): DerivedTree {
  const above: Uint8Array[] = [];
  const broken: Set<number>[] = [];
  for (let level = 1; level < levelCount(size); level += 1) {
    above[level] = new Uint8Array(hashCount(size, level) * HASH_BYTES);
    broken[level] = new Set();
  }
  const put = (level: number, index: number, tile: Uint8Array | null): void => {
    const row = above[level];
    if (row === undefined || index >= hashCount(size, level)) return;
    if (tile === null) broken[level]?.add(Math.floor(index / TILE_WIDTH));
    else row.set(rootOfHashes(hasher, tile), index * HASH_BYTES);
  };
  const tile = (level: number, index: number): Uint8Array | null => {
    const width = widthIn(size, level, index);
    if (level === 0) return leafHashes(hasher, readBundle(reader, size, index)?.bytes ?? new Uint8Array(), width);
    if (broken[level]?.has(index) === true) return null;
    const at = index * TILE_WIDTH * HASH_BYTES;
    return above[level]?.subarray(at, at + width * HASH_BYTES) ?? null;
  };
  for (let index = 0; index * TILE_WIDTH < size; index += 1) {
    const bundle = readBundle(reader, size, index);
    const hashes = bundle === null ? null : leafHashes(hasher, bundle.bytes, widthIn(size, 0, index));
    each(index, bundle, hashes);
    put(1, index, hashes);
  }
  for (let level = 1; level + 1 < levelCount(size); level += 1)
    for (let index = 0; index < hashCount(size, level + 1); index += 1) put(level + 1, index, tile(level, index));
  return {
    tile,
    root: (index) => above[1]?.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES) ?? new Uint8Array(),
  };
}
