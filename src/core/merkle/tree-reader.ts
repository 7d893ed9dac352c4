import { concatBytes, equalBytes, hexOf } from '../bytes.ts';
import { err, ok, type Result } from '../result.ts';
import { type EntrySpan, entrySpans } from './entry-bundle.ts';
import { merkleFault } from './fault.ts';
import { consistencyRanges, inclusionRanges, type LeafRange, splitOf } from './proof-range.ts';
import { hashCount, levelCount, TILE_BYTES, TILE_HEIGHT, TILE_WIDTH, type Tile, tilePath, widthIn } from './tile.ts';
import { rootOfEdge, type TreeEdge } from './tree-edge.ts';
import { HASH_BYTES, rootOfHashes, type TreeHasher } from './tree-hasher.ts';

/** What lies under a log's prefix, by path; null where there is nothing. */
export type ReadLogFile = (path: string) => Promise<Uint8Array | null>;

/** Entries of one bundle, checked. */
export interface ReadBundle {
  readonly bytes: Uint8Array;
  readonly spans: readonly EntrySpan[];
}

/**
 * Reads a tree whose size and root are trusted from tiles that are not: a tile is taken when its root stands in the tile above it,
 * and so on up to the root. Errors of all calls: `LOG_DAMAGED`.
 */
export interface TreeReader {
  readonly size: number;
  /** Hashes one behind the other, of the width that the tree gives the tile. */
  tile(level: number, index: number): Promise<Result<Uint8Array>>;
  /** The bundle beside the tile of level 0 and this index; every entry hashes to what stands in that tile. */
  bundle(index: number): Promise<Result<ReadBundle>>;
  /** `0 <= index < treeSize <= size`; siblings from the leaf up. */
  inclusionProof(index: number, treeSize: number): Promise<Result<readonly Uint8Array[]>>;
  /** `0 <= from <= to <= size`. */
  consistencyProof(from: number, to: number): Promise<Result<readonly Uint8Array[]>>;
}

// 8 KiB each: 4 MiB.
const KEPT_TILES = 512;

const damaged = (message: string): Result<never> => err(merkleFault('LOG_DAMAGED', message));

/** Reads the partial tiles and checks them against the root. Error: `LOG_DAMAGED`. */
export async function openTree(
  hasher: TreeHasher,
  read: ReadLogFile,
  size: number,
  rootHash: Uint8Array,
): Promise<Result<TreeReader>> {
  const edge = await readEdgeTiles(hasher, read, size, rootHash);
  return edge.ok ? ok(treeReader(hasher, read, size, edge.value)) : edge;
}

/** What must be known to add to the tree, read and checked against the root, its entries included. Error: `LOG_DAMAGED`. */
export async function readEdge(
  hasher: TreeHasher,
  read: ReadLogFile,
  size: number,
  rootHash: Uint8Array,
): Promise<Result<TreeEdge>> {
  const tiles = await readEdgeTiles(hasher, read, size, rootHash);
  if (!tiles.ok) return tiles;
  if (size % TILE_WIDTH === 0) return ok({ size, tiles: tiles.value, bundle: new Uint8Array() });
  const last = await treeReader(hasher, read, size, tiles.value).bundle(Math.floor(size / TILE_WIDTH));
  if (!last.ok) return last;
  const { bytes, spans } = last.value;
  return ok({ size, tiles: tiles.value, bundle: bytes.slice(0, spans.at(-1)?.to ?? 0) });
}

async function readEdgeTiles(
  hasher: TreeHasher,
  read: ReadLogFile,
  size: number,
  rootHash: Uint8Array,
): Promise<Result<readonly Uint8Array[]>> {
  const tiles: Uint8Array[] = [];
  for (let level = 0; level < levelCount(size); level += 1) {
    const count = hashCount(size, level);
    const tile = { level, index: Math.floor(count / TILE_WIDTH), width: count % TILE_WIDTH };
    const hashes = tile.width === 0 ? ok(new Uint8Array()) : await readHashes(read, tile);
    if (!hashes.ok) return hashes;
    tiles.push(hashes.value);
  }
  const found = rootOfEdge(hasher, { size, tiles, bundle: new Uint8Array() });
  if (!equalBytes(found, rootHash))
    return damaged(
      `reading the log: the partial tiles of size ${size} give root ${hexOf(found)}, expected ${hexOf(rootHash)}`,
    );
  return ok(tiles);
}

