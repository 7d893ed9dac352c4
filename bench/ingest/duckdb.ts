import { rmSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { report } from '../measure.ts';

// What a careful analyst would write: explicit columns, zstd, no extras. `by-day` partitions as the lake does.
const [log = '', out = '', layout = 'one-file'] = process.argv.slice(2);
rmSync(out, { recursive: true, force: true });
const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
const columns = `{time: 'TIMESTAMP', event_id: 'VARCHAR', actor: 'VARCHAR', action: 'VARCHAR', subjects: 'VARCHAR[]', fields: 'VARCHAR[]', resource: 'VARCHAR',
  reason: 'VARCHAR', ip: 'VARCHAR', session: 'VARCHAR', tenant: 'VARCHAR'}`;
const day = layout === 'by-day' ? `, strftime("time", '%Y%m%d') AS "eventDay"` : '';
const options =
  layout === 'by-day'
    ? `FORMAT parquet, COMPRESSION zstd, PARTITION_BY ("eventDay")`
    : 'FORMAT parquet, COMPRESSION zstd';
await report(async () => {
  const done = await connection.runAndReadAll(`COPY (
    SELECT "time", event_id, actor, action, unnest(subjects) AS subject, fields, resource, reason, ip, session, tenant${day}
    FROM read_json('${log}', format = 'newline_delimited', columns = ${columns})) TO '${out}' (${options})`);
  return { accesses: Number(done.getRows()[0]?.[0]) };
});
connection.closeSync();
