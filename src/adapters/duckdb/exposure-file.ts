import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../../core/hash.ts';
import { sqlText } from '../../ingest/map-statement.ts';
import type { RewrittenFile } from '../../ports/case-file.ts';
import { syncPath } from './data-folder.ts';
import { openEngine } from './engine.ts';

const NAME = /^exposure-[a-z0-9]+\.parquet$/;

/**
 * Takes a person out of every exposure file in a case's folder. A file is replaced whole, with a new secret inside: nobody can tell from
 * the old file's hash who was in it. A kill leaves files of before and of after, each whole; again, it does the rest.
 */
export async function forgetInExposures(caseFolder: string, person: string): Promise<readonly RewrittenFile[]> {
  const files = existsSync(caseFolder) ? readdirSync(caseFolder).filter((name) => NAME.test(name)) : [];
  if (files.length === 0) return [];
  const engine = await openEngine({ folders: [caseFolder], threads: 1, spill: join(caseFolder, 'spill') });
  const connection = await engine.connect();
  const rewritten: RewrittenFile[] = [];
  try {
    for (const file of files) {
      const path = join(caseFolder, file);
      const reader = await connection.runAndReadAll(
        'SELECT count(*), count(*) FILTER (subject = $person) FROM read_parquet($path)',
        { path, person },
      );
      const [rows = 0, named = 0] = (reader.getRows()[0] ?? []).map(Number);
      if (named === 0) continue;
      const next = `${path}.next`;
      await connection.run(
        `COPY (SELECT * FROM read_parquet($path) WHERE subject IS DISTINCT FROM $person) TO ${sqlText(next)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {secret: '${randomBytes(32).toString('hex')}'})`,
        { path, person },
      );
      syncPath(next);
      renameSync(next, path);
      syncPath(caseFolder);
      rewritten.push({ file, rows: rows - named, sha256: sha256Hex(readFileSync(path)) });
    }
  } finally {
    connection.closeSync();
    engine.close();
  }
  return rewritten;
}
