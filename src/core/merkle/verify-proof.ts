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

/** That the entries [from, to) of a tree are those under a root of their own. */
export interface SubtreeClaim {
  readonly from: bigint;
  readonly to: bigint;
  readonly subtreeRoot: Uint8Array;
  readonly treeSize: bigint;
  readonly rootHash: Uint8Array;
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
export const verifyConsistency = (hasher: TreeHasher, claim: ConsistencyClaim): Result<void> =>
  verifySubtree(hasher, {
    from: 0n,
    to: claim.oldSize,
    subtreeRoot: claim.oldRoot,
    treeSize: claim.newSize,
    rootHash: claim.newRoot,
    proof: claim.proof,
  });

/**
 * A consistency proof of a subtree, as Merkle Tree Certificates (draft-ietf-plants-merkle-tree-certs) and C2SP tlog-cosignature's
 * `sign-subtree` use them; of a subtree from 0, RFC 9162's. `from` must be a multiple of the smallest power of two that is not below
 * the number of entries. Error: `PROOF_INVALID`.
 */
export function verifySubtree(hasher: TreeHasher, claim: SubtreeClaim): Result<void> {
  const { from, to, subtreeRoot, treeSize, rootHash, proof } = claim;
  if (from < 0n || from > to || to > treeSize)
    return invalid(`consistency: no entries [${from}, ${to}) in a tree of ${treeSize}`);
  if (!isSubtree(from, to)) return invalid(`consistency: [${from}, ${to}) is no subtree`);
  if (![subtreeRoot, rootHash, ...proof].every(isHash)) return invalid('consistency: a hash is not 32 bytes');
  if (from === to) {
    if (proof.length > 0) return invalid(`consistency: expected no hashes, got ${proof.length}`);
    const empty = same('consistency, no entries', hasher.empty(), subtreeRoot);
    return empty.ok && treeSize === 0n ? same('consistency, no entries', hasher.empty(), rootHash) : empty;
  }
  let first = from;
  let node = to - 1n;
  let last = treeSize - 1n;
  const up = (): void => {
    first /= 2n;
    node /= 2n;
    last /= 2n;
  };
  // Where both trees end together the subtree's root is itself a node; else its last perfect part is.
  if (node === last) while (first !== node) up();
  else while (first !== node && node % 2n === 1n) up();
  // The verifier starts from a root that it knows where that is the node; else the proof begins with the node.
  const [seed, ...rest] = first === node ? [subtreeRoot, ...proof] : proof;
  if (seed === undefined) return invalid('consistency: expected hashes, got none');
  let [oldHash, newHash] = [seed, seed];
  for (const sibling of rest) {
    if (last === 0n) return invalid(`consistency: expected fewer hashes than ${proof.length}`);
    if (node % 2n === 1n || node === last) {
      if (first < node) oldHash = join(hasher, sibling, oldHash);
      newHash = join(hasher, sibling, newHash);
      // A node at the right edge has moved up alone until it became a right child.
      while (node % 2n === 0n && node !== 0n) up();
    } else {
      newHash = join(hasher, newHash, sibling);
    }
    up();
  }
  if (last !== 0n) return invalid(`consistency: expected more hashes than ${proof.length}`);
  const old = same('consistency, older part', subtreeRoot, oldHash);
  return old.ok ? same('consistency, whole tree', rootHash, newHash) : old;
}

/** Whether [from, to) is a node of every tree that has it, or the right edge of one. */
export function isSubtree(from: bigint, to: bigint): boolean {
  let width = 1n;
  while (width < to - from) width *= 2n;
  return from % width === 0n;
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
