import { HASH_BYTES, type TreeHasher } from './tree-hasher.ts';

/**
 * Siblings from the leaf up, for each of many leaves of one tree (RFC 6962 section 2.1.1): every level is made once, so that a path costs
 * only its length. `hashes`: the leaves' hashes, one behind the other. Memory: twice that.
 */
export function auditPaths(
  hasher: TreeHasher,
  hashes: Uint8Array,
  indices: readonly number[],
): { readonly root: Uint8Array; readonly paths: readonly (readonly Uint8Array[])[] } {
  const levels = [hashes];
  for (let level = hashes; level.length > HASH_BYTES; ) {
    level = levelAbove(hasher, level);
    levels.push(level);
  }
  const root = levels.at(-1);
  const paths = indices.map((index) => pathOf(levels, index));
  return { root: root?.length === HASH_BYTES ? root : hasher.empty(), paths };
}

/** Pairs are joined from the left; one left over moves up as it is. */
function levelAbove(hasher: TreeHasher, level: Uint8Array): Uint8Array {
  const width = level.length / HASH_BYTES;
  const above = new Uint8Array(Math.ceil(width / 2) * HASH_BYTES);
  // `node` may write over its children, which stay part of the level below.
  const pair = new Uint8Array(2 * HASH_BYTES);
  for (let left = 0; left + 1 < width; left += 2) {
    pair.set(level.subarray(left * HASH_BYTES, (left + 2) * HASH_BYTES));
    hasher.node(pair, 0, above, (left / 2) * HASH_BYTES);
  }
  if (width % 2 === 1) above.set(level.subarray((width - 1) * HASH_BYTES), above.length - HASH_BYTES);
  return above;
}

function pathOf(levels: readonly Uint8Array[], index: number): readonly Uint8Array[] {
  const path: Uint8Array[] = [];
  let at = index;
  for (const level of levels) {
    const sibling = at % 2 === 0 ? at + 1 : at - 1;
    if ((sibling + 1) * HASH_BYTES <= level.length && level.length > HASH_BYTES)
      path.push(level.slice(sibling * HASH_BYTES, (sibling + 1) * HASH_BYTES));
    at = Math.floor(at / 2);
  }
  return path;
}
