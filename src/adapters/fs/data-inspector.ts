import { closeSync, lstatSync, openSync, readdirSync, readSync, type Stats, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { chunkFold } from '../../core/chunk-fold.ts';
import type { DataInspector, FoundEntry } from '../../ports/data-inspector.ts';

const PERMISSION_BITS = 0o777;

export function fsInspector(root: string): DataInspector {
  return {
    entries: () => [...under(root, '.')],
    root: (path) => attempt(() => rootOf(join(root, path))),
    freeBytes: () =>
      attempt(() => {
        const { bavail, bsize } = statfsSync(root);
        return bavail * bsize;
      }),
    processLives(pid) {
      try {
        process.kill(pid, 0);
        return true;
      } catch (error) {
        // EPERM: the process lives and is somebody else's.
        return error instanceof Error && 'code' in error && error.code === 'EPERM';
      }
    },
  };
}

function* under(root: string, path: string): Generator<FoundEntry> {
  const stat = attempt(() => lstatSync(join(root, path)));
  // It was there when its folder was listed: another process has removed it since.
  if (stat === null) return;
  const kind = kindOf(stat);
  yield { path, kind, mode: stat.mode & PERMISSION_BITS, bytes: stat.size };
  if (kind !== 'folder') return;
  const names = attempt(() => readdirSync(join(root, path))) ?? [];
  for (const name of names.toSorted()) yield* under(root, path === '.' ? name : `${path}/${name}`);
}

const kindOf = (stat: Stats): FoundEntry['kind'] => (stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : 'other');

function rootOf(path: string): string {
  const fd = openSync(path, 'r');
  try {
    const fold = chunkFold();
    for (let read = readSync(fd, fold.room()); read > 0; read = readSync(fd, fold.room())) fold.advance(read);
    return fold.done().root;
  } finally {
    closeSync(fd);
  }
}

/** Null where the file system refuses. */
function attempt<T>(look: () => T): T | null {
  try {
    return look();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
