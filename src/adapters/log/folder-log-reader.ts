import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogReader } from '../../verify/log/log-reader.ts';

/** Reads a log in a folder for the verifier. `others`: folders under it that are logs of their own, like `notices`. */
export const folderLogReader = (folder: string, others: readonly string[] = []): LogReader => ({
  paths: () =>
    (existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : [])
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .filter((path) => !others.some((other) => path.startsWith(`${other}/`))),
  read(path) {
    try {
      return readFileSync(join(folder, path));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return null;
      throw error;
    }
  },
});
