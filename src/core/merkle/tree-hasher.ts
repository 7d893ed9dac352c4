import type { Hashing } from '../hashing.ts';

// RFC 6962 section 2.1: leaf = SHA-256(0x00 ‖ entry), node = SHA-256(0x01 ‖ left ‖ right). The first byte keeps a leaf from
// passing for a node.
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Bytes of a SHA-256 hash. */
export const HASH_BYTES = 32;

/**
 * The hashing of RFC 6962, into place: a tree of n entries takes 2n hashes, and an array for each would cost more than the
 * hashing. Implementations: `treeHasher` over any `Hashing`, `core/node-tree-hasher.ts` for bulk.
 */
export interface TreeHasher {
  /** The hash of an entry, written into `target` at byte `at`. */
  leaf(entry: Uint8Array, target: Uint8Array, at: number): void;
  /** The hash of the two children that lie in `source` at byte `from`, one behind the other. May write over them. */
  node(source: Uint8Array, from: number, target: Uint8Array, at: number): void;
  /** The root of the tree without entries: SHA-256 of nothing. */
  empty(): Uint8Array;
}

export const treeHasher = (hashing: Hashing): TreeHasher => ({
  leaf: (entry, target, at) => target.set(hashing.sha256(LEAF, entry), at),
  node: (source, from, target, at) =>
    target.set(hashing.sha256(NODE, source.subarray(from, from + 2 * HASH_BYTES)), at),
  empty: () => hashing.sha256(),
});

/** The hash of one entry. */
export function leafHash(hasher: TreeHasher, entry: Uint8Array): Uint8Array {
  const hash = new Uint8Array(HASH_BYTES);
  hasher.leaf(entry, hash, 0);
  return hash;
}

/**
 * The root over hashes that lie one behind the other: pairs are joined from the left, one left over moves up as it is, which is
 * RFC 6962's split at the largest power of two. `hashes` is not changed. Linear.
 */
export function rootOfHashes(hasher: TreeHasher, hashes: Uint8Array): Uint8Array {
  if (hashes.length === 0) return hasher.empty();
  // Not `slice`: a Buffer's is a view, and what was given would be written over.
  const row = new Uint8Array(hashes);
  for (let width = row.length / HASH_BYTES; width > 1; width = Math.ceil(width / 2)) {
    for (let pair = 0; 2 * pair + 1 < width; pair += 1) hasher.node(row, 2 * pair * HASH_BYTES, row, pair * HASH_BYTES);
    if (width % 2 === 1) row.copyWithin(((width - 1) / 2) * HASH_BYTES, (width - 1) * HASH_BYTES, width * HASH_BYTES);
  }
  return row.slice(0, HASH_BYTES);
}
