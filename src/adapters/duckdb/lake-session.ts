import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBIntegerVector,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import { ok, type Result } from '../../core/result.ts';
import { sqlText } from '../../ingest/map-statement.ts';
import type { LakeView } from '../../model/lake-view.ts';
import type {
  IntegerColumns,
  Lake,
  LakeBooks,
  LakeParam,
  LakeRow,
  LakeSession,
  LakeValue,
  StatementGiving,
} from '../../ports/lake.ts';
import type { DataFolder } from './data-folder.ts';
import { registerDigest } from './digest-function.ts';
import { type Engine, openEngine } from './engine.ts';
import { allAccessFiles, type LakeLeaves } from './lake-leaves.ts';
import { type LakeRelations, lakeRelations } from './lake-relation.ts';
import { bindLake, readStatement, type Statement } from './statement-file.ts';

export interface LakeOptions {
  readonly folder: DataFolder;
  readonly sqlFolder: string;
  readonly leaves: LakeLeaves;
  /** What `open` reads where nothing else is asked. */
  readonly asOf?: number;
  /** Addresses of committed canaries, lower case: customers who have one are left out of `customers`. */
  readonly canaryAddresses?: () => Promise<readonly string[]>;
  /** Folders besides the data directory into which `writeParquet` may write. */
  readonly writable?: readonly string[];
}

/** The embedded lake: DuckDB in process over the files that leaves of the log name. */
export function openLake(options: LakeOptions): Lake {
  return { open: (asOf = options.asOf) => openSession(options, asOf) };
}

async function openSession(
  { folder, sqlFolder, leaves, canaryAddresses = async () => [], writable = [] }: LakeOptions,
  asOf: number | undefined,
): Promise<Result<LakeSession>> {
  const view = await leaves.view(asOf);
  if (!view.ok) return view;
  const files = allAccessFiles(folder, view.value);
  if (!files.ok) return files;
  const checkpoint = await leaves.rootAt(view.value.treeSize);
  if (!checkpoint.ok) return checkpoint;
  const engine = await openEngine({
    folders: [folder.lake, folder.people, folder.tmp, folder.state, ...writable],
    spill: join(folder.tmp, `spill.${process.pid}`),
  });
  const connection = await engine.connect();
  registerDigest(connection);
  const canaries = await canaryAddresses();
  const relations = lakeRelations(folder, sqlFolder, files.value, view.value, canaries);
  for (const sql of relations.everywhere) await connection.run(sql);
  const { treeSize } = view.value;
  const state = { checkpoint: checkpoint.value, treeSize, books: booksOf(view.value) };
  return ok(sessionOver(engine, connection, sqlFolder, relations, state));
}

/** Added up over the batches; a batch that brought nothing new was never committed. */
function booksOf({ batches }: LakeView): LakeBooks {
  const sum = (of: (leaf: LakeView['batches'][number]['leaf']) => number): number =>
    batches.reduce((total, { leaf }) => total + of(leaf), 0);
  return {
    batches: batches.length,
    records: sum(({ records }) => records),
    accepted: sum(({ accepted }) => accepted),
    duplicate: sum(({ duplicate }) => duplicate),
    quarantined: sum(({ quarantined }) => quarantined),
  };
}

function sessionOver(
  engine: Engine,
  connection: DuckDBConnection,
  sqlFolder: string,
  { onDemand }: LakeRelations,
  state: Pick<LakeSession, 'checkpoint' | 'treeSize' | 'books'>,
): LakeSession {
  const made = new Map<string, Promise<unknown>>();
  const bound = async (
    name: string,
    params: Readonly<Record<string, LakeParam>>,
  ): Promise<{
    readonly statement: Statement;
    readonly values: Record<string, DuckDBValue>;
    readonly types: ReturnType<typeof bindLake>['types'];
  }> => {
    const statement = readStatement(sqlFolder, name);
    const values = bindLake(statement, params);
    for (const [relation, sql] of onDemand) {
      if (!statement.relations.has(relation)) continue;
      const making = made.get(relation) ?? sql(connection).then((text) => connection.run(text));
      made.set(relation, making);
      await making;
    }
    return { statement, ...values };
  };
  async function* chunks(name: string, params: Readonly<Record<string, LakeParam>>) {
    const { statement, values, types } = await bound(name, params);
    const result = await connection.stream(statement.sql, values, types);
    const names = result.columnNames();
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      yield { chunk, names };
    }
  }
  const session: LakeSession = {
    ...state,
    async rows<Row extends LakeRow>(name: StatementGiving<Row>, params = {}) {
      const rows: Row[] = [];
      for await (const chunk of session.stream<Row>(name, params)) rows.push(...chunk);
      return rows;
    },
    async *stream<Row extends LakeRow>(name: StatementGiving<Row>, params = {}) {
      for await (const { chunk, names } of chunks(name, params)) yield rowsOf<Row>(chunk, names);
    },
    async *columns<Row extends Readonly<Record<string, number>>>(name: StatementGiving<Row>, params = {}) {
      for await (const { chunk, names } of chunks(name, params)) yield integersOf<Row>(chunk, names);
    },
    // The secret inside keeps the file's hash from telling who was in it, once the file is gone.
    async writeParquet(name, params, path) {
      const { statement, values, types } = await bound(name, params);
      const reader = await connection.runAndReadAll(
        `COPY (${statement.sql}) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {secret: '${randomBytes(32).toString('hex')}'})`,
        values,
        types,
      );
      return Number(reader.getRows()[0]?.[0] ?? 0);
    },
    async load(table, rows) {
      await loadTable(connection, sqlFolder, table, rows);
    },
    async keep(table, name, params = {}) {
      const { statement, values, types } = await bound(name, params);
      await freshTable(connection, sqlFolder, table);
      await connection.run(`INSERT INTO "${table}" BY NAME SELECT * FROM (\n${statement.sql}\n)`, values, types);
    },
    close: async () => {
      connection.closeSync();
      engine.close();
    },
  };
  return session;
}

