import { expect, it } from 'vitest';
import { nodeHashing } from '../node-hashing.ts';
import { auditPaths } from './audit-path.ts';
import { HASH_BYTES, leafHash, rootOfHashes, treeHasher } from './tree-hasher.ts';
import { verifyInclusion } from './verify-proof.ts';

const hasher = treeHasher(nodeHashing);

it('gives for every leaf of every tree of up to 40 leaves a path that leads to the root', () => {
  let proved = 0;
  for (let size = 1; size <= 40; size += 1) {
    const leaves = Array.from({ length: size }, (_, n) => leafHash(hasher, Uint8Array.of(n)));
    const hashes = new Uint8Array(Buffer.concat(leaves));
    const indices = leaves.map((_, n) => n);
    const { root, paths } = auditPaths(hasher, hashes, indices);
    expect(root).toEqual(rootOfHashes(hasher, hashes));
    for (const index of indices) {
      const claim = {
        leafHash: leaves[index] ?? new Uint8Array(HASH_BYTES),
        index: BigInt(index),
        treeSize: BigInt(size),
        rootHash: root,
        proof: paths[index] ?? [],
      };
      expect(verifyInclusion(hasher, claim).ok).toBe(true);
      proved += 1;
    }
  }
  expect(proved).toBe(820);
});

it('gives the root of the empty tree for no leaves', () => {
  expect(auditPaths(hasher, new Uint8Array(), []).root).toEqual(hasher.empty());
});
