import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';

/**
 * A sync that failed: the kernel may have dropped what was to be written and call it clean, so nothing that is read back afterwards
 * proves anything (PostgreSQL's fsync errors of 2018). The process must end.
 */
export class SyncFailure extends Error {}

/** The steps that writing durably is made of, so that a test can let each of them fail. All throw what the system says. */
export interface Disk {
  /** Null where there is no file. */
  read(path: string): Promise<Uint8Array | null>;
  /** A file of mode 0600, written anew and synced; its name is not yet. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Replaces `to` if it is there. */
  move(from: string, to: string): Promise<void>;
  /** Makes the names in a folder survive a power cut. */
  syncFolder(path: string): Promise<void>;
  /** Mode 0700; its parent is there, and it may be too. */
  makeFolder(path: string): Promise<void>;
  /** A file or a folder with all that is in it; nothing there is fine. */
  remove(path: string): Promise<void>;
  /** Names in a folder; none where it is not there. */
  names(path: string): Promise<readonly string[]>;
}

export const realDisk: Disk = {
  read: (path) => unless('ENOENT', readFile(path), null),
  async write(path, bytes) {
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await synced(file.sync());
    } finally {
      await file.close();
    }
  },
  move: rename,
  async syncFolder(path) {
    const folder = await open(path, 'r');
    try {
      await synced(folder.sync());
    } finally {
      await folder.close();
    }
  },
  makeFolder: (path) => unless('EEXIST', mkdir(path, { mode: 0o700 }), undefined),
  remove: (path) => rm(path, { recursive: true, force: true }),
  names: (path) => unless('ENOENT', readdir(path), []),
};

async function synced(sync: Promise<void>): Promise<void> {
  try {
    await sync;
  } catch (error) {
    throw new SyncFailure('a sync failed', { cause: error });
  }
}

async function unless<T, D>(code: string, work: Promise<T>, otherwise: D): Promise<T | D> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === code) return otherwise;
    throw error;
  }
}
