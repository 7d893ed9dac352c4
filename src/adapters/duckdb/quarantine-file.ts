import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlText } from '../../ingest/map-statement.ts';
import type { BatchInput } from '../../ports/lake-writer.ts';
import { writeParquet } from './parquet-file.ts';
import type { StageFile } from './stage-file.ts';
import { awkwardRows } from './staged-source.ts';

/** Which records of a batch are quarantined, where they stood, and why; the records themselves are in the raw file. */
export interface QuarantineFile {
  readonly path: string;
  readonly rows: number;
  /** Codes with their counts. */
  readonly reasons: ReadonlyMap<string, number>;
}

/** Null when nothing is quarantined. `rejected`: what the map could not take; the splitter's own are in the staged file. */
export async function writeQuarantine(
  connection: DuckDBConnection,
  stage: StageFile,
  inputs: readonly BatchInput[],
  rejected: ReadonlyMap<number, string>,
  rawPath: string,
): Promise<QuarantineFile | null> {
  const codes = new Map(rejected);
  if (stage.coded() > 0) {
    const reader = await connection.runAndReadAll(`SELECT record_no, code FROM ${awkwardRows(stage)} WHERE code <> ''`);
    for (const [recordNo, code] of reader.getRows()) codes.set(Number(recordNo), String(code));
  }
  if (codes.size === 0) return null;
  const forms = inputs.map((input) => JSON.stringify({ form: input.form, columns: input.columns() }));
  const listPath = join(stage.folder, 'quarantine.ndjson');
  const reasons = new Map<string, number>();
  writeLines(listPath, codes.keys(), (recordNo) => {
    const code = codes.get(recordNo) ?? 'shape-wrong';
    reasons.set(code, (reasons.get(code) ?? 0) + 1);
    const { input, line, offset } = stage.place(recordNo);
    return {
      record_no: recordNo,
      file: inputs[input]?.name ?? '',
      line,
      byte_offset: offset,
      code,
      form: forms[input] ?? '{}',
    };
  });
  const columns = `{record_no: 'INTEGER', file: 'VARCHAR', line: 'BIGINT', byte_offset: 'BIGINT', code: 'VARCHAR', form: 'VARCHAR'}`;
  const whole = `SELECT record_no, octet_length(record) AS length, sha256(record) AS sha256 FROM read_parquet(${sqlText(rawPath)})`;
  const cut = stage.coded() > 0 ? awkwardRows(stage) : null;
  const path = join(stage.folder, 'quarantine.parquet');
  await writeParquet(
    connection,
    `SELECT q.record_no, q.file, q.line, q.byte_offset, q.code, q.form,
      ${cut === null ? 'w.length' : 'coalesce(c.length, w.length)'} AS length, ${cut === null ? 'w.sha256' : "coalesce(nullif(c.sha256, ''), w.sha256)"} AS sha256
    FROM read_ndjson(${sqlText(listPath)}, columns = ${columns}) q JOIN (${whole}) w USING (record_no)
    ${cut === null ? '' : `LEFT JOIN ${cut} c USING (record_no)`} ORDER BY q.record_no`,
    path,
  );
  return { path, rows: codes.size, reasons };
}

/** Parquet of (batch, record_no): quarantined records of earlier batches that this one took in. Null when there are none. */
export async function writeReleased(
  connection: DuckDBConnection,
  folder: string,
  released: readonly { readonly batch: string; readonly recordNo: number }[],
): Promise<string | null> {
  if (released.length === 0) return null;
  const listPath = join(folder, 'released.ndjson');
  writeLines(listPath, released, ({ batch, recordNo }) => ({ batch, record_no: recordNo }));
  const path = join(folder, 'released.parquet');
  await writeParquet(
    connection,
    `SELECT * FROM read_ndjson(${sqlText(listPath)}, columns = {batch: 'VARCHAR', record_no: 'INTEGER'})`,
    path,
  );
  return path;
}

function writeLines<T>(path: string, items: Iterable<T>, line: (item: T) => unknown): void {
  const fd = openSync(path, 'w', 0o600);
  try {
    let text = '';
    for (const item of items) {
      text += `${JSON.stringify(line(item))}\n`;
      if (text.length > 1_000_000) {
        writeSync(fd, text);
        text = '';
      }
    }
    writeSync(fd, text);
  } finally {
    closeSync(fd);
  }
}