async function freshTable(connection: DuckDBConnection, sqlFolder: string, table: string): Promise<void> {
  const create = readFileSync(join(sqlFolder, 'session', `${table}.sql`), 'utf8');
  await connection.run(`DROP TABLE IF EXISTS "${table}"`);
  await connection.run(create);
}

/** Fills a session table column by column; rows that lack a key get NULL. */
async function loadTable(
  connection: DuckDBConnection,
  sqlFolder: string,
  table: string,
  rows: Iterable<Readonly<Record<string, LakeValue>>>,
): Promise<void> {
  await freshTable(connection, sqlFolder, table);
  const described = await connection.runAndReadAll(`DESCRIBE "${table}"`);
  const columns = described.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
  // Lists and timestamps go in as JSON text: one path for every type, and DuckDB does the casting.
  const insert = `INSERT INTO "${table}" SELECT ${columns.map(({ name, type }) => `CAST(r->${type.endsWith('[]') ? '' : '>'}'${name}' AS ${type})`).join(', ')} FROM (SELECT unnest(CAST($rows AS JSON[])) AS r)`;
  let page: unknown[] = [];
  const flush = async (): Promise<void> => {
    if (page.length === 0) return;
    await connection.run(insert, {
      rows: JSON.stringify(page, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)),
    });
    page = [];
  };
  for (const row of rows) {
    page.push(row);
    if (page.length === 20_000) await flush();
  }
  await flush();
}

/** Row by row with its keys in one order, as every engine of JavaScript likes them: lists of a million rows are read. */
function rowsOf<Row extends LakeRow>(chunk: DuckDBDataChunk, names: readonly string[]): readonly Row[] {
  const rows: Record<string, LakeValue>[] = Array.from({ length: chunk.rowCount }, () => ({}));
  names.forEach((name, column) => {
    const vector = chunk.getColumnVector(column);
    let before: LakeValue = null;
    rows.forEach((row, at) => {
      const value = lakeValue(vector.getItem(at));
      // Rows come sorted: the same text is kept once.
      if (value !== before) before = value;
      row[name] = before;
    });
  });
  return rows as Row[];
}

function integersOf<Row>(chunk: DuckDBDataChunk, names: readonly string[]): IntegerColumns<Row> {
  const columns = names.map((name, column) => {
    const vector = chunk.getColumnVector(column);
    if (!(vector instanceof DuckDBIntegerVector)) throw new Error(`column ${name}: expected INTEGER`);
    const integers = new Int32Array(chunk.rowCount);
    for (let at = 0; at < integers.length; at += 1) {
      const value = vector.getItem(at);
      if (value === null) throw new Error(`column ${name}: expected no NULL`);
      integers[at] = value;
    }
    return [name, integers] as const;
  });
  return Object.fromEntries(columns) as IntegerColumns<Row>;
}

function lakeValue(value: DuckDBValue): LakeValue {
  if (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    typeof value === 'boolean'
  )
    return value;
  if (value instanceof DuckDBTimestampValue) return new Date(Number(value.micros / 1000n)).toISOString();
  if (typeof value === 'object' && 'items' in value && Array.isArray(value.items)) return value.items.map(String);
  throw new Error('a lake statement gave a column of a type that is not in docs/spec/lake-sql.md');
}
