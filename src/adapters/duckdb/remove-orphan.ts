import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../../core/result.ts';
import type { LakeView } from '../../model/lake-view.ts';
import type { BatchSecrets } from '../../ports/batch-secret.ts';
import { type DataFolder, LAKE_PARTS, PEOPLE_PARTS } from './data-folder.ts';
import { lakeContents } from './lake-contents.ts';

/**
 * Removes every file of the lake and the people that no leaf names, the secrets of batches that are not there, and what dead
 * processes left in tmp/. Call it under the writer's lock only: a commit in progress has files in place whose leaf is not there
 * yet. It also ends what a kill broke off of an expiry: the tombstone comes first, so its batch's files are nobody's. Returns how
 * many files went.
 */
export function removeOrphans(folder: DataFolder, view: LakeView, secrets: BatchSecrets): Result<number> {
  const contents = lakeContents(folder, view);
  if (!contents.ok) return contents;
  const named = new Set(contents.value.files.map(({ path }) => path));
  secrets.retain(new Set(view.batches.map(({ leaf }) => leaf.batch)));
  const removed = removeOthers(folder, 'lake', LAKE_PARTS, named) + removeOthers(folder, 'people', PEOPLE_PARTS, named);
  return ok(removed + removeStaged(folder));
}

function removeOthers(
  folder: DataFolder,
  root: 'lake' | 'people',
  parts: readonly string[],
  named: ReadonlySet<string>,
): number {
  let removed = 0;
  for (const part of parts) {
    for (const entry of readdirSync(join(folder[root], part), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      if (named.has(path.slice(folder.root.length + 1))) continue;
      rmSync(path);
      removed += 1;
    }
  }
  return removed;
}

function removeStaged(folder: DataFolder): number {
  const left = readdirSync(folder.tmp).filter((name) => !ownerLives(name));
  for (const name of left) rmSync(join(folder.tmp, name), { recursive: true, force: true });
  return left.length;
}

/** Staging names end in `.<pid>`; another process on this machine may be at work in its own. */
function ownerLives(name: string): boolean {
  const pid = Number(/\.(\d+)$/.exec(name)?.[1] ?? Number.NaN);
  if (!Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process lives and is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
