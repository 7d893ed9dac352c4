import type { DuckDBConnection } from '@duckdb/node-api';
import { all } from './engine.ts';

/** What a batch's access rows add up to. */
export interface AccessCount {
  readonly rows: number;
  /** Records that have a row. */
  readonly records: number;
  /** Rows whose source gave the event no id. */
  readonly unnamed: number;
  /** First and last time, RFC 3339 with microseconds; null without rows. */
  readonly from: string | null;
  readonly to: string | null;
}

export const NO_ACCESS: AccessCount = { rows: 0, records: 0, unnamed: 0, from: null, to: null };

/** Counts `accesses` in one pass; `records` is one more than the highest record number. */
export async function countAccesses(
  connection: DuckDBConnection,
  accesses: string,
  records: number,
): Promise<AccessCount> {
  const instant = (column: string): string => `strftime(${column}("time"), '%Y-%m-%dT%H:%M:%S.%fZ')`;
  // A bit per record counts distinct numbers at a fraction of a hash table's cost.
  const [row] = await all(
    connection,
    `SELECT count(*) AS rows, bit_count(bitstring_agg(record_no, 0, ${Math.max(records - 1, 1)})) AS records,
      count(*) - count(event_id) AS unnamed, ${instant('min')} AS "from", ${instant('max')} AS "to" FROM ${accesses}`,
  );
  return {
    rows: Number(row?.['rows'] ?? 0),
    records: Number(row?.['records'] ?? 0),
    unnamed: Number(row?.['unnamed'] ?? 0),
    from: textOrNull(row?.['from']),
    to: textOrNull(row?.['to']),
  };
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
