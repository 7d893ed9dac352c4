import { createHash } from 'node:crypto';
import { equalBytes } from '../../core/bytes.ts';
import { entrySpans } from '../../core/merkle/entry-bundle.ts';
import { TILE_WIDTH } from '../../core/merkle/tile.ts';
import { type Growth, growTree, type LogFile, type TreeEdge } from '../../core/merkle/tree-edge.ts';
import { HASH_BYTES, type TreeHasher } from '../../core/merkle/tree-hasher.ts';

// A staging file: this line, one line of JSON (paths and lengths), the files one behind the other, 32 bytes of SHA-256 over all that.
const HEAD = 'candour.log.staged/v1\n';

export function encodeStaged(files: readonly LogFile[]): Uint8Array {
  const list = JSON.stringify(files.map(({ path, bytes }) => [path, bytes.length]));
  const body = Buffer.concat([Buffer.from(`${HEAD}${list}\n`), ...files.map(({ bytes }) => bytes)]);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

/** Null for anything that `encodeStaged` did not write, whole. */
export function decodeStaged(staged: Uint8Array): readonly LogFile[] | null {
  const body = Buffer.from(staged.buffer, staged.byteOffset, Math.max(0, staged.length - HASH_BYTES));
  const sum = staged.subarray(body.length);
  if (!equalBytes(createHash('sha256').update(body).digest(), sum)) return null;
  const end = body.indexOf('\n', HEAD.length);
  if (body.toString('latin1', 0, HEAD.length) !== HEAD || end < 0) return null;
  const list = JSON.parse(body.toString('utf8', HEAD.length, end)) as readonly (readonly [string, number])[];
  let at = end + 1;
  return list.map(([path, length]) => {
    at += length;
    return { path, bytes: body.subarray(at - length, at) };
  });
}

/**
 * Derives the tree anew from the entries in staged files, on top of `edge`. Null where the files are not exactly what these entries
 * give: a bit that flipped in memory or on its way to the disk must be seen before anything is signed (Yeti 2022, entry 65,562,066;
 * Nessie 2024, entry 65,051,339: a log signed over a leaf that nobody could produce any more, and was dead).
 */
export function regrow(hasher: TreeHasher, edge: TreeEdge, files: readonly LogFile[]): Growth | null {
  const entries: Uint8Array[] = [];
  let skip = edge.size % TILE_WIDTH;
  for (const { path, bytes } of files) {
    if (!path.startsWith('tile/entries/')) continue;
    const spans = entrySpans(bytes);
    if (spans === null) return null;
    const [old, added] = [spans.slice(0, skip), spans.slice(skip)];
    const leaves = new Uint8Array(old.length * HASH_BYTES);
    for (const [n, { from, to }] of old.entries()) hasher.leaf(bytes.subarray(from, to), leaves, n * HASH_BYTES);
    if (skip > 0 && !equalBytes(leaves, edge.tiles[0] ?? new Uint8Array())) return null;
    for (const { from, to } of added) entries.push(bytes.subarray(from, to));
    skip = 0;
  }
  const growth = growTree(hasher, edge, entries);
  const same =
    growth.files.length === files.length &&
    growth.files.every(({ path, bytes }, n) => path === files[n]?.path && Buffer.compare(bytes, files[n].bytes) === 0);
  return same ? growth : null;
}
