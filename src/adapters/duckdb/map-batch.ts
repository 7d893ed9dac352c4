import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { err, ok, type Result } from '../../core/result.ts';
import {
  accessSelect,
  eventDay,
  KNOWN_FIELDS,
  type NotJson,
  REJECTED_DAY,
  rejectionSelect,
  sqlText,
} from '../../ingest/map-statement.ts';
import { isField } from '../../model/field.ts';
import type { SourcePack } from '../../packs/source-pack.ts';
import { type AccessCount, countAccesses, NO_ACCESS } from './access-count.ts';
import { all, counts, sqlList } from './engine.ts';
import { lakeFault } from './fault.ts';
import { parquetOptions } from './parquet-file.ts';
import type { StageFile } from './stage-file.ts';
import { stagedJson } from './staged-source.ts';

/** A batch's access rows as staged Parquet, and which records did not make it. */
export interface MappedBatch {
  /** Folder of `eventDay=…` folders. */
  readonly folder: string;
  /** record_no → code, for records that the map could not take; those that the splitter quarantined are not among them. */
  readonly rejected: ReadonlyMap<number, string>;
  readonly unknownFields: number;
  readonly count: AccessCount;
}

/** Folder of the rows that must not enter the lake. */
const REJECTED = `eventDay=${REJECTED_DAY}`;

/** Every access row under a staged folder, whatever its day. */
export const accessRows = (folder: string): string =>
  `read_parquet(${sqlText(join(folder, '*', '*.parquet'))}, hive_partitioning = false)`;

/** The names of the columns that the pack's map gives, from the engine's own prepare. Error `LAKE_MAP_FAILED`. */
export async function mapColumns(connection: DuckDBConnection, pack: SourcePack): Promise<Result<ReadonlySet<string>>> {
  const nothing = 'SELECT CAST(NULL AS INTEGER) AS record_no, CAST(NULL AS VARCHAR) AS json WHERE false';
  const structure = sqlText(JSON.stringify(pack.source.shape));
  const map = pack.mapSql.trim().replace(/;$/, '');
  try {
    const rows = await all(
      connection,
      `DESCRIBE WITH record AS (SELECT record_no, json, from_json(json, ${structure}) AS r FROM (${nothing})) SELECT * FROM (\n${map}\n)`,
    );
    const given = new Set(rows.map((row) => String(row['column_name'])));
    const missing = ['record_no', 'time', 'actor', 'action'].filter((name) => !given.has(name));
    if (missing.length === 0) return ok(given);
    return err(
      lakeFault(
        'LAKE_MAP_FAILED',
        `packs/sources/${pack.source.id}/map.sql: expected the columns ${missing.join(', ')}`,
      ),
    );
  } catch (error) {
    return err(lakeFault('LAKE_MAP_FAILED', `packs/sources/${pack.source.id}/map.sql: ${engineText(error, false)}`));
  }
}

/**
 * Maps all staged records in one pass. Where one of them is no JSON all are mapped a second time, with care; all else that is amiss costs
 * more passes over the suspects alone.
 */
export async function mapBatch(
  connection: DuckDBConnection,
  pack: SourcePack,
  given: ReadonlySet<string>,
  stage: StageFile,
  batch: string,
): Promise<Result<MappedBatch>> {
  const folder = join(stage.folder, 'access');
  const staged = stagedJson(stage);
  if (staged === '') return ok({ folder, rejected: new Map(), unknownFields: 0, count: NO_ACCESS });
  try {
    await copyAccess(connection, folder, (notJson) => accessSelect(pack, staged, given, batch, notJson));
    const written = await countFolder(connection, folder, stage);
    const whole = !existsSync(join(folder, REJECTED)) && written.records + stage.coded() === stage.records();
    const rejected = whole ? new Map<number, string>() : await rejections(connection, pack, given, stage, folder);
    const count = whole ? written : await countFolder(connection, folder, stage);
    return ok({ folder, rejected, unknownFields: await replaceUnknownFields(connection, folder), count });
  } catch (error) {
    return err(
      lakeFault('LAKE_MAP_FAILED', `mapping with packs/sources/${pack.source.id}/map.sql: ${engineText(error, true)}`),
    );
  }
}

