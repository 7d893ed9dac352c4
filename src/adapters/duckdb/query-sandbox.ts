import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { CustomerColumn, CustomerVersion } from '../../model/customer-column.ts';
import type { QuerySandbox } from '../../ports/query-desk.ts';

const MEMORY = '1GB';
const TIME_LIMIT_MS = 20_000;

/**
 * An engine of its own that holds the named columns of customers' versions and nothing else: no file, no network, no extension, one thread,
 * bounded memory, its settings locked, and each query in a transaction that cannot write. Null when it cannot hold the versions.
 */
export async function openQuerySandbox(
  columns: readonly CustomerColumn[],
  versions: AsyncIterable<readonly CustomerVersion[]>,
  timeLimitMs: number = TIME_LIMIT_MS,
): Promise<QuerySandbox | null> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: MEMORY,
    max_temp_directory_size: '0KB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const close = (): void => {
    connection.closeSync();
    instance.closeSync();
  };
  const boundaries = await outOfMemoryIsNull(() => fill(connection, columns, versions));
  if (boundaries === null) {
    close();
    return null;
  }
  await connection.run(`SET TimeZone = 'UTC'`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  return {
    stretch: (at) => placeOf(Date.parse(at), boundaries),
    async run({ where, values }, at) {
      const place = values.length + 1;
      const sql = `SELECT id, count(*) FROM version WHERE (valid_from IS NULL OR valid_from <= CAST($${place} AS TIMESTAMP))
        AND (valid_to IS NULL OR valid_to > CAST($${place} AS TIMESTAMP)) AND (${where}) GROUP BY id ORDER BY id`;
      await connection.run('BEGIN TRANSACTION READ ONLY');
      const timer = setTimeout(() => connection.interrupt(), timeLimitMs);
      try {
        return await outOfMemoryIsNull(async () => {
          const reader = await connection.runAndReadAll(sql, [...values, plain(at)]);
          const found = reader.getRows();
          return {
            ids: found.map(([id]) => String(id)),
            rows: found.reduce((sum, [, versionsOfOne]) => sum + Number(versionsOfOne), 0),
          };
        });
      } catch (error) {
        if (error instanceof Error && /interrupt/i.test(error.message)) return null;
        throw error;
      } finally {
        clearTimeout(timer);
        await connection.run('ROLLBACK');
      }
    },
    close,
  };
}

/** Loads the versions; gives the instants, in milliseconds, rising, at which some customer changed. */
async function fill(
  connection: DuckDBConnection,
  columns: readonly CustomerColumn[],
  versions: AsyncIterable<readonly CustomerVersion[]>,
): Promise<Float64Array> {
  const names = [...new Set<string>(['id', ...columns])];
  await connection.run(
    `CREATE TABLE version (${names.map((name) => `${name} VARCHAR`).join(', ')}, valid_from TIMESTAMP, valid_to TIMESTAMP)`,
  );
  const all = [...names, 'valid_from', 'valid_to'];
  const instants = new Set<number>();
  for await (const page of versions) {
    for (const { valid_from, valid_to } of page)
      for (const instant of [valid_from, valid_to]) if (instant !== null) instants.add(Date.parse(instant));
    await connection.run(
      `INSERT INTO version SELECT ${all.map((name) => `r->>'${name}'`).join(', ')} FROM (SELECT unnest(CAST($rows AS JSON[])) AS r)`,
      {
        rows: JSON.stringify(
          page.map((one) => ({ ...one, valid_from: plain(one.valid_from), valid_to: plain(one.valid_to) })),
        ),
      },
    );
  }
  return Float64Array.from(instants).sort();
}

/** How many boundaries are at or before the instant. */
function placeOf(at: number, boundaries: Float64Array): number {
  let [low, high] = [0, boundaries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((boundaries[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function outOfMemoryIsNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && /out of memory/i.test(error.message)) return null;
    throw error;
  }
}

/** An ISO instant as the engine reads it without a zone. */
const plain = (instant: string | null): string | null => instant?.replace(/Z$/, '') ?? null;
