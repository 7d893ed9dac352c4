import { err, ok, type Result } from '../core/result.ts';
import { delimitedRows, headingDelimiter } from './delimited.ts';
import { type Digest, digestOf, digestWithin } from './digest.ts';
import { traceFault } from './fault.ts';
import { maskedEmail, maskedName, maskedPhone } from './mask.ts';
import { nameKey, normalEmail, normalPhone, normalText } from './normal-form.ts';
import { type SampleColumn, sampleColumn } from './sample-column.ts';

/** How the customers that a record without a whole key may be of are found; the value is one they must have exactly. */
export interface SampleBlock {
  readonly kind: 'email-domain' | 'phone-tail' | 'name-head' | 'name' | 'address';
  readonly value: string;
}

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
  /** The words of the name in order of the alphabet. */
  readonly nameKey: string | null;
  /** A hashed e-mail address or telephone number. */
  readonly digest: Digest | null;
  /** What is shown of masked values, as patterns for LIKE. */
  readonly emailLike: string | null;
  readonly phoneLike: string | null;
  readonly nameLike: string | null;
  /** Only where no key above is whole. */
  readonly block: SampleBlock | null;
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
 * e-mail address or a telephone number in each. UTF-8 or UTF-16. `TRACE_SAMPLE_EMPTY` when no record names anybody.
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

/** UTF-16 without its mark is known by the NUL in its first character, as RFC 4627 section 3 knew JSON's. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const little = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const big = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined);
  return new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8').decode(bytes);
}

/**
 * Whether a list of which nobody is on file speaks of strangers: at least half of its records, and `least`, have a whole e-mail address or
 * telephone number. Of masked values, digests (salted, perhaps), numbers and bare names nothing follows when none links.
 */
export function showsStrangers({ records }: LeakSample, least: number): boolean {
  const whole = records.filter(({ email, phone }) => email !== null || phone !== null).length;
  return whole >= least && whole * 2 >= records.length;
}

function sampleRecord(recordNo: number, cells: Cells): SampleRecord | null {
  const fullName =
    cells.name ?? [cells['first-name'], cells['last-name']].filter((part) => part !== undefined).join(' ');
  const email = maskedEmail(cells.email ?? '');
  const phone = maskedPhone(cells.phone ?? '');
  const name = maskedName(fullName);
  const digest = digestOf(cells.digest ?? '') ?? digestOf(cells.email ?? '') ?? digestOf(cells.phone ?? '');
  const whole = {
    id: cells.id?.trim() || null,
    email: email === null ? normalEmail(cells.email ?? '') : null,
    phone: phone === null && digest === null ? normalPhone(cells.phone ?? '', cells.country?.trim() ?? null) : null,
    name: name === null ? normalText(fullName) : null,
    address: normalText(cells.address ?? ''),
    postcode: normalText(cells.postcode ?? '')?.replaceAll(' ', '') ?? null,
  };
  const place = whole.address ?? whole.postcode;
  const key = whole.id ?? whole.email ?? whole.phone ?? digest ?? (whole.name === null ? null : place);
  const block = key === null ? blockOf(whole, email?.block, phone?.block, name?.block) : null;
  if (key === null && block === null) return null;
  return {
    recordNo,
    ...whole,
    nameKey: whole.name === null ? null : nameKey(whole.name),
    digest,
    emailLike: email?.like ?? null,
    phoneLike: phone?.like ?? null,
    nameLike: name?.like ?? null,
    block,
  };
}

/** The narrowest thing that is known of somebody of whom no key is whole. */
function blockOf(
  whole: Pick<SampleRecord, 'name' | 'address'>,
  domain: string | null | undefined,
  tail: string | null | undefined,
  head: string | null | undefined,
): SampleBlock | null {
  if (whole.name !== null && /\p{L}/u.test(whole.name)) return { kind: 'name', value: nameKey(whole.name) };
  if (whole.address !== null && /\p{L}/u.test(whole.address)) return { kind: 'address', value: whole.address };
  if (typeof tail === 'string') return { kind: 'phone-tail', value: tail };
  if (typeof domain === 'string') return { kind: 'email-domain', value: domain };
  return typeof head === 'string' ? { kind: 'name-head', value: head } : null;
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

/** An address anywhere in the line, whole or masked; else a digest; else a cell that is a telephone number and nothing else. */
function lineCells(line: string): Cells {
  const email = /[^\s,;:|<>"'@]+@[^\s,;:|<>"'@]+\.[^\s,;:|<>"'@.]+/.exec(line)?.[0];
  if (email !== undefined) return { email };
  const digest = digestWithin(line);
  if (digest !== null) return { digest: digest.hex };
  const phone = line.split(/[,;|\t"]/).find((cell) => /^[+\d*•●#][\d\s().\-/*•●#xX]{5,24}$/.test(cell.trim()));
  return phone === undefined ? {} : { phone };
}
