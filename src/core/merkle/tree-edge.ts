import { encodeBundle } from './entry-bundle.ts';
import { hashCount, levelCount, TILE_BYTES, TILE_WIDTH, tilePath } from './tile.ts';
import { HASH_BYTES, rootOfHashes, type TreeHasher } from './tree-hasher.ts';

/** What must be known of a tree to add to it: the partial tile of each level, which may be empty, and the partial bundle. */
export interface TreeEdge {
  readonly size: number;
  /** Level by level, hashes one behind the other, less than 256. */
  readonly tiles: readonly Uint8Array[];
  readonly bundle: Uint8Array;
}

/** A file of the log, by its path under the log's prefix. */
export interface LogFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A tree after entries were added. */
export interface Growth {
  readonly edge: TreeEdge;
  /** The new bundles and tiles, level by level: those of `newTiles(before, after)`. */
  readonly files: readonly LogFile[];
  readonly rootHash: Uint8Array;
}

export const EMPTY_EDGE: TreeEdge = { size: 0, tiles: [], bundle: new Uint8Array() };

/** The root: each level's partial tile, with what the levels below have left over behind it, joined and handed up. Constant time. */
export function rootOfEdge(hasher: TreeHasher, edge: TreeEdge): Uint8Array {
  let left = new Uint8Array();
  for (const tile of edge.tiles) {
    const hashes = new Uint8Array(tile.length + left.length);
    hashes.set(tile);
    hashes.set(left, tile.length);
    if (hashes.length > 0) left = Uint8Array.from(rootOfHashes(hasher, hashes));
  }
  return left.length === 0 ? hasher.empty() : left;
}

/** A level that is being added to: the tile in work, how much of it is filled, which one it is. */
interface Level {
  bytes: Uint8Array;
  filled: number;
  index: number;
}

/**
 * Adds entries, in order. Two hashes an entry, and some for the root; `edge` is not changed. Throws on an entry over 65,535
 * bytes: who calls has refused it before.
 */
export function growTree(hasher: TreeHasher, edge: TreeEdge, entries: readonly Uint8Array[]): Growth {
  const bundles: LogFile[] = [];
  const levels: Level[] = edge.tiles.map((tile, level) => levelFrom(tile, hashCount(edge.size, level)));
  const full: { readonly level: number; readonly index: number; readonly width: number; readonly bytes: Uint8Array }[] =
    [];
  const changed = new Set<number>();

  /** Called after a hash was written behind the last of the level. */
  const added = (height: number, level: Level): void => {
    changed.add(height);
    level.filled += HASH_BYTES;
    if (level.filled < TILE_BYTES) return;
    full.push({ level: height, index: level.index, width: TILE_WIDTH, bytes: level.bytes });
    const above = levelAt(height + 1);
    above.bytes.set(rootOfHashes(hasher, level.bytes), above.filled);
    level.bytes = new Uint8Array(TILE_BYTES);
    level.filled = 0;
    level.index += 1;
    added(height + 1, above);
  };
  const levelAt = (height: number): Level => {
    const known = levels[height];
    if (known !== undefined) return known;
    const made = levelFrom(new Uint8Array(), 0);
    levels[height] = made;
    return made;
  };

  let bundle = edge.bundle;
  let from = 0;
  let size = edge.size;
  const leaves = levelAt(0);
  while (from < entries.length) {
    const room = TILE_WIDTH - (size % TILE_WIDTH);
    const taken = entries.slice(from, from + room);
    for (const entry of taken) {
      hasher.leaf(entry, leaves.bytes, leaves.filled);
      added(0, leaves);
    }
    const index = Math.floor(size / TILE_WIDTH);
    const encoded = encodeBundle(bundle, taken);
    size += taken.length;
    const width = size - index * TILE_WIDTH;
    bundles.push({ path: tilePath({ level: 'entries', index, width }), bytes: encoded });
    bundle = width === TILE_WIDTH ? new Uint8Array() : encoded;
    from += taken.length;
  }

  const tiles = levels.slice(0, levelCount(size)).map((level) => level.bytes.slice(0, level.filled));
  const grown: TreeEdge = { size, tiles, bundle };
  const partial = tiles.flatMap((bytes, level) =>
    bytes.length === 0 || !changed.has(level)
      ? []
      : [{ level, index: levels[level]?.index ?? 0, width: bytes.length / HASH_BYTES, bytes }],
  );
  const hashFiles = [...full, ...partial].toSorted((a, b) => a.level - b.level || a.index - b.index);
  return {
    edge: grown,
    files: [...bundles, ...hashFiles.map((tile) => ({ path: tilePath(tile), bytes: tile.bytes }))],
    rootHash: rootOfEdge(hasher, grown),
  };
}

function levelFrom(tile: Uint8Array, count: number): Level {
  const bytes = new Uint8Array(TILE_BYTES);
  bytes.set(tile);
  return { bytes, filled: tile.length, index: Math.floor(count / TILE_WIDTH) };
}
