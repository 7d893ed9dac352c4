import { join } from 'node:path';
import { type DuckDBConnection, type DuckDBValue, VARCHAR } from '@duckdb/node-api';
import { err, ok, type Result } from '../../core/result.ts';
import { splitterFor } from '../../ingest/choose-form.ts';
import { sqlText } from '../../ingest/map-statement.ts';
import type { SourcePack } from '../../packs/source-pack.ts';
import type { LoggedQuery, QueryEntry } from '../../ports/query-desk.ts';
import type { DataFolder } from './data-folder.ts';
import { openEngine } from './engine.ts';
import { lakeFault } from './fault.ts';
import type { LakeLeaves } from './lake-leaves.ts';
import { rawRecords } from './raw-record.ts';

const PAGE = 5000;
const MOST_BYTES = 1024 * 1024 * 1024;

/** Relations of `query.sql`, and what it gives (docs/spec/source-pack.md). */
const COLUMNS = ['record_no', 'execution', 'database', 'statement', 'parameters', 'report'] as const;

/**
 * What the records behind some accesses of one batch say of their queries, by the pack's `query.sql`; a pack without one gives nothing. In an
 * engine that reaches no file. Errors: `LAKE_MAP_FAILED`, `LAKE_RECORD_UNKNOWN`.
 */
export async function loggedQueries(
  folder: DataFolder,
  leaves: LakeLeaves,
  pack: SourcePack,
  batch: string,
  entries: readonly QueryEntry[],
): Promise<Result<readonly LoggedQuery[]>> {
  const { querySql } = pack;
  if (querySql === null || entries.length === 0) return ok([]);
  const engine = await openEngine({ folders: [], threads: 1, spill: join(folder.tmp, `spill.${process.pid}`) });
  try {
    const connection = await engine.connect();
    const records = rawRecords(folder, leaves);
    const found: LoggedQuery[] = [];
    for (let from = 0; from < entries.length; from += PAGE) {
      const page = entries.slice(from, from + PAGE);
      const numbers = [...new Set(page.map(({ recordNo }) => recordNo))].sort((a, b) => a - b);
      const bytes = await records.read(batch, numbers, MOST_BYTES);
      if (!bytes.ok) return bytes;
      await fill(connection, pack, page, numbers, bytes.value);
      const queries = await read(connection, pack.source.id, querySql);
      if (!queries.ok) return queries;
      found.push(...queries.value);
    }
    connection.closeSync();
    return ok(found.sort((a, b) => a.recordNo - b.recordNo));
  } finally {
    engine.close();
  }
}

async function fill(
  connection: DuckDBConnection,
  { source }: SourcePack,
  page: readonly QueryEntry[],
  numbers: readonly number[],
  bytes: readonly Uint8Array[],
): Promise<void> {
  const texts = numbers.map((record_no, n) => ({
    record_no,
    json: jsonOf(source.formats, bytes[n] ?? new Uint8Array()),
  }));
  const accesses = page.map(({ recordNo, ...rest }) => ({ record_no: recordNo, ...rest }));
  const structure = sqlText(JSON.stringify(source.shape));
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE record AS SELECT CAST(e->>'record_no' AS INTEGER) AS record_no, e->>'json' AS json, TRY(from_json(e->>'json', ${structure})) AS r
     FROM (SELECT unnest(CAST($rows AS JSON[])) AS e)`,
    { rows: JSON.stringify(texts) },
    { rows: VARCHAR },
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE access AS SELECT DISTINCT CAST(e->>'record_no' AS INTEGER) AS record_no, ${['operation', 'resource', 'statement', 'session'].map((name) => `e->>'${name}' AS ${name}`).join(', ')}
     FROM (SELECT unnest(CAST($rows AS JSON[])) AS e)`,
    { rows: JSON.stringify(accesses) },
    { rows: VARCHAR },
  );
}

/** A record's JSON, as the map saw it; null for a row whose header the lake does not keep. */
function jsonOf(formats: SourcePack['source']['formats'], bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes);
  if (/^\s*\{/.test(text.subarray(0, 64).toString('latin1'))) return text.toString('utf8');
  for (const form of formats) {
    if (form.kind !== 'csv' || form.header) continue;
    const heard: (string | null)[] = [];
    const splitter = splitterFor(form, { plain: () => {}, awkward: ({ json }) => heard.push(json) }, 0);
    splitter.push(text);
    splitter.end(false);
    if (heard.length === 1) return heard[0] ?? null;
  }
  return null;
}

async function read(
  connection: DuckDBConnection,
  source: string,
  querySql: string,
): Promise<Result<readonly LoggedQuery[]>> {
  try {
    const reader = await connection.runAndReadAll(querySql.trim().replace(/;$/, ''));
    const names = reader.columnNames();
    const missing = COLUMNS.filter((name) => !names.includes(name));
    if (missing.length > 0) return failed(source, `expected the columns ${missing.join(', ')}`);
    return ok(
      reader.getRows().map((row) => {
        const value = (name: (typeof COLUMNS)[number]): DuckDBValue => row[names.indexOf(name)] ?? null;
        return {
          recordNo: Number(value('record_no')),
          execution: textOf(value('execution')),
          database: textOf(value('database')),
          statement: textOf(value('statement')),
          parameters: listOf(value('parameters')),
          report: textOf(value('report')),
        };
      }),
    );
  } catch (error) {
    const line = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
    return failed(source, line.replaceAll(/"[^"]*"|'[^']*'/g, '"…"').slice(0, 200));
  }
}

const failed = (source: string, what: string): Result<never> =>
  err(lakeFault('LAKE_MAP_FAILED', `packs/sources/${source}/query.sql: ${what}`));

const textOf = (value: DuckDBValue): string | null => (typeof value === 'string' ? value : null);

const listOf = (value: DuckDBValue): readonly (string | null)[] | null =>
  typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items)
    ? value.items.map(textOf)
    : null;
