import { equalBytes, textOf, utf8 } from '../bytes.ts';
import { type BagFile, byPath, isBagPath } from './bag-file.ts';
import { crc32 } from './crc32.ts';

// PKWARE APPNOTE 6.3.10: sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (end record).
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const VERSION = 20;
/** Made by: Unix, so that the mode below is read. */
const MADE_BY = (3 << 8) | VERSION;
/** A regular file, 0644. */
const MODE = 0o100644;
/** 1980-01-01 00:00, the earliest a ZIP can say: a bag has no time but what stands in it. */
const DOS_TIME = 0;
const DOS_DATE = (1 << 5) | 1;
const MOST_FILES = 0xfffe;
const MOST_BYTES = 0xfffffffe;

/**
 * One ZIP of files under the folder `top`. Sorted by path, stored (a compressor's output changes with its version), times fixed: the
 * same files give the same bytes on every machine. Throws when the files do not fit a plain ZIP (4 GiB, 65,534 files).
 */
export function zipOf(top: string, files: readonly BagFile[]): Uint8Array {
  const sorted = [...files].sort(byPath);
  const entries = sorted.map(({ path, bytes }) => ({ name: utf8(`${top}/${path}`), bytes, crc: crc32(bytes) }));
  const size = entries.reduce(
    (sum, { name, bytes }) => sum + LOCAL_BYTES + CENTRAL_BYTES + 2 * name.length + bytes.length,
    END_BYTES,
  );
  if (size > MOST_BYTES || entries.length > MOST_FILES)
    throw new Error('a plain ZIP holds at most 4 GiB in 65,534 files');
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  let at = 0;
  const offsets = entries.map(({ name, bytes, crc }) => {
    const offset = at;
    view.setUint32(at, LOCAL, true);
    at = common(view, at + 4, crc, bytes.length, name.length);
    out.set(name, at);
    out.set(bytes, at + name.length);
    at += name.length + bytes.length;
    return offset;
  });
  const directory = at;
  entries.forEach(({ name, bytes, crc }, i) => {
    view.setUint32(at, CENTRAL, true);
    view.setUint16(at + 4, MADE_BY, true);
    const rest = common(view, at + 6, crc, bytes.length, name.length);
    view.setUint32(rest + 6, MODE * 0x10000, true);
    view.setUint32(rest + 10, offsets[i] ?? 0, true);
    out.set(name, at + CENTRAL_BYTES);
    at += CENTRAL_BYTES + name.length;
  });
  view.setUint32(at, END, true);
  view.setUint16(at + 8, entries.length, true);
  view.setUint16(at + 10, entries.length, true);
  view.setUint32(at + 12, at - directory, true);
  view.setUint32(at + 16, directory, true);
  return out;
}

/** The fields that a local header and the directory share; returns where they end. Flags, method, extra and comment stay 0. */
function common(view: DataView, at: number, crc: number, bytes: number, name: number): number {
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 6, DOS_TIME, true);
  view.setUint16(at + 8, DOS_DATE, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, bytes, true);
  view.setUint32(at + 18, bytes, true);
  view.setUint16(at + 22, name, true);
  return at + 26;
}

/** What was found in the place of a ZIP as `zipOf` writes it; `at` is a byte offset. */
export type ZipProblem = { readonly at: number; readonly expected: string; readonly found: string };

export type Unzipped =
  | { readonly ok: true; readonly top: string; readonly files: readonly BagFile[] }
  | { readonly ok: false; readonly problem: ZipProblem };

/**
 * Reads a ZIP that `zipOf` wrote and no other: headers that say anything else are refused, so that every byte of the archive counts.
 * The views share the archive's memory.
 */
export function unzip(archive: Uint8Array): Unzipped {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const wrong = (at: number, expected: string, found: string): Unzipped => ({
    ok: false,
    problem: { at, expected, found },
  });
  const files: BagFile[] = [];
  let top: string | null = null;
  let at = 0;
  while (at + LOCAL_BYTES <= archive.length && view.getUint32(at, true) === LOCAL) {
    const size = view.getUint32(at + 22, true);
    const start = at + LOCAL_BYTES + view.getUint16(at + 26, true);
    if (start + size > archive.length) return wrong(at, 'a file inside the archive', 'one that goes beyond its end');
    const name = textOf(archive.subarray(at + LOCAL_BYTES, start)) ?? '';
    const slash = name.indexOf('/');
    const path = name.slice(slash + 1);
    top ??= name.slice(0, Math.max(0, slash));
    if (slash < 1 || name.slice(0, slash) !== top || !isBagPath(top) || !isBagPath(path))
      return wrong(at, 'paths of a bag under one folder', 'another name');
    files.push({ path, bytes: archive.subarray(start, start + size) });
    at = start + size;
  }
  if (top === null) return wrong(0, 'a ZIP archive', 'none');
  for (const [i, { path }] of files.entries()) {
    const before = files[i - 1];
    if (before !== undefined && before.path >= path) return wrong(0, 'each file once, sorted by path', 'another order');
  }
  const again = zipOf(top, files);
  if (!equalBytes(again, archive)) {
    const first = again.findIndex((byte, i) => byte !== archive[i]);
    return wrong(first < 0 ? again.length : first, 'the headers that follow from the files', 'other bytes');
  }
  return { ok: true, top, files };
}
