/** C2SP tlog-tiles: the length of an entry stands before it in two bytes. */
export const MOST_ENTRY_BYTES = 65_535;

const LENGTH_BYTES = 2;

/** The entries behind `before` (a bundle already encoded), each as uint16 (most significant byte first) ‖ entry. */
export function encodeBundle(before: Uint8Array, entries: readonly Uint8Array[]): Uint8Array {
  const bytes = entries.reduce((sum, entry) => sum + LENGTH_BYTES + entry.length, before.length);
  const bundle = new Uint8Array(bytes);
  bundle.set(before);
  let at = before.length;
  for (const entry of entries) {
    if (entry.length > MOST_ENTRY_BYTES) throw new Error(`an entry of ${entry.length} bytes does not fit a bundle`);
    bundle[at] = entry.length >> 8;
    bundle[at + 1] = entry.length & 0xff;
    bundle.set(entry, at + LENGTH_BYTES);
    at += LENGTH_BYTES + entry.length;
  }
  return bundle;
}

/** Where an entry lies in its bundle: bytes [from, to), without its length. */
export interface EntrySpan {
  readonly from: number;
  readonly to: number;
}

/** The entries of a bundle in order; null where the last one breaks off. */
export function entrySpans(bundle: Uint8Array): readonly EntrySpan[] | null {
  const spans: EntrySpan[] = [];
  for (let at = 0; at < bundle.length; ) {
    const [high, low] = [bundle[at], bundle[at + 1]];
    if (high === undefined || low === undefined) return null;
    const from = at + LENGTH_BYTES;
    const to = from + high * 256 + low;
    if (to > bundle.length) return null;
    spans.push({ from, to });
    at = to;
  }
  return spans;
}
