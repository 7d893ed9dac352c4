import { equalBytes, hexOf } from '../bytes.ts';
import { err, ok, type Result } from '../result.ts';
import { merkleFault } from './fault.ts';
import { HASH_BYTES, type TreeHasher } from './tree-hasher.ts';

/** That a leaf is in a tree. Numbers come from outside, so they may be anything up to 2^64. */
export interface InclusionClaim {
  /** Of the entry, computed by who verifies: never taken from whom is not trusted. */
  readonly leafHash: Uint8Array;
  readonly index: bigint;
  readonly treeSize: bigint;
  readonly rootHash: Uint8Array;
  /** Siblings from the leaf up. */
  readonly proof: readonly Uint8Array[];
}

/** That one tree begins with the other. */
export interface ConsistencyClaim {
  readonly oldSize: bigint;
  readonly oldRoot: Uint8Array;
  readonly newSize: bigint;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

const invalid = (what: string): Result<void> => err(merkleFault('PROOF_INVALID', what));

/** RFC 9162 section 2.1.3.2. Error: `PROOF_INVALID`. */
export function verifyInclusion(hasher: TreeHasher, claim: InclusionClaim): Result<void> {
  const { leafHash, index, treeSize, rootHash, proof } = claim;
  if (index < 0n || index >= treeSize) return invalid(`inclusion: no entry ${index} in a tree of ${treeSize}`);
  if (![leafHash, rootHash, ...proof].every(isHash)) return invalid('inclusion: a hash is not 32 bytes');
  let node = index;
  let last = treeSize - 1n;
  let hash = leafHash;
  for (const sibling of proof) {
    if (last === 0n) return invalid(`inclusion: expected fewer hashes than ${proof.length}`);
    if (node % 2n === 1n || node === last) {
      hash = join(hasher, sibling, hash);
      // A node at the right edge has moved up alone until it became a right child.
      while (node % 2n === 0n && node !== 0n) {
        node /= 2n;
        last /= 2n;
      }
    } else {
      hash = join(hasher, hash, sibling);
    }
    node /= 2n;
    last /= 2n;
  }
  if (last !== 0n) return invalid(`inclusion: expected more hashes than ${proof.length}`);
  return same('inclusion', rootHash, hash);
}

/**
 * RFC 9162 section 2.1.4.2. An old size of 0 holds with an empty proof alone: a tree without entries has the one root, and every tree
 * continues it. Error: `PROOF_INVALID`.
 */
export function verifyConsistency(hasher: TreeHasher, claim: ConsistencyClaim): Result<void> {
  const { oldSize, oldRoot, newSize, newRoot, proof } = claim;
  if (oldSize < 0n || oldSize > newSize)
    return invalid(`consistency: expected sizes to grow, got ${oldSize}, ${newSize}`);
  if (![oldRoot, newRoot, ...proof].every(isHash)) return invalid('consistency: a hash is not 32 bytes');
  if (oldSize === newSize || oldSize === 0n) {
    if (proof.length > 0) return invalid(`consistency: expected no hashes, got ${proof.length}`);
    return same('consistency', oldSize === 0n ? hasher.empty() : newRoot, oldRoot);
  }
  let node = oldSize - 1n;
  let last = newSize - 1n;
  while (node % 2n === 1n) {
    node /= 2n;
    last /= 2n;
  }
  // A power of two is a node of the new tree: the verifier starts from the root it knows.
  const [first, ...rest] = node === 0n ? [oldRoot, ...proof] : proof;
  if (first === undefined) return invalid('consistency: expected hashes, got none');
  let [oldHash, newHash] = [first, first];
  for (const sibling of rest) {
    if (last === 0n) return invalid(`consistency: expected fewer hashes than ${proof.length}`);
    if (node % 2n === 1n || node === last) {
      oldHash = join(hasher, sibling, oldHash);
      newHash = join(hasher, sibling, newHash);
      while (node % 2n === 0n && node !== 0n) {
        node /= 2n;
        last /= 2n;
      }
    } else {
      newHash = join(hasher, newHash, sibling);
    }
    node /= 2n;
    last /= 2n;
  }
  if (last !== 0n) return invalid(`consistency: expected more hashes than ${proof.length}`);
  const old = same('consistency, old tree', oldRoot, oldHash);
  return old.ok ? same('consistency, new tree', newRoot, newHash) : old;
}

const isHash = (bytes: Uint8Array): boolean => bytes.length === HASH_BYTES;

function join(hasher: TreeHasher, left: Uint8Array, right: Uint8Array): Uint8Array {
  const children = new Uint8Array(2 * HASH_BYTES);
  children.set(left);
  children.set(right, HASH_BYTES);
  hasher.node(children, 0, children, 0);
  return children.subarray(0, HASH_BYTES);
}

const same = (what: string, expected: Uint8Array, found: Uint8Array): Result<void> =>
  equalBytes(expected, found)
    ? ok(undefined)
    : invalid(`${what}: expected root ${hexOf(expected)}, the proof leads to ${hexOf(found)}`);
