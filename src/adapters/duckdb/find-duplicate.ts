import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ok, type Result } from '../../core/result.ts';
import { sqlText } from '../../ingest/map-statement.ts';
import type { BatchLeaf } from '../../model/lake-leaf.ts';
import type { DataFolder } from './data-folder.ts';
import { all, counts, sqlList } from './engine.ts';
import { accessFiles } from './lake-leaves.ts';

/** The hash of event ids is the engine's own, so key files of another engine version are computed anew from the lake. */
export async function keyEngine(connection: DuckDBConnection): Promise<string> {
  const [row] = await all(connection, 'SELECT version() AS v');
  return `duckdb-${String(row?.['v'])}`;
}

/** SELECT of a batch's keys (record_no, id_hash); `single`: no record has more than one row. */
export const keySelect = (accesses: string, single: boolean): string =>
  `SELECT ${single ? '' : 'DISTINCT '}record_no, hash(event_id) AS id_hash FROM ${accesses}`;

/** SELECT of (batch, record_no, id_hash) over committed batches; '' over none. */
function committedKeys(folder: DataFolder, batches: readonly BatchLeaf[], engine: string): Result<string> {
  const lake = (path: string): string => join(folder.lake, path);
  const fresh = batches.filter((batch) => batch.keys.engine === engine);
  const stale: string[] = [];
  for (const batch of batches) {
    if (batch.keys.engine === engine) continue;
    const files = accessFiles(folder, batch);
    if (!files.ok) return files;
    stale.push(...files.value.map(({ path }) => lake(path)));
  }
  const parts: string[] = [];
  if (fresh.length > 0) {
    const files = sqlList(fresh.map((batch) => lake(batch.keys.path)));
    parts.push(
      `SELECT parse_filename(filename, true) AS batch, record_no, id_hash FROM read_parquet(${files}, filename = true)`,
    );
  }
  if (stale.length > 0) {
    parts.push(
      `SELECT DISTINCT batch, record_no, hash(event_id) AS id_hash FROM read_parquet(${sqlList(stale)}, hive_partitioning = false)`,
    );
  }
  return ok(parts.join(' UNION ALL '));
}

/**
 * Fills the temp table `duplicate(record_no)` for the new batch's `keys` and counts ids that came again with other bytes.
 *
 * Duplicate = same source, same id, same bytes. Ids are compared by a 64-bit hash, a pre-filter that streams every key
 * of the source past the new ones (8 bytes a record, memory of one batch); what it finds is compared by the SHA-256 of the
 * original bytes, so neither a chance collision nor one made on purpose can make a record disappear.
 */
export async function findDuplicates(
  connection: DuckDBConnection,
  folder: DataFolder,
  batches: readonly BatchLeaf[],
  engine: string,
  keysPath: string,
  rawPath: string,
): Promise<Result<{ readonly duplicate: number; readonly idReused: number }>> {
  const fresh = `read_parquet(${sqlText(keysPath)})`;
  await connection.run('CREATE OR REPLACE TEMP TABLE duplicate (record_no INTEGER)');
  await connection.run(
    // Sorted: where nearly every id is new, a hash table of them all costs twice as much.
    `CREATE OR REPLACE TEMP TABLE hit AS SELECT DISTINCT id_hash FROM (
       SELECT id_hash, lag(id_hash) OVER (ORDER BY id_hash) AS before FROM ${fresh}) WHERE id_hash = before`,
  );
  const keys = committedKeys(folder, batches, engine);
  if (!keys.ok) return keys;
  const earlier = keys.value;
  if (earlier !== '') {
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE old_hit AS SELECT * FROM (${earlier}) e SEMI JOIN ${fresh} f USING (id_hash)`,
    );
    await connection.run('INSERT INTO hit SELECT DISTINCT id_hash FROM old_hit');
  }
  const { hits = 0 } = await counts(connection, 'SELECT count(*) AS hits FROM hit');
  if (hits === 0) return ok({ duplicate: 0, idReused: 0 });

  await connection.run(`CREATE OR REPLACE TEMP TABLE candidate AS
    SELECT record_no, id_hash, sha256(record) AS digest, 1 AS era FROM ${fresh} f SEMI JOIN hit USING (id_hash) JOIN read_parquet(${sqlText(rawPath)}) r USING (record_no)`);
  if (earlier !== '') {
    const hit = new Set(
      (await all(connection, 'SELECT DISTINCT batch FROM old_hit')).map((row) => String(row['batch'])),
    );
    for (const { batch, raw } of batches.filter((one) => hit.has(one.batch))) {
      await connection.run(`INSERT INTO candidate SELECT -1, id_hash, sha256(record), 0
        FROM old_hit JOIN read_parquet(${sqlText(join(folder.lake, raw.path))}) r USING (record_no) WHERE batch = ${sqlText(batch)}`);
    }
  }
  await connection.run(`INSERT INTO duplicate SELECT DISTINCT record_no FROM (
    SELECT record_no, era, row_number() OVER (PARTITION BY id_hash, digest ORDER BY era, record_no) AS n FROM candidate) WHERE n > 1 AND era = 1`);
  const { duplicate = 0, reused = 0 } = await counts(
    connection,
    `SELECT (SELECT count(*) FROM duplicate) AS duplicate,
    (SELECT count(DISTINCT record_no) FROM (
       SELECT record_no, era, dense_rank() OVER (PARTITION BY id_hash ORDER BY first_seen) AS n FROM (
         SELECT record_no, era, id_hash, min(era * 4294967296 + record_no) OVER (PARTITION BY id_hash, digest) AS first_seen FROM candidate))
     WHERE n > 1 AND era = 1 AND record_no NOT IN (SELECT record_no FROM duplicate)) AS reused`,
  );
  return ok({ duplicate, idReused: reused });
}
