import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256Hex } from '../../core/hash.ts';
import { sqlText } from '../../ingest/map-statement.ts';
import type { RewrittenFile } from '../../ports/case-file.ts';
import { syncPath } from '../disk.ts';
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

/** Distinct persons of one exposure file that the other lacks, and those of whom they say another basis or other fields; null when one is gone. */
export async function compareExposures(
  spill: string,
  before: string,
  after: string,
): Promise<{ readonly added: number; readonly removed: number; readonly changed: number } | null> {
  if (!existsSync(before) || !existsSync(after)) return null;
  const engine = await openEngine({ folders: [dirname(before), dirname(after)], threads: 1, spill });
  const connection = await engine.connect();
  try {
    const persons = (path: string): string =>
      `SELECT subject, list_sort(list_distinct(list(basis))) AS bases, list_sort(list_distinct(flatten(list(fields)))) AS fields FROM read_parquet(${sqlText(path)}) GROUP BY subject`;
    const reader = await connection.runAndReadAll(
      `SELECT count(*) FILTER (b.subject IS NULL), count(*) FILTER (a.subject IS NULL),
         count(*) FILTER (a.subject IS NOT NULL AND b.subject IS NOT NULL AND (a.bases <> b.bases OR a.fields <> b.fields))
       FROM (${persons(before)}) b FULL JOIN (${persons(after)}) a ON a.subject = b.subject`,
    );
    const [added = 0, removed = 0, changed = 0] = (reader.getRows()[0] ?? []).map(Number);
    return { added, removed, changed };
  } finally {
    connection.closeSync();
    engine.close();
  }
}
