import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { syncPath, writeSynced } from '../disk.ts';
import type { CosignedFile } from './watched-log.ts';

/** The note at `path`, replaced whole; mode 0600. Staged in another folder of the same file system: what a kill leaves is not among the log's. */
export const cosignedFile = (path: string, staging: string): CosignedFile => ({
  read() {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  },
  write(note) {
    mkdirSync(staging, { recursive: true, mode: 0o700 });
    const part = join(staging, `${process.pid}.part`);
    writeSynced(part, note);
    renameSync(part, path);
    syncPath(dirname(path));
  },
});
