import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { all, counts } from './engine.ts';
import { openRawFile } from './raw-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'candour-raw-'));
let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true });
});

function written(name: string, records: Iterable<Buffer>): string {
  const path = join(folder, name);
  const file = openRawFile(path, null);
  for (const record of records) file.append(record, 0, record.length);
  file.close();
  return path;
}

test('the engine reads back every record, numbered from 0, over many pages and row groups', async () => {
  const count = 200_003;
  const line = (index: number): string => `{"n":${index},"text":"${'é'.repeat(index % 50)}"}`;
  const path = written(
    'many.parquet',
    (function* () {
      for (let index = 0; index < count; index += 1) yield Buffer.from(line(index));
    })(),
  );
  const found = await counts(
    connection,
    `SELECT count(*) AS n, min(record_no) AS low, max(record_no) AS high, count(DISTINCT record_no) AS numbers,
      count(*) FILTER (decode(record) = '{"n":' || record_no || ',"text":"' || repeat('é', (record_no % 50)::BIGINT) || '"}') AS equal FROM '${path}'`,
  );
  expect(found).toEqual({ n: count, low: 0, high: count - 1, numbers: count, equal: count });
  const { groups = 0 } = await counts(
    connection,
    `SELECT count(DISTINCT row_group_id) AS groups FROM parquet_metadata('${path}')`,
  );
  expect(groups).toBeGreaterThan(3);
});

test('bytes that are no text, empty records and one of 16 MB come back as they were', async () => {
  const records = [
    Buffer.from([0, 255, 13, 10, 128]),
    Buffer.alloc(0),
    Buffer.alloc(16 * 1024 * 1024, 0x61),
    Buffer.from('last'),
  ];
  const path = written('odd.parquet', records);
  const rows = await all(
    connection,
    `SELECT record_no, octet_length(record)::INTEGER AS length, sha256(record) AS digest FROM '${path}' ORDER BY record_no`,
  );
  expect(rows).toEqual(
    records.map((bytes, index) => ({
      record_no: index,
      length: bytes.length,
      digest: createHash('sha256').update(bytes).digest('hex'),
    })),
  );
});

test('only the given part of a buffer is kept, and it may change afterwards', async () => {
  const path = join(folder, 'part.parquet');
  const file = openRawFile(path, null);
  const buffer = Buffer.from('-- one --');
  file.append(buffer, 3, 6);
  buffer.fill(0);
  file.close();
  expect(await all(connection, `SELECT record_no, decode(record) AS record FROM '${path}'`)).toEqual([
    { record_no: 0, record: 'one' },
  ]);
});

test('a file of no records is a table of no rows', async () => {
  const path = written('none.parquet', []);
  expect(await counts(connection, `SELECT count(*) AS n, count(record_no) AS numbers FROM '${path}'`)).toEqual({
    n: 0,
    numbers: 0,
  });
});
