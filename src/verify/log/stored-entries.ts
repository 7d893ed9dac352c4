import { entrySpans } from '../../core/merkle/entry-bundle.ts';
import { TILE_WIDTH, widthIn } from '../../core/merkle/tile.ts';
import { readBundle } from './derive-tree.ts';
import type { LogReader } from './log-reader.ts';

/** The entries of a log in order, out of bundles that `checkLog` found sound: nothing is checked here. */
export function* storedEntries(
  reader: LogReader,
  size: number,
): Generator<{ readonly index: number; readonly entry: Uint8Array }> {
  for (let bundle = 0; bundle * TILE_WIDTH < size; bundle += 1) {
    const bytes = readBundle(reader, size, bundle)?.bytes ?? new Uint8Array();
    const spans = entrySpans(bytes)?.slice(0, widthIn(size, 'entries', bundle)) ?? [];
    for (const [n, { from, to }] of spans.entries())
      yield { index: bundle * TILE_WIDTH + n, entry: bytes.subarray(from, to) };
  }
}