async function copyAccess(
  connection: DuckDBConnection,
  folder: string,
  select: (notJson: NotJson) => string,
): Promise<void> {
  const copy = (notJson: NotJson): Promise<unknown> =>
    connection.run(`COPY (${select(notJson)}) TO ${sqlText(folder)} (${parquetOptions()}, PARTITION_BY ("eventDay"))`);
  try {
    await copy('error');
  } catch {
    // Whatever it was: an error that remains is met again.
    rmSync(folder, { recursive: true, force: true });
    await copy('null');
  }
}

/** Keeps only rows for which `where` holds (over alias `a`), and fills in missing event ids; the folder is replaced. */
export async function rewriteAccess(
  connection: DuckDBConnection,
  folder: string,
  from: string,
  select = 'a.*',
): Promise<void> {
  const next = `${folder}-next`;
  await connection.run(
    `COPY (SELECT ${select}, ${eventDay('a."time"')} AS "eventDay" FROM ${accessRows(folder)} a ${from}) TO ${sqlText(next)} (${parquetOptions()}, PARTITION_BY ("eventDay"))`,
  );
  rmSync(folder, { recursive: true });
  if (existsSync(next)) renameSync(next, folder);
}

/** What a staged folder's rows add up to. */
export const countFolder = async (
  connection: DuckDBConnection,
  folder: string,
  stage: StageFile,
): Promise<AccessCount> =>
  hasAccess(folder) ? countAccesses(connection, accessRows(folder), stage.records()) : NO_ACCESS;

export const hasAccess = (folder: string): boolean => existsSync(folder) && readdirSync(folder).length > 0;

/**
 * Records with a row in the rejected partition, or with no row at all. A record of several events of which one is
 * unsound is quarantined whole, so its sound rows go too.
 */
async function rejections(
  connection: DuckDBConnection,
  pack: SourcePack,
  given: ReadonlySet<string>,
  stage: StageFile,
  folder: string,
): Promise<ReadonlyMap<number, string>> {
  const rejectedFolder = join(folder, REJECTED);
  const toMap = `SELECT record_no FROM (${stagedJson(stage)})`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE suspect (record_no INTEGER)`);
  if (existsSync(rejectedFolder)) {
    await connection.run(
      `INSERT INTO suspect SELECT DISTINCT record_no FROM read_parquet(${sqlText(join(rejectedFolder, '*.parquet'))}, hive_partitioning = false)`,
    );
    rmSync(rejectedFolder, { recursive: true });
  }
  await connection.run(
    `INSERT INTO suspect SELECT record_no FROM (${toMap}) t ANTI JOIN (SELECT record_no FROM suspect${hasAccess(folder) ? ` UNION ALL SELECT record_no FROM ${accessRows(folder)}` : ''}) s USING (record_no)`,
  );
  const rows = await connection.runAndReadAll(
    rejectionSelect(pack, `SELECT * FROM (${stagedJson(stage)}) t SEMI JOIN suspect USING (record_no)`, given),
  );
  const rejected = new Map(rows.getRows().map(([recordNo, code]) => [Number(recordNo), String(code)]));
  if (rejected.size > 0 && hasAccess(folder)) {
    const { mixed = 0 } = await counts(
      connection,
      `SELECT count(*) AS mixed FROM ${accessRows(folder)} a SEMI JOIN suspect USING (record_no)`,
    );
    if (mixed > 0) await rewriteAccess(connection, folder, 'ANTI JOIN suspect USING (record_no)');
  }
  return rejected;
}

/** How many records name a field outside the vocabulary; their rows are rewritten with `other` in its place. */
async function replaceUnknownFields(connection: DuckDBConnection, folder: string): Promise<number> {
  if (!hasAccess(folder)) return 0;
  const rows = await all(connection, `SELECT DISTINCT unnest(fields) AS word FROM ${accessRows(folder)}`);
  const unknown = rows.map((row) => String(row['word'])).filter((word) => !isField(word));
  if (unknown.length === 0) return 0;
  const { n = 0 } = await counts(
    connection,
    `SELECT count(DISTINCT record_no) AS n FROM ${accessRows(folder)} WHERE list_has_any(fields, ${sqlList(unknown)})`,
  );
  await rewriteAccess(connection, folder, '', `a.* REPLACE (${KNOWN_FIELDS} AS fields)`);
  return n;
}

/** The first line of the engine's message; `scrubbed` when it was running over data, which the message may then quote. */
function engineText(error: unknown, scrubbed: boolean): string {
  const line = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  return scrubbed ? line.replaceAll(/"[^"]*"|'[^']*'/g, '"…"').slice(0, 200) : line;
}
