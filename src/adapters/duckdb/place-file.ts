import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { BatchFile } from '../../ingest/manifest.ts';
import { sqlText } from '../../ingest/map-statement.ts';
import { syncPath } from './data-folder.ts';
import { counts } from './engine.ts';
import { sealFile } from './parquet-file.ts';

/** A finished file in staging, and the place in the lake that it is to take. */
export interface StagedFile {
  readonly staged: string;
  readonly file: BatchFile;
}

/** Syncs and hashes a staged Parquet file; `place` gives its path under `lake/` from its hash. */
export async function stageParquet(
  connection: DuckDBConnection,
  staged: string,
  place: (sha256: string) => string,
): Promise<StagedFile> {
  const { bytes, sha256 } = sealFile(staged);
  const { rows = 0 } = await counts(
    connection,
    `SELECT num_rows AS rows FROM parquet_file_metadata(${sqlText(staged)})`,
  );
  return { staged, file: { path: place(sha256), rows, bytes, sha256 } };
}

/** Every access file of a staged folder, to be named by its content. */
export async function stageAccess(
  connection: DuckDBConnection,
  folder: string,
  source: string,
): Promise<readonly StagedFile[]> {
  const files: StagedFile[] = [];
  for (const day of readdirSync(folder).sort()) {
    for (const name of readdirSync(join(folder, day)).sort()) {
      const staged = join(folder, day, name);
      files.push(
        await stageParquet(connection, staged, (sha256) =>
          join('access', `source=${source}`, day, `${sha256.slice(0, 32)}.parquet`),
        ),
      );
    }
  }
  return files;
}

/** Renames into place under `root`, then syncs every folder whose names changed, so that a manifest can name the files. */
export function placeFiles(root: string, files: readonly StagedFile[]): void {
  const changed = new Set<string>();
  for (const { staged, file } of files) {
    const target = join(root, file.path);
    const first = mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    // A folder that had to be made is a new name in its parent, and so on up to the first that was made.
    for (let dir = dirname(target); first !== undefined && dir.length >= first.length; dir = dirname(dir))
      changed.add(dirname(dir));
    renameSync(staged, target);
    changed.add(dirname(target));
  }
  for (const dir of changed) syncPath(dir);
}
