/** The leaves [from, to) of a tree; its hash is a part of a proof. */
export interface LeafRange {
  readonly from: number;
  readonly to: number;
}

/** The largest power of two below `count`, which is at least 2 (RFC 6962 section 2.1: k). */
export function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

/**
 * The ranges whose hashes prove entry `index` in a tree of `size`, from the leaf up (RFC 6962 section 2.1.1, PATH).
 * `0 <= index < size`.
 */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  const ranges: LeafRange[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  return ranges.reverse();
}

/**
 * The ranges whose hashes prove that a tree of `newSize` begins with one of `oldSize` (RFC 6962 section 2.1.2, SUBPROOF), in the order
 * of the proof. Empty for equal sizes and for the empty tree, of which every tree is a continuation. `0 <= oldSize <= newSize`.
 */
export function consistencyRanges(oldSize: number, newSize: number): readonly LeafRange[] {
  if (oldSize === 0 || oldSize === newSize) return [];
  const ranges: LeafRange[] = [];
  let [from, to] = [0, newSize];
  // While the old tree's edge is not the edge of [from, to), its side is followed and the other side noted.
  while (oldSize !== to) {
    const middle = from + splitOf(to - from);
    if (oldSize <= middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  // The verifier knows the old root, so a range that is the whole old tree is left out.
  if (from !== 0) ranges.push({ from, to });
  return ranges.reverse();
}
