import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where things lie in a data directory (DESIGN.md section 7). */
export interface DataFolder {
  readonly root: string;
  readonly lake: string;
  readonly manifests: string;
  readonly people: string;
  readonly state: string;
  readonly tmp: string;
  readonly company: string;
}

/** Makes the folders that are missing, mode 0700. */
export function openDataFolder(path: string): DataFolder {
  const root = resolve(path);
  const folder: DataFolder = {
    root,
    lake: join(root, 'lake'),
    manifests: join(root, 'lake', 'manifest'),
    people: join(root, 'people'),
    state: join(root, 'state'),
    tmp: join(root, 'tmp'),
    company: join(root, 'company.yml'),
  };
  for (const dir of [
    folder.manifests,
    join(folder.lake, 'access'),
    join(folder.lake, 'raw'),
    join(folder.lake, 'key'),
    join(folder.lake, 'quarantine'),
    join(folder.people, 'manifest'),
    folder.state,
    folder.tmp,
  ]) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  }
  return folder;
}

/** Makes what was written to the file (or the names in the folder) survive a power cut; a failed fsync must end the process. */
export function syncPath(path: string): void {
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
