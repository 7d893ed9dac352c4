import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What every adapter needs of the disk: files that are there after a power cut. A failed fsync throws, and must end the process. */

/** Mode 0600, on the disk when it returns. `wx`: throws EEXIST where the name is taken; `a`: appends. The folder is for the caller to sync. */
export function writeSynced(path: string, content: Uint8Array | string, flag: 'w' | 'wx' | 'a' = 'w'): void {
  const fd = openSync(path, flag, 0o600);
  try {
    writeFileSync(fd, content);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Makes what was written to a file, or the names in a folder, survive a power cut. */
export function syncPath(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Writes a small file whole, its name synced, unless there is one; true when it did. */
export function placeOnce(path: string, content: Uint8Array | string): boolean {
  const part = `${path}.${process.pid}`;
  writeSynced(part, content);
  try {
    // A link, unlike a rename, never replaces what somebody else has put there meanwhile.
    linkSync(part, path);
    return true;
  } catch (error) {
    if (!isTaken(error)) throw error;
    return false;
  } finally {
    rmSync(part);
    syncPath(dirname(path));
  }
}

/**
 * Makes an empty file of mode 0600 where there is none; SQLite gives its journals the mode of the database. An existing file
 * is not even opened: POSIX drops all locks that a process holds on a file when it closes any descriptor of it.
 */
export function ensurePrivateFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'wx', 0o600));
    // SQLite syncs what it writes, and the name of its journal; the name of the database is ours to sync.
    syncPath(dirname(path));
  } catch (error) {
    if (!isTaken(error)) throw error;
  }
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST';
