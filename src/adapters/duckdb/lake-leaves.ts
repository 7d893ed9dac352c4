import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultError } from '../../core/fault.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { type BatchLeaf, type LakeFile, readLakeLeaf, readList } from '../../model/lake-leaf.ts';
import { expiredSince, type IndexedLeaf, type LakeView, lakeView } from '../../model/lake-view.ts';
import type { EvidenceLog, HeldLog } from '../../ports/evidence-log.ts';
import type { DataFolder } from './data-folder.ts';
import { lakeFault } from './fault.ts';
import { sealFile } from './parquet-file.ts';

/** What the log says of the lake; read once and then only what was appended since. */
export interface LakeLeaves {
  /**
   * As of a size of the log's tree, default the newest. Errors: `LAKE_LEAF_INVALID`, `LAKE_OLD_FORMAT`, `LAKE_NO_SUCH_STATE` (the log
   * was never of that size), `LAKE_EXPIRED` (a batch that was there then is gone), and those of the log.
   */
  view(asOf?: number): Promise<Result<LakeView>>;
  /** Runs its argument while no other process commits to this data directory. Errors: those of the log and of `work`. */
  whileHeld<T>(work: (held: HeldLog) => Promise<Result<T>>): Promise<Result<T>>;
  /** Hex root of the log's tree of that size: two views of one root are the same. */
  rootAt(treeSize: number): Promise<Result<string>>;
}

/** `openLog`: the evidence log of the data directory, opened when it is first needed. */
export function lakeLeaves(folder: DataFolder, openLog: () => Result<EvidenceLog>): LakeLeaves {
  const leaves: IndexedLeaf[] = [];
  let scanned = 0;

  /** Reads the entries up to `treeSize` that were not read before. */
  const scan = async (log: EvidenceLog, treeSize: number): Promise<Result<null>> => {
    if (scanned >= treeSize) return ok(null);
    try {
      for await (const { index, entry } of log.entries(scanned, treeSize)) {
        // Two at once read the same entries.
        if (index < scanned) continue;
        const leaf = readLakeLeaf(entry);
        if (leaf === 'malformed')
          return err(
            lakeFault('LAKE_LEAF_INVALID', `reading leaf ${index}: expected a batch, an import or a tombstone`),
          );
        if (leaf !== null) leaves.push({ index, leaf });
        scanned = index + 1;
      }
      return ok(null);
    } catch (error) {
      if (error instanceof FaultError) return err(error.fault);
      throw error;
    }
  };

  return {
    async view(asOf) {
      if (existsSync(join(folder.lake, 'manifest')))
        return err(
          lakeFault('LAKE_OLD_FORMAT', 'opening the lake: found lake/manifest, which no released Candour wrote'),
        );
      const log = openLog();
      if (!log.ok) return log;
      const state = log.value.state();
      if (!state.ok) return state;
      const treeSize = asOf ?? state.value.treeSize;
      if (treeSize > state.value.treeSize)
        return err(
          lakeFault(
            'LAKE_NO_SUCH_STATE',
            `opening the lake as of ${treeSize}: the log holds ${state.value.treeSize} leaves`,
          ),
        );
      const read = await scan(log.value, state.value.treeSize);
      if (!read.ok) return read;
      const [gone] = expiredSince(leaves, treeSize);
      if (gone !== undefined) {
        const { batch } = gone.leaf;
        return err(
          lakeFault(
            'LAKE_EXPIRED',
            `opening the lake as of ${treeSize}: batch ${batch} (leaf ${gone.index}) expired with leaf ${gone.expiredAt}`,
            { leaf: gone.index, expired: gone.expiredAt },
          ),
        );
      }
      return ok(lakeView(leaves, treeSize));
    },
    async whileHeld(work) {
      const log = openLog();
      return log.ok ? log.value.whileHeld(work) : log;
    },
    async rootAt(treeSize) {
      if (treeSize === 0) return ok(hash('sha256', '', 'hex'));
      const log = openLog();
      if (!log.ok) return log;
      const proof = await log.value.inclusionProof(treeSize - 1, treeSize);
      if (!proof.ok) return proof;
      for await (const { entry } of log.value.entries(treeSize - 1, treeSize)) {
        // The last leaf's siblings are all to its left (RFC 6962 section 2.1.1).
        const leaf = hash('sha256', Buffer.concat([Buffer.of(0), entry]), 'buffer');
        const root = proof.value.reduce<Uint8Array>(
          (right, left) => hash('sha256', Buffer.concat([Buffer.of(1), left, right]), 'buffer'),
          leaf,
        );
        return ok(Buffer.from(root).toString('hex'));
      }
      throw new Error(`the log gave no entry ${treeSize - 1}`);
    },
  };
}

/** The access files of a batch, from its leaf or from the list that its leaf commits to. Error `LAKE_LIST_CHANGED`. */
export function accessFiles(folder: DataFolder, leaf: BatchLeaf): Result<readonly LakeFile[]> {
  if (leaf.list === null) return ok(leaf.files);
  const path = join(folder.lake, leaf.list.path);
  const changed = err(lakeFault('LAKE_LIST_CHANGED', `lake/${leaf.list.path}: not the list that its leaf commits to`));
  if (!existsSync(path) || sealFile(path).root !== leaf.list.root) return changed;
  const files = readList(readFileSync(path));
  return files === null ? changed : ok(files);
}

/** The access files of all batches of a view. */
export function allAccessFiles(folder: DataFolder, view: LakeView): Result<readonly LakeFile[]> {
  const all: LakeFile[] = [];
  for (const { leaf } of view.batches) {
    const files = accessFiles(folder, leaf);
    if (!files.ok) return files;
    for (const file of files.value) all.push(file);
  }
  return ok(all);
}
