import { isUtf8 } from 'node:buffer';
import type { RecordForm } from '../packs/source-pack.ts';
import { readCsvRow } from './csv-row.ts';
import { LongRecord } from './long-record.ts';
import { oneLineJson } from './one-line-json.ts';
import type { QuarantineCode } from './quarantine-code.ts';
import { RECORD_HEAD_BYTES, RECORD_LIMIT_BYTES, type RecordSink, type RecordSplitter } from './record-sink.ts';

type CsvForm = Extract<RecordForm, { kind: 'csv' }>;

const NEWLINE = 10;

/** A splitter that also tells the columns it read from a header, so that a quarantined row can be read again later. */
export interface CsvSplitter extends RecordSplitter {
  columns(): readonly string[] | null;
}

/**
 * One record per row, inner newlines included; the header row is no record. A row that cannot be read costs its first
 * line only: reading goes on at the next line.
 *
 * `columns`: the names in order, where they are known already (no header row, or a replay).
 */
export function csvSplitter(
  form: CsvForm,
  sink: RecordSink,
  columns: readonly string[] | null,
  startOffset = 0,
): CsvSplitter {
  const delimiter = form.delimiter.charCodeAt(0);
  let names = columns;
  let carry: Buffer = Buffer.alloc(0);
  let line = 1;
  let offset = startOffset;
  let long: LongRecord | null = null;

  const quarantine = (bytes: Buffer, at: number, code: QuarantineCode): void => {
    sink.awkward({
      bytes: bytes.subarray(0, RECORD_HEAD_BYTES),
      json: null,
      code,
      line,
      offset: offset + at,
      length: bytes.length,
    });
  };

  const record = (bytes: Buffer, at: number, values: readonly (string | null)[]): void => {
    if (values.length === 1 && values[0] === null) return;
    if (names === null) {
      names = values.map((value, i) => value?.trim() ?? `column_${i + 1}`);
      return;
    }
    const json = rowJson(form, names, values);
    const code = !isUtf8(bytes)
      ? 'encoding-invalid'
      : bytes.includes(0)
        ? 'binary'
        : json === null
          ? 'csv-malformed'
          : null;
    sink.awkward({ bytes, json: code === null ? json : null, code, line, offset: offset + at, length: bytes.length });
  };

  const rows = (data: Buffer, last: boolean): void => {
    let from = 0;
    while (from < data.length) {
      const row = readCsvRow(data, from, delimiter, last);
      if (row.kind === 'row') {
        record(data.subarray(from, row.end), from, row.values);
        line += row.lines;
        from = row.next;
        continue;
      }
      const overLong = data.length - from > RECORD_LIMIT_BYTES;
      if (row.kind === 'open' && !overLong) break;
      const newline = data.indexOf(NEWLINE, from);
      if (newline === -1 && !last) {
        // The row is spoilt, but where its first line ends is not known yet.
        if (overLong) {
          long = new LongRecord(line, offset + from);
          long.add(data.subarray(from));
          from = data.length;
        }
        break;
      }
      const end = newline === -1 ? data.length : newline;
      quarantine(data.subarray(from, end), from, 'csv-malformed');
      line += 1;
      from = end + 1;
    }
    const used = Math.min(from, data.length);
    offset += used;
    carry = Buffer.from(data.subarray(used));
  };

  return {
    columns: () => names,
    push(chunk) {
      if (long !== null) {
        const newline = chunk.indexOf(NEWLINE);
        long.add(newline === -1 ? chunk : chunk.subarray(0, newline));
        offset += newline === -1 ? chunk.length : newline + 1;
        if (newline === -1) return;
        long.end(sink);
        long = null;
        line += 1;
        rows(chunk.subarray(newline + 1), false);
        return;
      }
      rows(carry.length === 0 ? chunk : Buffer.concat([carry, chunk]), false);
    },
    end(damaged) {
      if (long !== null) long.end(sink, damaged ? 'stream-truncated' : 'record-too-long');
      else if (damaged) quarantine(carry, 0, 'stream-truncated');
      else rows(carry, true);
    },
  };
}

/** The row as one JSON object (empty values left out), or the text of its JSON column; null when the row does not fit. */
function rowJson(form: CsvForm, names: readonly string[], values: readonly (string | null)[]): string | null {
  if (form.header ? values.length !== names.length : values.length > names.length) return null;
  if (form.json_column !== undefined) {
    const text = values[names.indexOf(form.json_column)];
    return text === undefined || text === null ? null : oneLineJson(text);
  }
  const row: Record<string, string> = {};
  values.forEach((value, i) => {
    const name = names[i];
    if (value !== null && name !== undefined) row[name] = value;
  });
  return JSON.stringify(row);
}
