import { equalBytes, hexOf, utf8 } from '../../core/bytes.ts';
import type { Hashing } from '../../core/hashing.ts';
import { entrySpans } from '../../core/merkle/entry-bundle.ts';
import {
  hashCount,
  levelCount,
  newTiles,
  parseTilePath,
  TILE_WIDTH,
  type Tile,
  tilePath,
  widthIn,
} from '../../core/merkle/tile.ts';
import { HASH_BYTES, type TreeHasher } from '../../core/merkle/tree-hasher.ts';
import { formatVerifierKey, type VerifierKey } from '../../core/note/verifier-key.ts';
import { checkCosigned, checkNote } from './check-note.ts';
import { deriveTree, leafHashes, readBundle, type StoredBundle } from './derive-tree.ts';
import type { LogDifference, LogDifferenceCode } from './log-fault.ts';
import type { LogReader } from './log-reader.ts';
import { type TrustedTile, trustedTiles } from './trusted-tile.ts';

export interface LogVerification {
  readonly reader: LogReader;
  /** The key of the log, known from elsewhere, or the one that the log itself names. */
  readonly verifier: VerifierKey;
  /** Keys of the witnesses that may have cosigned; every other signature is a difference. */
  readonly witnesses: readonly VerifierKey[];
  readonly hashing: Hashing;
  readonly hasher: TreeHasher;
  /** Called after each bundle with the number of entries read so far. */
  readonly progress?: (entries: number) => void;
}

/** What was read, and every difference found; an empty list means that each byte is the one that the checkpoint commits to. */
export interface LogVerdict {
  readonly origin: string;
  /** Null where the checkpoint itself is not to be trusted; then nothing else was looked at. */
  readonly treeSize: number | null;
  /** Hex. */
  readonly rootHash: string | null;
  readonly files: number;
  readonly bytes: number;
  readonly differences: readonly LogDifference[];
}

/**
 * Derives every tile anew from the bundles of entries and compares each byte: comparing roots alone would pass over an entry that was
 * changed. Names differences by file and bytes: to the entry in a bundle, to the hash in a tile, the whole file where what it should
 * be is lost. A partial tile of an older size must be the beginning of the newest. Linear; memory: an eighth of a byte an entry.
 */
export function checkLog(verification: LogVerification): LogVerdict {
  const { verifier, hasher, progress } = verification;
  const read = counting(verification.reader);
  const { reader } = read;
  const differences: LogDifference[] = [...checkKey(reader, verifier)];
  const verdict = (treeSize: number | null, rootHash: string | null): LogVerdict => ({
    origin: verifier.name,
    treeSize,
    rootHash,
    ...read.totals(),
    differences,
  });

  const newest = checkNote('checkpoint', reader.read('checkpoint'), verification);
  if ('difference' in newest) {
    differences.push(newest.difference);
    return verdict(null, null);
  }
  const { size, rootHash } = newest.checkpoint;

  const stored = (level: number, index: number): Uint8Array | null =>
    storedTile(reader, size, level, index)?.hashes ?? null;
  const doubtful = new Set<number>();
  const derived = deriveTree(hasher, reader, size, (index, bundle, hashes) => {
    const tile = stored(0, index);
    if (hashes === null || tile === null || !equalBytes(hashes, tile) || tailOf(bundle, size, index) !== null)
      doubtful.add(index);
    progress?.(Math.min(size, (index + 1) * TILE_WIDTH));
  });
  const trusted = trustedTiles(hasher, size, rootHash, { stored, derived: derived.tile });
  const checkLeaves = (index: number): readonly LogDifference[] => {
    // Stored tile and entries agree, and the tile above says the same: nothing can differ.
    const above = trusted(1, Math.floor(index / TILE_WIDTH));
    const sound = !doubtful.has(index) && widthIn(size, 0, index) === TILE_WIDTH && above !== null;
    if (sound && equalBytes(derived.root(index), hashAt(above, index % TILE_WIDTH))) return [];
    const tile = trusted(0, index);
    return [...checkTile(reader, size, 0, index, tile), ...checkBundle(hasher, reader, size, index, tile)];
  };

  for (let level = levelCount(size) - 1; level > 0; level -= 1)
    for (let index = 0; index * TILE_WIDTH < hashCount(size, level); index += 1)
      differences.push(...checkTile(reader, size, level, index, trusted(level, index)));
  for (let index = 0; index * TILE_WIDTH < size; index += 1) differences.push(...checkLeaves(index));
  const cosigned = reader.read('cosigned');
  if (cosigned !== null) differences.push(...checkCosigned(hasher, cosigned, size, trusted, verification));
  differences.push(...checkOthers(hasher, reader, size, trusted));
  return verdict(size, hexOf(rootHash));
}

