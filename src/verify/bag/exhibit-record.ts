import { hexOf } from '../../core/bytes.ts';
import { type BagFault, bagFault } from './bag-fault.ts';
import type { BagHashing } from './bag-hashing.ts';
import { type BagFiles, textAt } from './check-manifest.ts';

/** A record of an exhibit, cut out of its file as the index says. */
export interface ExhibitEntry {
  readonly recordNo: number;
  readonly bytes: Uint8Array;
}

const HEADER = 'record_no,offset,bytes,sha256';
const LINE = /^(0|[1-9]\d{0,15}),(0|[1-9]\d{0,15}),(0|[1-9]\d{0,15}),([0-9a-f]{64})$/;

/** The ids of the exhibits in a bag, sorted. */
export const exhibitIds = (files: BagFiles): readonly string[] =>
  [...new Set([...files.keys()].flatMap((path) => /^data\/exhibits\/([^/]+)\//.exec(path)?.[1] ?? []))].sort();

/**
 * Cuts an exhibit into its records, and checks that the index covers the file without holes: each record where it says, of that hash, with
 * one LF behind it, numbers rising.
 */
export function readExhibit(
  files: BagFiles,
  id: string,
  hashing: BagHashing,
): { readonly records: readonly ExhibitEntry[]; readonly faults: readonly BagFault[] } {
  const path = `data/exhibits/${id}/records.txt`;
  const indexPath = `data/exhibits/${id}/index.csv`;
  const bytes = files.get(path);
  const index = textAt(files, indexPath);
  if (bytes === undefined || index === null)
    return {
      records: [],
      faults: [bagFault('BAG_FILE_MISSING', bytes === undefined ? path : indexPath, 'the file', 'none')],
    };
  const [header, ...lines] = index.split('\n').slice(0, -1);
  if (header !== HEADER) return { records: [], faults: [bagFault('BAG_FORM', indexPath, HEADER, 'another header')] };
  const records: ExhibitEntry[] = [];
  const faults: BagFault[] = [];
  let at = 0;
  for (const [n, line] of lines.entries()) {
    const [, recordNo, offset, length, digest] = LINE.exec(line) ?? [];
    if (digest === undefined)
      return {
        records,
        faults: [
          ...faults,
          bagFault('BAG_FORM', indexPath, 'number, offset, length and hash', 'another line', { index: n }),
        ],
      };
    const to = at + Number(length);
    const record = bytes.subarray(at, to);
    const place = { index: Number(recordNo), from: at, to };
    if (Number(offset) !== at || bytes[to] !== 0x0a || (records.at(-1)?.recordNo ?? -1) >= Number(recordNo))
      faults.push(
        bagFault(
          'BAG_RECORD',
          path,
          `a record at byte ${offset}, in order, with a line feed behind it`,
          `the file goes on at byte ${at}`,
          place,
        ),
      );
    const found = hexOf(hashing.sha256(record));
    if (found !== digest) faults.push(bagFault('BAG_RECORD', path, `sha256 ${digest}`, found, place));
    records.push({ recordNo: Number(recordNo), bytes: record });
    at = to + 1;
  }
  if (at !== bytes.length)
    faults.push(
      bagFault('BAG_RECORD', path, `${at} bytes, as the index says`, String(bytes.length), {
        from: Math.min(at, bytes.length),
      }),
    );
  return { records, faults };
}
