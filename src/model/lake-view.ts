import type { BatchLeaf, ExpiredLeaf, LakeLeaf, PeopleLeaf } from './lake-leaf.ts';

/** A batch that the log holds, and where. */
export interface CommittedBatch {
  /** Index of its leaf. */
  readonly index: number;
  readonly leaf: BatchLeaf;
}

export interface CommittedPeople {
  readonly index: number;
  readonly leaf: PeopleLeaf;
}

/** A batch whose files were destroyed under the retention period. */
export interface ExpiredBatch extends CommittedBatch {
  /** The tombstone, and its index. */
  readonly tombstone: ExpiredLeaf;
  readonly expiredAt: number;
}

/** What the leaves of the log up to a size of its tree say is there. */
export interface LakeView {
  /** One more than the index of the newest leaf of the lake's; the state of the log after which nothing of it changed. */
  readonly treeSize: number;
  readonly batches: readonly CommittedBatch[];
  readonly people: readonly CommittedPeople[];
  readonly expired: readonly ExpiredBatch[];
}

export interface IndexedLeaf {
  readonly index: number;
  readonly leaf: LakeLeaf;
}

/** Folds the lake's leaves, in order, into what they say. Later tombstones than `treeSize` are not among them: see `expiredSince`. */
export function lakeView(leaves: readonly IndexedLeaf[], treeSize: number): LakeView {
  const batches = new Map<number, CommittedBatch>();
  const people: CommittedPeople[] = [];
  const expired: ExpiredBatch[] = [];
  let newest = -1;
  for (const { index, leaf } of leaves) {
    if (index >= treeSize) break;
    newest = index;
    if (leaf.type === 'batch') batches.set(index, { index, leaf });
    else if (leaf.type === 'people') people.push({ index, leaf });
    else {
      const batch = batches.get(leaf.leaf);
      if (batch === undefined) continue;
      batches.delete(leaf.leaf);
      expired.push({ ...batch, tombstone: leaf, expiredAt: index });
    }
  }
  return { treeSize: newest + 1, batches: [...batches.values()], people, expired };
}

/** Batches that were there at `treeSize` and have expired since: what a read as of that size can no longer see. */
export function expiredSince(leaves: readonly IndexedLeaf[], treeSize: number): readonly ExpiredBatch[] {
  return lakeView(leaves, Number.POSITIVE_INFINITY).expired.filter(
    ({ index, expiredAt }) => index < treeSize && expiredAt >= treeSize,
  );
}

/** The import that holds a kind, or null before the first. */
export const newestPeople = (view: Pick<LakeView, 'people'>, kind: PeopleLeaf['kind']): PeopleLeaf | null =>
  view.people.findLast(({ leaf }) => leaf.kind === kind)?.leaf ?? null;
