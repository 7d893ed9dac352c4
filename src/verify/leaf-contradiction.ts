import type { BatchLeaf, PeopleLeaf } from '../model/lake-leaf.ts';
import type { IndexedLeaf } from '../model/lake-view.ts';
import type { LakeDifference } from './lake-fault.ts';

/** Leaves that contradict themselves or those before them: books that do not close, a tombstone of nothing, a batch that came twice. */
export function contradictions(leaves: readonly IndexedLeaf[]): readonly LakeDifference[] {
  const differences: LakeDifference[] = [];
  const batches = new Map<number, BatchLeaf>();
  const ids = new Set<string>();
  const expired = new Set<number>();
  let imports = 0;
  const wrong = (index: number, expected: string, found: string): void => {
    differences.push({ code: 'VERIFY_LAKE_LEAF', file: 'log', index, from: 0, to: 0, expected, found });
  };
  for (const { index, leaf } of leaves) {
    if (leaf.type === 'batch') {
      const { accepted, duplicate, quarantined, records, raw } = leaf;
      if (records !== accepted + duplicate + quarantined || raw.records !== records || raw.rows !== records)
        wrong(
          index,
          'records = accepted + duplicate + quarantined = raw records',
          JSON.stringify({ records, accepted, duplicate, quarantined, raw: raw.records }),
        );
      if (ids.has(leaf.batch)) wrong(index, 'a batch of its own', `${leaf.batch} again`);
      ids.add(leaf.batch);
      batches.set(index, leaf);
    } else if (leaf.type === 'people') {
      if (leaf.seq !== imports) wrong(index, `import ${imports}`, `import ${leaf.seq}`);
      imports = leaf.seq + 1;
      if (!closes(leaf)) wrong(index, 'read = accepted + duplicate + quarantined', JSON.stringify(leaf.rows));
    } else {
      if (!batches.has(leaf.leaf)) wrong(index, 'the leaf of a batch', `leaf ${leaf.leaf}`);
      if (expired.has(leaf.leaf)) wrong(index, 'one tombstone a batch', `leaf ${leaf.leaf} again`);
      expired.add(leaf.leaf);
    }
  }
  return differences;
}

const closes = ({ rows }: PeopleLeaf): boolean => rows.read === rows.accepted + rows.duplicate + rows.quarantined;
