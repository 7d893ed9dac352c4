import { err, ok, type Result } from '../core/result.ts';
import { delimitedRows, headingDelimiter } from './delimited.ts';
import { traceFault } from './fault.ts';
import { normalEmail, normalPhone, normalText } from './normal-form.ts';
import { type SampleColumn, sampleColumn } from './sample-column.ts';

/** One record found outside, in the normal forms that link it to customers; at least one key is not null. */
export interface SampleRecord {
  /** Its place among all records of the file, from 0; junk has a number too. */
  readonly recordNo: number;
  readonly id: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
}

export interface LeakSample {
  readonly form: 'table' | 'json' | 'list';
  readonly records: readonly SampleRecord[];
  /** Rows that name nobody: no key could be read from them. */
  readonly junk: number;
}

type Cells = Readonly<Partial<Record<SampleColumn, string>>>;

/**
 * Reads a leaked list of any of three forms: delimited text with a heading, JSON (an array, or one object a line), or lines with an
 * e-mail address or a telephone number in each. UTF-8, or UTF-16 with its mark. `TRACE_SAMPLE_EMPTY` when no record names anybody.
 */
export function readLeakSample(input: string | Uint8Array): Result<LeakSample> {
  const text = (typeof input === 'string' ? input : decode(input)).replace(/^\uFEFF/, '');
  const first = text.trimStart()[0];
  const form = first === '{' || first === '[' ? 'json' : hasHeading(text) ? 'table' : 'list';
  const rows = form === 'json' ? jsonRows(text) : form === 'table' ? tableRows(text) : listRows(text);
  const records: SampleRecord[] = [];
  rows.forEach((cells, recordNo) => {
    const record = sampleRecord(recordNo, cells);
    if (record !== null) records.push(record);
  });
  if (records.length === 0)
    return err(
      traceFault('TRACE_SAMPLE_EMPTY', 'reading the leak file: no record names anybody', { rows: rows.length }),
    );
  return ok({ form, records, junk: rows.length - records.length });
}

function decode(bytes: Uint8Array): string {
  const mark =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(mark).decode(bytes);
}

function sampleRecord(recordNo: number, cells: Cells): SampleRecord | null {
  const fullName =
    cells.name ?? [cells['first-name'], cells['last-name']].filter((part) => part !== undefined).join(' ');
  const record = {
    recordNo,
    id: cells.id?.trim() || null,
    email: normalEmail(cells.email ?? ''),
    phone: normalPhone(cells.phone ?? '', cells.country?.trim() ?? null),
    name: normalText(fullName),
    address: normalText(cells.address ?? ''),
    postcode: normalText(cells.postcode ?? '')?.replaceAll(' ', '') ?? null,
  };
  const place = record.address ?? record.postcode;
  const links = record.id ?? record.email ?? record.phone ?? (record.name === null ? null : place);
  return links === null ? null : record;
}

const lines = (text: string): readonly string[] => text.split(/\r?\n/).filter((line) => line.trim() !== '');

function hasHeading(text: string): boolean {
  const heading = lines(text)[0] ?? '';
  const [row] = delimitedRows(heading, headingDelimiter(heading));
  return row?.some((cell) => sampleColumn(cell) !== null) ?? false;
}

function tableRows(text: string): readonly Cells[] {
  const start = text.trimStart();
  const [heading, ...rows] = delimitedRows(start, headingDelimiter(lines(start)[0] ?? ''));
  const columns = (heading ?? []).map(sampleColumn);
  return rows.map((row) => cellsOf(row.map((value, i) => [columns[i] ?? null, value])));
}

function jsonRows(text: string): readonly Cells[] {
  const whole = text.trimStart().startsWith('[') ? parseJson(text) : null;
  const values = Array.isArray(whole) ? (whole as readonly unknown[]) : lines(text).map(parseJson);
  return values.map((value) => {
    if (typeof value === 'string') return lineCells(value);
    if (value === null || typeof value !== 'object') return {};
    return cellsOf(
      Object.entries(value).map(([key, cell]) => [
        sampleColumn(key),
        typeof cell === 'string' || typeof cell === 'number' ? String(cell) : '',
      ]),
    );
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** The first non-empty value of each meaning. */
function cellsOf(entries: readonly (readonly [SampleColumn | null, string])[]): Cells {
  const cells: Partial<Record<SampleColumn, string>> = {};
  for (const [column, value] of entries) if (column !== null && value.trim() !== '') cells[column] ??= value;
  return cells;
}

const listRows = (text: string): readonly Cells[] => lines(text).map(lineCells);

/** An address anywhere in the line; else the line itself when it is a telephone number and nothing else. */
function lineCells(line: string): Cells {
  const email = /[^\s,;:|<>"'@]+@[^\s,;:|<>"'@]+\.[^\s,;:|<>"'@.]+/.exec(line)?.[0];
  if (email !== undefined) return { email };
  return /^[+\d][\d\s().\-/]{5,24}$/.test(line.trim()) ? { phone: line } : {};
}
