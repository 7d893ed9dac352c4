import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlText } from '../../ingest/map-statement.ts';
import type { LakeFile, RootedFile } from '../../model/lake-leaf.ts';
import { syncPath } from '../disk.ts';
import { counts } from './engine.ts';
import { sealFile } from './parquet-file.ts';

/** A finished file in staging, the place that it is to take, and the hashes of its chunks. */
export interface StagedFile<File extends RootedFile = LakeFile> {
  readonly staged: string;
  readonly file: File;
  readonly chunks: Buffer;
}

/** Syncs and hashes a staged Parquet file; `place` gives its path under `lake/` or `people/` from its root. */
export async function stageParquet(
  connection: DuckDBConnection,
  staged: string,
  place: (root: string) => string,
): Promise<StagedFile> {
  const { bytes, root, chunks } = sealFile(staged);
  const { rows = 0 } = await counts(
    connection,
    `SELECT num_rows AS rows FROM parquet_file_metadata(${sqlText(staged)})`,
  );
  return { staged, chunks, file: { path: place(root), rows, bytes, root } };
}

/** Writes and syncs a staged file of these bytes, which is to take the place `path`. */
export function stageBytes(staged: string, bytes: Uint8Array, path: string): StagedFile<RootedFile> {
  const fd = openSync(staged, 'w', 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  const { chunks, ...rooted } = sealFile(staged);
  return { staged, chunks, file: { path, ...rooted } };
}

/** The sidecar that tells in which chunk of which file a difference lies: the chunk hashes of `files`, in their order. */
export const stageChunks = (
  folder: string,
  path: string,
  files: readonly StagedFile<RootedFile>[],
): StagedFile<RootedFile> => stageBytes(join(folder, 'chunk'), Buffer.concat(files.map(({ chunks }) => chunks)), path);

/** The name that a file has for its content. */
export const named = (root: string): string => `${root.slice(0, 32)}.parquet`;

/** Every access file of a staged folder, to be named by its content. */
export async function stageAccess(
  connection: DuckDBConnection,
  folder: string,
  source: string,
): Promise<readonly StagedFile[]> {
  const files: StagedFile[] = [];
  for (const day of readdirSync(folder).sort()) {
    for (const name of readdirSync(join(folder, day)).sort()) {
      const place = (root: string): string => join('access', `source=${source}`, day, named(root));
      files.push(await stageParquet(connection, join(folder, day, name), place));
    }
  }
  return files;
}

/** Renames into place under `root`, then syncs every folder whose names changed, so that a leaf can name the files. */
export function placeFiles(root: string, files: readonly StagedFile<RootedFile>[]): void {
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
