import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  BOOLEAN,
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  LIST,
  listValue,
  TIMESTAMP,
  timestampValue,
  VARCHAR,
} from '@duckdb/node-api';
import type { IntegerColumns, LakeParam, LakeRow, LakeSession, SessionRows } from '../../src/ports/lake.ts';

const SQL = new URL('../../sql/', import.meta.url);

/** The relations that statements read, as plain tables. */
const RELATIONS = `
  CREATE TABLE access ("time" TIMESTAMP, event_id VARCHAR, actor VARCHAR, action VARCHAR, operation VARCHAR, subject VARCHAR,
    fields VARCHAR[], resource VARCHAR, statement VARCHAR, subject_count BIGINT, tenant VARCHAR, region VARCHAR, reason VARCHAR,
    ip VARCHAR, device VARCHAR, session VARCHAR, batch VARCHAR, record_no INTEGER, source VARCHAR,
    event_day INTEGER AS (year("time") * 10000 + month("time") * 100 + day("time")));
  CREATE TABLE customers (id VARCHAR, email VARCHAR, phone VARCHAR, name VARCHAR, address VARCHAR, postcode VARCHAR, city VARCHAR,
    country VARCHAR, region VARCHAR, language VARCHAR, controller VARCHAR, tenant VARCHAR, valid_from TIMESTAMP, valid_to TIMESTAMP);
  CREATE TABLE customer_current AS FROM customers;
  CREATE VIEW customer_version AS FROM customers;
  CREATE TABLE workforce (actor VARCHAR, name VARCHAR, team VARCHAR, manager VARCHAR, role VARCHAR, region VARCHAR,
    accounts VARCHAR[], employed_from TIMESTAMP, employed_to TIMESTAMP);
  CREATE TABLE ties (kind VARCHAR, id VARCHAR, actor VARCHAR, team VARCHAR, subject VARCHAR, held_from TIMESTAMP, held_to TIMESTAMP);
  CREATE TABLE actor_alias (account VARCHAR, actor VARCHAR);
  CREATE TABLE subject_alias (alias VARCHAR, customer VARCHAR);
  CREATE VIEW logged_alias AS FROM subject_alias;
  CREATE VIEW customer_spelling AS SELECT id, email AS alias FROM customers WHERE email <> id;
  CREATE TABLE canary (subject VARCHAR, email VARCHAR);`;

/** A lake in memory that runs the real statements; `insert` fills its relations. */
export interface MemoryLake extends LakeSession {
  readonly connection: DuckDBConnection;
  insert(table: string, rows: readonly Readonly<Record<string, DuckDBValue>>[]): Promise<void>;
  /** Empties every table: cheaper than a new lake per test. */
  clear(): Promise<void>;
}

export async function memoryLake(): Promise<MemoryLake> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run(readFileSync(new URL('view/trino-name.sql', SQL), 'utf8'));
  await connection.run(RELATIONS);
  const session = new URL('session/', SQL);
  for (const file of readdirSync(session)) await connection.run(readFileSync(new URL(file, session), 'utf8'));

  const rows = async <Row extends LakeRow>(statement: string, params = {}): Promise<readonly Row[]> => {
    const { sql, values, types } = bind(statement, params);
    const reader = await connection.runAndReadAll(sql, values, types);
    return reader.getRowObjectsJS().map((row) => mapRow(row) as Row);
  };
  return {
    connection,
    books: { batches: 0, records: 0, accepted: 0, duplicate: 0, quarantined: 0 },
    checkpoint: 'memory',
    treeSize: 1,
    rows,
    async *stream<Row extends LakeRow>(statement: string, params = {}) {
      yield await rows<Row>(statement, params);
    },
    async *columns<Row extends Readonly<Record<string, number>>>(statement: string, params = {}) {
      const all = await rows<Row>(statement, params);
      const names = Object.keys(all[0] ?? {}) as (keyof Row)[];
      yield Object.fromEntries(
        names.map((name) => [name, Int32Array.from(all, (row) => row[name] as number)]),
      ) as IntegerColumns<Row>;
    },
    async writeParquet(statement, params, path) {
      const { sql, values, types } = bind(statement, params);
      const reader = await connection.runAndReadAll(`COPY (${sql}\n) TO '${path}' (FORMAT parquet)`, values, types);
      return Number(reader.getRows()[0]?.[0] ?? 0);
    },
    async load(table: string, from: SessionRows) {
      await connection.run(`DELETE FROM ${table}`);
      await insertRows(
        connection,
        table,
        [...from].map((row) => mapValues(row, duckValue)),
      );
    },
    async keep(table, statement, params = {}) {
      const { sql, values, types } = bind(statement, params);
      await connection.run(`DELETE FROM ${table}`);
      await connection.run(`INSERT INTO ${table} BY NAME SELECT * FROM (\n${sql}\n)`, values, types);
    },
    async close() {
      connection.closeSync();
      instance.closeSync();
    },
    async clear() {
      for (const [name] of (await connection.runAndReadAll('SELECT table_name FROM duckdb_tables()')).getRows()) {
        await connection.run(`DELETE FROM ${String(name)}`);
      }
    },
    insert: (table, from) => insertRows(connection, table, from),
  };
}

async function insertRows(
  connection: DuckDBConnection,
  table: string,
  rows: readonly Readonly<Record<string, DuckDBValue>>[],
) {
  for (const row of rows) {
    const names = Object.keys(row);
    const marks = names.map((_, index) => `$${index + 1}`);
    const values = Object.values(row);
    const types = values.map(typeOf);
    await connection.run(
      `INSERT INTO ${table} (${names.map((n) => `"${n}"`).join(', ')}) VALUES (${marks.join(', ')})`,
      values,
      types,
    );
  }
}

const typeOf = (value: DuckDBValue): DuckDBType => {
  if (typeof value === 'number') return INTEGER;
  if (typeof value === 'boolean') return BOOLEAN;
  return typeof value === 'object' && value !== null ? LIST(VARCHAR) : VARCHAR;
};

const duckValue = (value: LakeParam): DuckDBValue =>
  Array.isArray(value) ? listValue(value as string[]) : (value as DuckDBValue);

const mapValues = <A, B>(row: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, map(value)]));

const mapRow = (row: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  mapValues(row, (value) => (value instanceof Date ? value.toISOString() : value));

/** Exactly the parameters that the header declares, in the declared types. */
function bind(statement: string, params: Readonly<Record<string, LakeParam>>) {
  const sql = readFileSync(fileURLToPath(new URL(`lake/${statement}.sql`, SQL)), 'utf8').trimEnd();
  const values: Record<string, DuckDBValue> = {};
  const types: Record<string, DuckDBType> = {};
  for (const [, name = '', type = ''] of sql.matchAll(/^-- param (\w+) (\S+)/gm)) {
    const value = params[name];
    if (value === undefined) throw new Error(`${statement} declares the parameter ${name}`);
    if (type === 'TIMESTAMP') {
      values[name] = timestampValue(BigInt(Date.parse(String(value))) * 1000n);
      types[name] = TIMESTAMP;
    } else {
      values[name] = duckValue(value);
      types[name] = type === 'VARCHAR[]' ? LIST(VARCHAR) : type === 'INTEGER' || type === 'BIGINT' ? INTEGER : VARCHAR;
    }
  }
  const extra = Object.keys(params).filter((name) => !(name in values));
  if (extra.length > 0) throw new Error(`${statement} does not declare ${extra.join(', ')}`);
  return { sql, values, types };
}
