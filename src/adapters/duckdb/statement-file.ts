import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
  LIST,
  listValue,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import type { LakeParam } from '../../ports/lake.ts';

const PARAM_TYPES = { TIMESTAMP, VARCHAR, 'VARCHAR[]': LIST(VARCHAR), INTEGER, BIGINT, DOUBLE, BOOLEAN } as const;
type ParamType = keyof typeof PARAM_TYPES;

/** A file of `sql/lake/`: its text and the parameters that its header declares (docs/spec/lake-sql.md). */
export interface Statement {
  readonly name: string;
  readonly sql: string;
  readonly params: readonly { readonly name: string; readonly type: ParamType }[];
  /** Every word of its text outside comments that may be a relation's name. */
  readonly relations: ReadonlySet<string>;
}

const cache = new Map<string, Statement>();

/** Reads a statement once per process; a header that does not parse is a broken installation and throws. */
export function readStatement(sqlFolder: string, name: string): Statement {
  const path = join(sqlFolder, 'lake', `${name}.sql`);
  const known = cache.get(path);
  if (known !== undefined) return known;
  const sql = readFileSync(path, 'utf8');
  const params = [...sql.matchAll(/^-- param (\w+) (\S+)/gm)].map(([, param = '', type = '']) => {
    if (!(type in PARAM_TYPES)) throw new Error(`sql/lake/${name}.sql: parameter ${param}: unknown type ${type}`);
    return { name: param, type: type as ParamType };
  });
  const relations = new Set(sql.replaceAll(/--.*$/gm, '').match(/\w+/g));
  const statement = { name, sql: sql.trim().replace(/;$/, ''), params, relations };
  cache.set(path, statement);
  return statement;
}

/** The engine's values and types for exactly the declared parameters; one missing or too many throws. */
export function bindLake(
  statement: Statement,
  given: Readonly<Record<string, LakeParam>>,
): { readonly values: Record<string, DuckDBValue>; readonly types: Record<string, DuckDBType> } {
  const values: Record<string, DuckDBValue> = {};
  const types: Record<string, DuckDBType> = {};
  for (const { name, type } of statement.params) {
    const value = given[name];
    if (value === undefined) throw new Error(`sql/lake/${statement.name}.sql: parameter ${name} is not given`);
    values[name] = engineValue(value, type);
    types[name] = PARAM_TYPES[type];
  }
  const extra = Object.keys(given).find((name) => !(name in values));
  if (extra !== undefined) throw new Error(`sql/lake/${statement.name}.sql: no parameter ${extra}`);
  return { values, types };
}

function engineValue(value: LakeParam, type: ParamType): DuckDBValue {
  if (value === null) return null;
  if (type === 'TIMESTAMP' && typeof value === 'string')
    return new DuckDBTimestampValue(BigInt(Date.parse(value)) * 1000n);
  if (typeof value === 'object') return listValue([...value]);
  if (type === 'BIGINT' && typeof value === 'number') return BigInt(value);
  return value;
}
