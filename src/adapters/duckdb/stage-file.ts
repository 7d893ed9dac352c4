import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenBatch } from '../../ports/lake-writer.ts';
import { openRawFile } from './raw-file.ts';
import type { PageHasher } from './record-hasher.ts';

const BUFFER_BYTES = 1024 * 1024;

/** Where a record stands in what was read; kept for the batch so that a quarantined record can be found again. */
export interface Place {
  readonly input: number;
  readonly line: number;
  readonly offset: number;
}

/**
 * The records of one batch on their way into DuckDB: `raw` holds the bytes of each, `awkward` what more there is to say of the
 * few whose bytes are not the JSON that the map reads. Numbers run from 0 in the order of reading.
 */
export interface StageFile extends Pick<OpenBatch, 'plain' | 'awkward'> {
  readonly folder: string;
  readonly rawPath: string;
  readonly awkwardPath: string;
  records(): number;
  bytes(): number;
  awkwardRecords(): number;
  /** Records that the splitter quarantined itself. */
  coded(): number;
  /** Longest line of the awkward file in bytes, which its reader must be told. */
  longestAwkward(): number;
  /** Records that follow come from this input. */
  input(index: number): void;
  place(recordNo: number): Place;
  close(): void;
}

/** `hasher`: takes the pages of the raw file, or null. */
export function openStageFile(folder: string, capacity: number, hasher: Pick<PageHasher, 'page'> | null): StageFile {
  const rawPath = join(folder, 'raw.parquet');
  const awkwardPath = join(folder, 'awkward');
  const raw = openRawFile(rawPath, hasher);
  const awkward = bufferedFile(awkwardPath);
  let places = new Float64Array(capacity * 2);
  let inputs = new Uint32Array(capacity);
  let records = 0;
  let bytes = 0;
  let awkwardRecords = 0;
  let coded = 0;
  let longestAwkward = 0;
  let currentInput = 0;
  const number = (line: number, offset: number): void => {
    if (records === inputs.length) {
      places = grown(places, new Float64Array(places.length * 2));
      inputs = grown(inputs, new Uint32Array(inputs.length * 2));
    }
    places[records * 2] = line;
    places[records * 2 + 1] = offset;
    inputs[records] = currentInput;
    records += 1;
  };

  return {
    folder,
    rawPath,
    awkwardPath,
    records: () => records,
    bytes: () => bytes,
    awkwardRecords: () => awkwardRecords,
    coded: () => coded,
    longestAwkward: () => longestAwkward,
    input(index) {
      currentInput = index;
    },
    plain(buffer, from, to, line, offset) {
      raw.append(buffer, from, to);
      bytes += to - from;
      number(line, offset);
    },
    awkward(record) {
      const columns = [records, record.code ?? '', record.json ?? '', record.length, record.sha256 ?? ''];
      const text = Buffer.from(`${columns.join('\u0001')}\n`);
      raw.append(record.bytes, 0, record.bytes.length);
      const out = awkward.room(text.length);
      text.copy(out, awkward.used);
      awkward.used += text.length;
      bytes += record.bytes.length;
      awkwardRecords += 1;
      if (record.code !== null) coded += 1;
      if (text.length > longestAwkward) longestAwkward = text.length;
      number(record.line, record.offset);
    },
    place: (recordNo) => ({
      input: inputs[recordNo] ?? 0,
      line: places[recordNo * 2] ?? 0,
      offset: places[recordNo * 2 + 1] ?? 0,
    }),
    close() {
      raw.close();
      awkward.close();
    },
  };
}

function grown<T extends Float64Array | Uint32Array>(old: T, bigger: T): T {
  bigger.set(old);
  return bigger;
}

interface BufferedFile {
  used: number;
  /** The buffer, with room for `bytes` more after `used`. */
  room(bytes: number): Buffer;
  close(): void;
}

function bufferedFile(path: string): BufferedFile {
  const fd = openSync(path, 'w', 0o600);
  let buffer = Buffer.allocUnsafe(64 * 1024);
  const file: BufferedFile = {
    used: 0,
    room(bytes) {
      if (file.used + bytes > buffer.length) {
        flush();
        if (buffer.length < BUFFER_BYTES || bytes > buffer.length)
          buffer = Buffer.allocUnsafe(Math.max(BUFFER_BYTES, bytes));
      }
      return buffer;
    },
    close() {
      flush();
      closeSync(fd);
    },
  };
  const flush = (): void => {
    for (let at = 0; at < file.used; ) at += writeSync(fd, buffer, at, file.used - at);
    file.used = 0;
  };
  return file;
}
