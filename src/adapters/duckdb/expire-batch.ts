import { ok, type Result } from '../../core/result.ts';
import { type ExpiredLeaf, filesBehind, leafBytes, leafHour } from '../../model/lake-leaf.ts';
import type { CommittedBatch, LakeView } from '../../model/lake-view.ts';
import type { BatchSecrets } from '../../ports/batch-secret.ts';
import type { LakeRetention, OldBatch } from '../../ports/lake-retention.ts';
import type { DataFolder } from './data-folder.ts';
import { accessFiles, type LakeLeaves } from './lake-leaves.ts';
import { removeOrphans } from './remove-orphan.ts';

export interface LakeRetentionParts {
  readonly folder: DataFolder;
  readonly leaves: LakeLeaves;
  readonly secrets: BatchSecrets;
  now(): string;
}

/**
 * The tombstone first, the files after it. A kill in between leaves files that no leaf names, which the next start removes as it does
 * all others, and nothing reads them meanwhile. The other way round a kill would leave a batch that the log says is there and is not,
 * which nobody could tell from a theft. What remains: between tombstone and next start the log says that something is destroyed
 * which is not yet; `verify` names such files.
 *
 * What a batch took in from earlier quarantine (its `released` file: batch ids and record numbers) stays, or a replay would bring the
 * expired records back from there.
 */
export function lakeRetention({ folder, leaves, secrets, now }: LakeRetentionParts): LakeRetention {
  return {
    async before(day) {
      const view = await leaves.view();
      return view.ok ? oldBatches(folder, view.value, day) : view;
    },
    expire: (asked, day) =>
      leaves.whileHeld(async (held) => {
        const view = await leaves.view();
        if (!view.ok) return view;
        const old = oldBatches(folder, view.value, day);
        if (!old.ok) return old;
        const going = old.value.filter(({ leaf }) => asked.includes(leaf));
        if (going.length > 0) {
          const time = leafHour(now());
          const tombstones = going.map(({ leaf }): ExpiredLeaf => ({ v: 1, type: 'expired', time, leaf, until: day }));
          const appended = await held.append(tombstones.map(leafBytes));
          if (!appended.ok) return appended;
        }
        const rest = await leaves.view();
        if (!rest.ok) return rest;
        const removed = removeOrphans(folder, rest.value, secrets);
        return removed.ok ? ok(going) : removed;
      }),
  };
}

function oldBatches(folder: DataFolder, view: LakeView, day: string): Result<readonly OldBatch[]> {
  const old: OldBatch[] = [];
  for (const committed of view.batches) {
    const { from, to } = daysOf(committed);
    if (to >= day) continue;
    const { index, leaf } = committed;
    const access = accessFiles(folder, leaf);
    // Its other files can still be told, and a damaged list must not keep personal data beyond its time.
    const files = [...filesBehind(leaf, access.ok ? access.value : []), leaf.chunks];
    old.push({
      batch: leaf.batch,
      leaf: index,
      source: leaf.source,
      from,
      to,
      records: leaf.records,
      files: files.length,
      bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    });
  }
  return ok(old);
}

/** Of a batch that holds nothing but quarantine the days of its events are not known; it is as old as its commit. */
const daysOf = ({ leaf }: CommittedBatch): { readonly from: string; readonly to: string } => ({
  from: leaf.from ?? leaf.time.slice(0, 10),
  to: leaf.to ?? leaf.time.slice(0, 10),
});
