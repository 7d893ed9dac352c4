import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { merkleFault } from '../../core/merkle/fault.ts';
import type { LogFile } from '../../core/merkle/tree-edge.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { TileStore } from '../../ports/tile-store.ts';
import type { Disk } from './disk.ts';

export interface FolderStoreParts {
  readonly disk: Disk;
  /** The log's prefix. It and the staging folder exist, on one file system. */
  readonly folder: string;
  /** For this log alone; holds nothing while nobody writes. */
  readonly staging: string;
}

/**
 * A log in a folder. Every file is written and synced in the staging folder, then renamed into place, so that under the prefix
 * there is never half a file nor one that is not the log's.
 */
export function folderStore({ disk, folder, staging }: FolderStoreParts): TileStore {
  /** Folders that are there, so that each is made and synced once. */
  const known = new Set<string>([folder]);
  // What a killed process left in staging must not be in the way.
  const own = randomBytes(8).toString('hex');
  let parts = 0;

  /** Makes the folder; gives the folders whose names may have changed: one that is there may have been made by a process killed before its sync. */
  const ensureFolder = async (path: string, changed: Set<string>): Promise<void> => {
    if (known.has(path)) return;
    await ensureFolder(dirname(path), changed);
    await disk.makeFolder(path);
    changed.add(dirname(path));
    known.add(path);
  };
  const place = async (path: string, bytes: Uint8Array): Promise<void> => {
    parts += 1;
    const part = join(staging, `${own}-${parts}.part`);
    await disk.write(part, bytes);
    await disk.move(part, path);
  };

  return {
    read: (path) => disk.read(join(folder, path)),
    checkpoint() {
      try {
        return readFileSync(join(folder, 'checkpoint'), 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
    },
    async put(files) {
      const changed = new Set<string>();
      for (const { path } of files) await ensureFolder(dirname(join(folder, path)), changed);
      const placed = await Promise.all(
        files.map(async ({ path, bytes }): Promise<Result<void>> => {
          const target = join(folder, path);
          const there = await disk.read(target);
          changed.add(dirname(target));
          if (there === null) await place(target, bytes);
          else if (Buffer.compare(there, bytes) !== 0) return differs({ path, bytes });
          return ok(undefined);
        }),
      );
      const refused = placed.find((each) => !each.ok);
      if (refused !== undefined) return refused;
      // Also where the file was there already: a kill may have come between its rename and this.
      await Promise.all([...changed].map((path) => disk.syncFolder(path)));
      return ok(undefined);
    },
    async publish(note) {
      await place(join(folder, 'checkpoint'), Buffer.from(note));
      await disk.syncFolder(folder);
    },
    async removePartials(fullPaths) {
      for (const path of fullPaths) {
        known.delete(join(folder, `${path}.p`));
        await disk.remove(join(folder, `${path}.p`));
      }
    },
    async stage(name, bytes) {
      await disk.write(join(staging, name), bytes);
      await disk.syncFolder(staging);
    },
    staged: (name) => disk.read(join(staging, name)),
    async clearStaged() {
      for (const name of await disk.names(staging)) await disk.remove(join(staging, name));
    },
  };
}

const differs = ({ path, bytes }: LogFile): Result<void> =>
  err(
    merkleFault(
      'LOG_DAMAGED',
      `writing the log: ${path} is there already, and is not the ${bytes.length} bytes expected`,
    ),
  );
