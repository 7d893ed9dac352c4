import { HASH_BYTES } from './tree-hasher.ts';

// C2SP tlog-tiles: tiles are eight levels high, so 256 hashes of 32 bytes wide at most.
export const TILE_HEIGHT = 8;
export const TILE_WIDTH = 2 ** TILE_HEIGHT;
export const TILE_BYTES = TILE_WIDTH * HASH_BYTES;

const MOST_LEVEL = 63;

/** A tile of hashes (`level` 0 holds leaf hashes, `level` 1 the roots of 256 of these each, …), or a bundle of entries. */
export interface Tile {
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256; less than 256 is a partial tile. */
  readonly width: number;
}

/**
 * The path under a log's prefix (C2SP tlog-tiles): the index in groups of three digits, all but the last behind an `x`, and
 * `.p/W` where it is partial.
 *
 * @example
 *   tilePath({ level: 0, index: 1_234_067, width: 256 }); // tile/0/x001/x234/067
 */
export function tilePath({ level, index, width }: Tile): string {
  const groups: string[] = [];
  for (let rest = index; groups.length === 0 || rest > 0; rest = Math.floor(rest / 1000)) {
    const digits = String(rest % 1000).padStart(3, '0');
    groups.unshift(groups.length === 0 ? digits : `x${digits}`);
  }
  return `tile/${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Reads a path that `tilePath` writes, and no other spelling; null for anything else. */
export function parseTilePath(path: string): Tile | null {
  const match = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path);
  if (match === null) return null;
  const [, levelText = '', indexText = '', widthText] = match;
  const level = levelText === 'entries' ? levelText : Number(levelText);
  const index = Number(indexText.replaceAll(/[x/]/g, ''));
  const width = widthText === undefined ? TILE_WIDTH : Number(widthText);
  if (level !== 'entries' && level > MOST_LEVEL) return null;
  if (!Number.isSafeInteger(index) || (widthText !== undefined && width >= TILE_WIDTH)) return null;
  const tile: Tile = { level, index, width };
  return tilePath(tile) === path ? tile : null;
}

/** How many hashes a tree of `size` entries has at a tile level. */
export const hashCount = (size: number, level: number): number => Math.floor(size / TILE_WIDTH ** level);

/** Levels that a tree of `size` entries has tiles at. */
export function levelCount(size: number): number {
  let levels = 0;
  while (hashCount(size, levels) > 0) levels += 1;
  return levels;
}

/** Width that the tile has in a tree of `size` entries; 0 where that tree has no such tile. Entries are counted like leaf hashes. */
export function widthIn(size: number, level: Tile['level'], index: number): number {
  const count = hashCount(size, level === 'entries' ? 0 : level);
  return Math.max(0, Math.min(TILE_WIDTH, count - index * TILE_WIDTH));
}

/** The tiles and bundles of a tree of `to` entries that one of `from` entries does not have, or has narrower. */
export function* newTiles(from: number, to: number): Generator<Tile> {
  for (const level of ['entries', ...Array.from({ length: levelCount(to) }, (_, n) => n)] as const) {
    const height = level === 'entries' ? 0 : level;
    const before = hashCount(from, height);
    const after = hashCount(to, height);
    if (before === after) continue;
    for (let index = Math.floor(before / TILE_WIDTH); index * TILE_WIDTH < after; index += 1) {
      yield { level, index, width: widthIn(to, level, index) };
    }
  }
}
