import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/**
 * Native access lines, the same bytes for the same count: 3,000 actors, 5 million customers, ten days, 269 bytes a line.
 * Ids are digests, so nothing compresses better than it would in life.
 */
export async function ensureLog(path: string, lines: number): Promise<void> {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true });
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  const step = Math.floor(864_000_000_000 / lines);
  await connection.run(`COPY (
    SELECT strftime(TIMESTAMP '2026-03-01' + to_microseconds((i * ${step})::BIGINT), '%Y-%m-%dT%H:%M:%S.%gZ') AS "time",
      md5(i::VARCHAR) AS event_id, 'e-' || lpad((hash(i) % 3000)::VARCHAR, 4, '0') AS actor, 'read' AS action,
      ['c-' || lpad((hash(i + 7) % 5000000)::VARCHAR, 7, '0')] AS subjects, ['email', 'phone'] AS fields, 'crm/customer' AS resource,
      'ticket:T-' || (hash(i + 1) % 99999) AS reason, '192.0.2.' || (i % 256) AS ip, 's-' || (i % 999) AS session, NULL AS tenant
    FROM range(${lines}) r(i)) TO '${path}.part' (FORMAT json)`);
  connection.closeSync();
  renameSync(`${path}.part`, path);
}
