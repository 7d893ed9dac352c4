import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
    synced(part, 'w', (fd) => writeFileSync(fd, note));
    renameSync(part, path);
    synced(dirname(path), 'r', () => undefined);
  },
});

function synced(path: string, flags: 'w' | 'r', write: (fd: number) => void): void {
  const fd = openSync(path, flags, 0o600);
  try {
    write(fd);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
