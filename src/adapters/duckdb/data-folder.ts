import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folders of `lake/` and of `people/`; everything in them is behind a leaf of the log. */
export const LAKE_PARTS = ['access', 'raw', 'key', 'quarantine', 'list', 'chunk'] as const;
export const PEOPLE_PARTS = ['customers', 'workforce', 'ties', 'quarantine', 'chunk'] as const;

/** Where things lie in a data directory (DESIGN.md section 7). */
export interface DataFolder {
  readonly root: string;
  readonly lake: string;
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
    people: join(root, 'people'),
    state: join(root, 'state'),
    tmp: join(root, 'tmp'),
    company: join(root, 'company.yml'),
  };
  for (const dir of [
    ...LAKE_PARTS.map((part) => join(folder.lake, part)),
    ...PEOPLE_PARTS.map((part) => join(folder.people, part)),
    folder.state,
    folder.tmp,
  ]) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  }
  return folder;
}