/** The verifier's own copy must be the one beside the tiles, byte for byte. */
function checkKey(reader: LogReader, verifier: VerifierKey): readonly LogDifference[] {
  const expected = `${formatVerifierKey(verifier)}\n`;
  const found = reader.read('vkey');
  if (found === null) return [missing('vkey', expected.length)];
  const [from, to] = differing(utf8(expected), found);
  return from === to ? [] : [difference('VERIFY_LOG_CHANGED', 'vkey', null, from, to, expected.trim(), 'another key')];
}

/** A tile by whichever of its two names, cut to the width that the tree has; null where it is missing or of a wrong length. */
function storedTile(reader: LogReader, size: number, level: number, index: number) {
  const width = widthIn(size, level, index);
  for (const each of new Set([width, TILE_WIDTH])) {
    const path = tilePath({ level, index, width: each });
    const bytes = width === 0 ? null : reader.read(path);
    if (bytes === null) continue;
    return { path, bytes, hashes: bytes.length === each * HASH_BYTES ? bytes.subarray(0, width * HASH_BYTES) : null };
  }
  return null;
}

function checkTile(
  reader: LogReader,
  size: number,
  level: number,
  index: number,
  trusted: Uint8Array | null,
): readonly LogDifference[] {
  const tile = storedTile(reader, size, level, index);
  const width = widthIn(size, level, index);
  if (tile === null) return [missing(tilePath({ level, index, width }), width * HASH_BYTES)];
  const { path, bytes } = tile;
  if (trusted === null)
    return [
      difference(
        'VERIFY_LOG_CHANGED',
        path,
        null,
        0,
        bytes.length,
        'hashes that the root proves',
        'others; its entries do not give them either',
      ),
    ];
  const [from, to] = differing(trusted, bytes);
  if (from === to) return [];
  const start = Math.floor(from / HASH_BYTES) * HASH_BYTES;
  const entry = level === 0 ? index * TILE_WIDTH + start / HASH_BYTES : null;
  const hash = (of: Uint8Array): string => hexOf(of.subarray(start, start + HASH_BYTES));
  return [difference('VERIFY_LOG_CHANGED', path, entry, from, to, hash(trusted), hash(bytes))];
}

/** Every entry that is not under its hash; where entries cannot be told apart any more, the rest of the bundle. */
function checkBundle(
  hasher: TreeHasher,
  reader: LogReader,
  size: number,
  index: number,
  trusted: Uint8Array | null,
): readonly LogDifference[] {
  const width = widthIn(size, 'entries', index);
  const bundle = readBundle(reader, size, index);
  if (bundle === null) return [missing(tilePath({ level: 'entries', index, width }), 0)];
  const { path, bytes } = bundle;
  const first = index * TILE_WIDTH;
  if (trusted === null)
    return [difference('VERIFY_LOG_CHANGED', path, first, 0, bytes.length, 'entries that the root proves', 'others')];
  const found: LogDifference[] = [];
  let at = 0;
  for (let n = 0; n < width; n += 1) {
    const length = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    const end = at + 2 + length;
    const expected = trusted.subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES);
    const whole = end <= bytes.length && at + 2 <= bytes.length;
    const hash = whole ? leafHashes(hasher, bytes.subarray(at, end), 1) : null;
    if (hash === null) {
      found.push(
        difference('VERIFY_LOG_CHANGED', path, first + n, at, bytes.length, `leaf ${hexOf(expected)}`, 'it breaks off'),
      );
      return found;
    }
    if (!equalBytes(hash, expected))
      found.push(
        difference('VERIFY_LOG_CHANGED', path, first + n, at, end, `leaf ${hexOf(expected)}`, `leaf ${hexOf(hash)}`),
      );
    at = end;
  }
  const tail = tailOf(bundle, size, index);
  if (tail !== null)
    found.push(
      difference('VERIFY_LOG_CHANGED', path, null, tail, bytes.length, `${tail} bytes`, `${bytes.length} bytes`),
    );
  return found;
}