function treeReader(hasher: TreeHasher, read: ReadLogFile, size: number, edge: readonly Uint8Array[]): TreeReader {
  const kept = new Map<string, Uint8Array>();

  const tile = async (level: number, index: number): Promise<Result<Uint8Array>> => {
    const width = widthIn(size, level, index);
    if (width < TILE_WIDTH) {
      const hashes = edge[level];
      if (width === 0 || hashes === undefined) throw new Error(`no tile ${level}/${index} in a tree of ${size}`);
      return ok(hashes);
    }
    const path = tilePath({ level, index, width });
    const known = kept.get(path);
    if (known !== undefined) return ok(known);
    const above = await tile(level + 1, Math.floor(index / TILE_WIDTH));
    if (!above.ok) return above;
    const hashes = await readHashes(read, { level, index, width });
    if (!hashes.ok) return hashes;
    const at = (index % TILE_WIDTH) * HASH_BYTES;
    if (!equalBytes(rootOfHashes(hasher, hashes.value), above.value.subarray(at, at + HASH_BYTES)))
      return damaged(`reading the log: ${path} is not what the tile above it says`);
    const [oldest] = kept.keys();
    if (kept.size >= KEPT_TILES && oldest !== undefined) kept.delete(oldest);
    kept.set(path, hashes.value);
    return hashes;
  };

  const bundle = async (index: number): Promise<Result<ReadBundle>> => {
    const hashes = await tile(0, index);
    if (!hashes.ok) return hashes;
    const width = widthIn(size, 'entries', index);
    const path = tilePath({ level: 'entries', index, width });
    const bytes = (await read(path)) ?? (await read(tilePath({ level: 'entries', index, width: TILE_WIDTH })));
    if (bytes === null) return damaged(`reading the log: ${path} is missing`);
    const spans = entrySpans(bytes)?.slice(0, width);
    if (spans?.length !== width) return damaged(`reading the log: ${path} does not hold ${width} entries`);
    const leaves = new Uint8Array(width * HASH_BYTES);
    for (const [n, { from, to }] of spans.entries()) hasher.leaf(bytes.subarray(from, to), leaves, n * HASH_BYTES);
    if (!equalBytes(leaves, hashes.value)) return damaged(`reading the log: an entry of ${path} was changed`);
    return ok({ bytes, spans });
  };

  const rangeHash = async ({ from, to }: LeafRange): Promise<Result<Uint8Array>> => {
    const count = to - from;
    const split = count === 1 ? 1 : splitOf(count);
    if (count > 1 && split * 2 !== count) {
      const parts = await rangeHashes([
        { from, to: from + split },
        { from: from + split, to },
      ]);
      return parts.ok ? ok(rootOfHashes(hasher, concatBytes(...parts.value))) : parts;
    }
    // A perfect subtree: the hashes of its highest tile level lie one behind the other in one tile.
    const level = Math.floor(Math.log2(count) / TILE_HEIGHT);
    const first = from / TILE_WIDTH ** level;
    const hashes = await tile(level, Math.floor(first / TILE_WIDTH));
    if (!hashes.ok) return hashes;
    const at = (first % TILE_WIDTH) * HASH_BYTES;
    return ok(rootOfHashes(hasher, hashes.value.subarray(at, at + (count / TILE_WIDTH ** level) * HASH_BYTES)));
  };
  const rangeHashes = async (ranges: readonly LeafRange[]): Promise<Result<readonly Uint8Array[]>> => {
    const hashes: Uint8Array[] = [];
    for (const range of ranges) {
      const hash = await rangeHash(range);
      if (!hash.ok) return hash;
      hashes.push(hash.value);
    }
    return ok(hashes);
  };

  return {
    size,
    tile,
    bundle,
    inclusionProof: (index, treeSize) => rangeHashes(inclusionRanges(index, treeSize)),
    consistencyProof: (from, to) => rangeHashes(consistencyRanges(from, to)),
  };
}

/** A partial tile may be gone once the full one is there: then its hashes are the full one's first. */
async function readHashes(read: ReadLogFile, tile: Tile): Promise<Result<Uint8Array>> {
  const path = tilePath(tile);
  const partial = await read(path);
  const bytes = partial ?? (await read(tilePath({ ...tile, width: TILE_WIDTH })));
  if (bytes === null) return damaged(`reading the log: ${path} is missing`);
  const expected = partial === null ? TILE_BYTES : tile.width * HASH_BYTES;
  if (bytes.length !== expected)
    return damaged(`reading the log: ${path} has ${bytes.length} bytes, expected ${expected}`);
  return ok(bytes.slice(0, tile.width * HASH_BYTES));
}
