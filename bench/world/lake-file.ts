import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** What an analyst with the same files has at hand: DuckDB on two threads, the accesses, the customers, the workforce. */
export async function openByHand(data: string): Promise<DuckDBConnection> {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
  await connection.run(
    `CREATE VIEW access AS SELECT * FROM read_parquet('${join(data, 'lake', 'access', '**', '*.parquet')}', hive_partitioning = true, hive_types = {eventDay: VARCHAR})`,
  );
  for (const kind of ['customers', 'workforce'])
    await connection.run(
      `CREATE VIEW ${kind} AS SELECT * FROM read_parquet('${join(data, 'people', kind, '*.parquet')}')`,
    );
  return connection;
}
