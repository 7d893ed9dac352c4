import { equalBytes } from '../../core/bytes.ts';
import { levelCount, TILE_WIDTH, widthIn } from '../../core/merkle/tile.ts';
import { rootOfEdge } from '../../core/merkle/tree-edge.ts';
import { HASH_BYTES, rootOfHashes, type TreeHasher } from '../../core/merkle/tree-hasher.ts';

/** Two accounts of the same tree: what is stored, and what its entries give. Null: there is none. */
export interface Accounts {
  stored(level: number, index: number): Uint8Array | null;
  derived(level: number, index: number): Uint8Array | null;
}

/** The tile that the root proves, whichever account it is from; null where neither is proved. */
export type TrustedTile = (level: number, index: number) => Uint8Array | null;

/**
 * Goes down from the root: of the two accounts of a tile the one is trusted whose root stands in the trusted tile above it. The
 * partial tiles at the right edge are proved together, by the root.
 */
export function trustedTiles(hasher: TreeHasher, size: number, root: Uint8Array, accounts: Accounts): TrustedTile {
  const edge = trustedEdge(hasher, size, root, accounts);
  const kept = new Map<string, Uint8Array | null>();
  const trusted: TrustedTile = (level, index) => {
    const width = widthIn(size, level, index);
    if (width < TILE_WIDTH) return edge?.[level] ?? null;
    const key = `${level}/${index}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const above = trusted(level + 1, Math.floor(index / TILE_WIDTH));
    const at = (index % TILE_WIDTH) * HASH_BYTES;
    const proved = above?.subarray(at, at + HASH_BYTES);
    const candidates = proved === undefined ? [] : [accounts.stored(level, index), accounts.derived(level, index)];
    const tile =
      candidates.find(
        (hashes) => hashes !== null && proved !== undefined && equalBytes(rootOfHashes(hasher, hashes), proved),
      ) ?? null;
    // Tiles of level 0 are asked for once; the few above them again and again.
    if (level > 0) kept.set(key, tile);
    return tile;
  };
  return trusted;
}

/** Of each level's partial tile one account, so that all together give the root; null where no choice does. */
function trustedEdge(
  hasher: TreeHasher,
  size: number,
  root: Uint8Array,
  accounts: Accounts,
): readonly Uint8Array[] | null {
  let choices: (readonly Uint8Array[])[] = [[]];
  for (let level = 0; level < levelCount(size); level += 1) {
    const index = Math.floor(size / TILE_WIDTH ** (level + 1));
    const [stored, derived] = [accounts.stored(level, index), accounts.derived(level, index)];
    const options = widthIn(size, level, index) === 0 ? [new Uint8Array()] : distinct(stored, derived);
    // At most two to the power of seven levels, and that only where every partial tile was changed.
    choices = choices.flatMap((choice) => options.map((option) => [...choice, option]));
  }
  const fits = (tiles: readonly Uint8Array[]): boolean =>
    equalBytes(rootOfEdge(hasher, { size, tiles, bundle: new Uint8Array() }), root);
  return choices.find(fits) ?? null;
}

function distinct(stored: Uint8Array | null, derived: Uint8Array | null): readonly Uint8Array[] {
  if (stored === null) return derived === null ? [] : [derived];
  return derived === null || equalBytes(stored, derived) ? [stored] : [stored, derived];
}
