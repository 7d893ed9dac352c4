import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../core/result.ts';
import { filesOf, type Manifest, manifestSchema } from '../../ingest/manifest.ts';
import { type DataFolder, syncPath } from './data-folder.ts';
import { lakeFault } from './fault.ts';

/** All committed batches, in order of their ids' names. Error `LAKE_MANIFEST_INVALID` names the file. */
export function readManifests(folder: DataFolder): Result<readonly Manifest[]> {
  const manifests: Manifest[] = [];
  for (const name of readdirSync(folder.manifests).sort()) {
    if (!name.endsWith('.json')) continue;
    const parsed = manifestSchema.safeParse(readJson(join(folder.manifests, name)));
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return err(
        lakeFault(
          'LAKE_MANIFEST_INVALID',
          `reading lake/manifest/${name}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not JSON'}`,
        ),
      );
    }
    manifests.push(parsed.data);
  }
  return ok(manifests);
}

/**
 * The commit: after this returns the batch exists. Every file it names must be synced and in place before.
 * A crash before the rename leaves a file in tmp/ and orphans that `removeOrphans` clears; after it, a whole batch.
 */
export function writeManifest(folder: DataFolder, manifest: Manifest): void {
  const staged = join(folder.tmp, `${manifest.batch}.json`);
  const fd = openSync(staged, 'w', 0o600);
  try {
    writeSync(fd, `${JSON.stringify(manifest)}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(staged, join(folder.manifests, `${manifest.batch}.json`));
  syncPath(folder.manifests);
}

/**
 * Removes every file of the lake that no manifest names, and what dead processes left in tmp/. Call it under the writer's
 * lock only: a commit in progress has files in place whose manifest is not there yet. Returns how many files went.
 */
export function removeOrphans(folder: DataFolder, manifests: readonly Manifest[]): number {
  const named = new Set(manifests.flatMap((manifest) => filesOf(manifest).map((file) => file.path)));
  let removed = 0;
  for (const part of ['access', 'raw', 'key', 'quarantine']) {
    const root = join(folder.lake, part);
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      if (named.has(path.slice(folder.lake.length + 1))) continue;
      rmSync(path);
      removed += 1;
    }
  }
  for (const name of readdirSync(folder.tmp)) {
    if (ownerLives(name)) continue;
    rmSync(join(folder.tmp, name), { recursive: true, force: true });
    removed += 1;
  }
  return removed;
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

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
