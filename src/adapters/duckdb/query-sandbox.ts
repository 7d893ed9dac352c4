import { DuckDBInstance } from '@duckdb/node-api';
import type { QueryShape } from '../../scope/query-shape.ts';

/** One version of a customer, with the columns that a table map may name; instants in UTC. */
export interface CustomerVersion {
  readonly id: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly language: string | null;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
}

export interface QuerySandbox {
  /** Ids of the customers whose version valid at that instant the query returned, sorted; null when it took longer than the limit. */
  run(shape: Pick<QueryShape, 'where' | 'values'>, at: string): Promise<readonly string[] | null>;
  close(): void;
}

const COLUMNS = [
  'id',
  'email',
  'phone',
  'name',
  'address',
  'postcode',
  'city',
  'country',
  'region',
  'language',
] as const;
const MEMORY = '512MB';
const TIME_LIMIT_MS = 20_000;

/**
 * An engine of its own that holds customers' versions and nothing else: no file, no network, no extension, one thread, bounded memory,
 * its settings locked, and each query in a transaction that cannot write.
 */
export async function openQuerySandbox(
  versions: readonly CustomerVersion[],
  timeLimitMs: number = TIME_LIMIT_MS,
): Promise<QuerySandbox> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: MEMORY,
    max_temp_directory_size: '0KB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const columns = COLUMNS.map((column) => `${column} VARCHAR`).join(', ');
  await connection.run(`CREATE TABLE version (${columns}, valid_from TIMESTAMP, valid_to TIMESTAMP)`);
  await connection.run(
    `INSERT INTO version SELECT ${[...COLUMNS, 'valid_from', 'valid_to'].map((column) => `r->>'${column}'`).join(', ')}
     FROM (SELECT unnest(CAST($rows AS JSON[])) AS r)`,
    {
      rows: JSON.stringify(
        versions.map((one) => ({ ...one, valid_from: plain(one.valid_from), valid_to: plain(one.valid_to) })),
      ),
    },
  );
  await connection.run(`SET TimeZone = 'UTC'`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  return {
    async run({ where, values }, at) {
      const place = values.length + 1;
      const sql = `SELECT DISTINCT id FROM version WHERE (valid_from IS NULL OR valid_from <= CAST($${place} AS TIMESTAMP))
        AND (valid_to IS NULL OR valid_to > CAST($${place} AS TIMESTAMP)) AND (${where}) ORDER BY id`;
      await connection.run('BEGIN TRANSACTION READ ONLY');
      const timer = setTimeout(() => connection.interrupt(), timeLimitMs);
      try {
        const reader = await connection.runAndReadAll(sql, [...values, plain(at)]);
        return reader.getRows().map(([id]) => String(id));
      } catch (error) {
        if (error instanceof Error && /interrupt/i.test(error.message)) return null;
        throw error;
      } finally {
        clearTimeout(timer);
        await connection.run('ROLLBACK');
      }
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** An ISO instant as the engine reads it without a zone. */
const plain = (instant: string | null): string | null => instant?.replace(/Z$/, '') ?? null;
