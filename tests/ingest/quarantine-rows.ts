import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** The quarantine of a data directory: file, line, byte offset, code and length of each record, in order. */
export async function quarantineRows(data: string): Promise<readonly Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(
      `SELECT file, CAST(line AS DOUBLE) AS line, CAST(byte_offset AS DOUBLE) AS byte_offset, code, CAST(length AS DOUBLE) AS length
       FROM read_parquet('${join(data, 'lake', 'quarantine', '*.parquet').replaceAll("'", "''")}', filename = true)
       WHERE filename NOT LIKE '%.released.parquet' ORDER BY file, record_no`,
    );
    return reader.getRowObjectsJS();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