/** Where the last entry ends and something stands behind it; null where nothing does. */
function tailOf(bundle: StoredBundle | null, size: number, index: number): number | null {
  if (bundle === null) return null;
  const { path, bytes } = bundle;
  const width = path.includes('.p/') ? widthIn(size, 'entries', index) : TILE_WIDTH;
  let at = 0;
  for (let n = 0; n < width && at < bytes.length; n += 1) at += 2 + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
  return at < bytes.length ? at : null;
}

/** What is there besides: tiles and bundles of older sizes, which the newest begins with; anything else is not the log's. */
function* checkOthers(
  hasher: TreeHasher,
  reader: LogReader,
  size: number,
  trusted: TrustedTile,
): Generator<LogDifference> {
  const named = new Set(['checkpoint', 'cosigned', 'vkey', ...[...newTiles(0, size)].map(tilePath)]);
  for (const path of reader.paths()) {
    if (named.has(path)) continue;
    const tile = parseTilePath(path);
    const bytes = reader.read(path) ?? new Uint8Array();
    if (tile === null || widthIn(size, tile.level, tile.index) < tile.width)
      yield difference('VERIFY_LOG_UNKNOWN', path, null, 0, bytes.length, 'no file', 'a file');
    else yield* checkOlder(hasher, path, bytes, tile, trusted(tile.level === 'entries' ? 0 : tile.level, tile.index));
  }
}

/** A tile or bundle of an older size, by the trusted hashes of the newest; where these are lost, that is named elsewhere. */
function checkOlder(
  hasher: TreeHasher,
  path: string,
  bytes: Uint8Array,
  { level, width }: Tile,
  trusted: Uint8Array | null,
): readonly LogDifference[] {
  const expected = trusted?.subarray(0, width * HASH_BYTES) ?? null;
  if (expected === null) return [];
  if (level !== 'entries') {
    const [from, to] = differing(expected, bytes);
    return from === to ? [] : [older(path, from, to)];
  }
  const spans = entrySpans(bytes);
  const hashes = spans?.length === width ? leafHashes(hasher, bytes, width) : null;
  return hashes !== null && equalBytes(hashes, expected) ? [] : [older(path, 0, bytes.length)];
}

const older = (path: string, from: number, to: number): LogDifference =>
  difference('VERIFY_LOG_CHANGED', path, null, from, to, 'the beginning of the newest', 'other bytes');

const hashAt = (tile: Uint8Array, n: number): Uint8Array => tile.subarray(n * HASH_BYTES, (n + 1) * HASH_BYTES);

/** The bytes [from, to) in which two files differ, from the first difference to behind the last; [0, 0) where they do not. */
function differing(expected: Uint8Array, found: Uint8Array): readonly [number, number] {
  const most = Math.max(expected.length, found.length);
  let from = 0;
  while (from < most && expected[from] === found[from]) from += 1;
  if (from === most) return [0, 0];
  let to = most;
  if (expected.length === found.length) while (expected[to - 1] === found[to - 1]) to -= 1;
  return [from, to];
}

const missing = (file: string, bytes: number): LogDifference =>
  difference('VERIFY_LOG_MISSING', file, null, 0, bytes, 'a file', 'no file');

const difference = (
  code: LogDifferenceCode,
  file: string,
  index: number | null,
  from: number,
  to: number,
  expected: string,
  found: string,
): LogDifference => ({ code, file, index, from, to, expected, found });

/** Counts each file once, however often it is read. */
function counting(inner: LogReader) {
  const seen = new Map<string, number>();
  const reader: LogReader = {
    paths: () => inner.paths(),
    read(path) {
      const bytes = inner.read(path);
      if (bytes !== null) seen.set(path, bytes.length);
      return bytes;
    },
  };
  return {
    reader,
    totals: () => ({ files: seen.size, bytes: [...seen.values()].reduce((sum, each) => sum + each, 0) }),
  };
}
