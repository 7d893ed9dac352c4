import { describe, expect, test } from 'vitest';
import { hexOf, utf8 } from '../bytes.ts';
import { nodeHashing } from '../node-hashing.ts';
import { nodeTreeHasher } from '../node-tree-hasher.ts';
import { entrySpans } from './entry-bundle.ts';
import { newTiles, parseTilePath, tilePath, widthIn } from './tile.ts';
import { EMPTY_EDGE, growTree, type LogFile, rootOfEdge, type TreeEdge } from './tree-edge.ts';
import { HASH_BYTES, leafHash, rootOfHashes, treeHasher } from './tree-hasher.ts';
import { openTree, readEdge, type TreeReader } from './tree-reader.ts';
import { verifyConsistency, verifyInclusion } from './verify-proof.ts';

const hasher = nodeTreeHasher;
const entry = (n: number): Uint8Array => utf8(`entry ${n} ${'x'.repeat(n % 7)}`);
const entriesFrom = (from: number, to: number): readonly Uint8Array[] =>
  Array.from({ length: to - from }, (_, n) => entry(from + n));

/** RFC 6962 section 2.1 as it is written: the naive tree that all others are held against. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return nodeHashing.sha256();
  if (leaves.length === 1) return nodeHashing.sha256(Uint8Array.of(0), leaves[0] ?? new Uint8Array());
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHashing.sha256(Uint8Array.of(1), naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

/** A log kept in memory, grown in steps. */
function grown(sizes: readonly number[]) {
  const files = new Map<string, Uint8Array>();
  const roots = new Map<number, Uint8Array>();
  let edge: TreeEdge = EMPTY_EDGE;
  for (const size of sizes) {
    const growth = growTree(hasher, edge, entriesFrom(edge.size, size));
    for (const { path, bytes } of growth.files) files.set(path, bytes);
    edge = growth.edge;
    roots.set(size, growth.rootHash);
  }
  const read = async (path: string): Promise<Uint8Array | null> => files.get(path) ?? null;
  return { files, roots, edge, read };
}

async function readerOf(log: ReturnType<typeof grown>, size: number): Promise<TreeReader> {
  const reader = await openTree(hasher, log.read, size, log.roots.get(size) ?? new Uint8Array());
  if (!reader.ok) throw new Error(reader.error.message);
  return reader.value;
}

const SIZES = [0, 1, 2, 3, 7, 8, 100, 255, 256, 257, 511, 512, 513, 1000];

describe('growing', () => {
  test.each(SIZES)('a tree of %i entries has the root of RFC 6962, in whatever steps it grew', (size) => {
    const expected = hexOf(naiveRoot(entriesFrom(0, size)));
    const stepwise = SIZES.filter((each) => each <= size);
    for (const sizes of [[size], stepwise]) expect(hexOf(rootOfEdge(hasher, grown(sizes).edge))).toBe(expected);
  });

  test.each(SIZES)('growing to %i writes the tiles that tlog-tiles asks for, and no other', (size) => {
    for (const from of SIZES.filter((each) => each <= size)) {
      const before = grown([from]);
      const { files } = growTree(hasher, before.edge, entriesFrom(from, size));
      expect(files.map(({ path }) => path)).toEqual([...newTiles(from, size)].map(tilePath));
    }
  });

  test('a level-1 tile of 65,536 entries and one more holds the roots of the tiles below', () => {
    const { files, edge } = grown([65_535, 65_536, 65_537]);
    const level1 = files.get('tile/1/000') ?? new Uint8Array();
    for (const index of [0, 1, 77, 255]) {
      const below = files.get(tilePath({ level: 0, index, width: 256 })) ?? new Uint8Array();
      expect(hexOf(rootOfHashes(hasher, below))).toBe(
        hexOf(level1.slice(index * HASH_BYTES, (index + 1) * HASH_BYTES)),
      );
    }
    expect(files.get('tile/2/000.p/1')).toEqual(rootOfHashes(hasher, level1));
    expect(edge.tiles.map(({ length }) => length / HASH_BYTES)).toEqual([1, 0, 1]);
  });

  test('any hashing gives the same tree', () => {
    const files = (each: typeof hasher): readonly LogFile[] => growTree(each, EMPTY_EDGE, entriesFrom(0, 300)).files;
    expect(files(treeHasher(nodeHashing))).toEqual(files(nodeTreeHasher));
    expect(treeHasher(nodeHashing).empty()).toEqual(nodeTreeHasher.empty());
  });

  test('the root over hashes in a Buffer leaves them as they are', () => {
    const hashes = Buffer.alloc(5 * HASH_BYTES, 7);
    rootOfHashes(hasher, hashes);
    expect(hashes.equals(Buffer.alloc(5 * HASH_BYTES, 7))).toBe(true);
  });

  test('what is read back is the edge that was left', async () => {
    for (const size of SIZES) {
      const log = grown([size]);
      const edge = await readEdge(hasher, log.read, size, log.roots.get(size) ?? new Uint8Array());
      expect(edge).toEqual({ ok: true, value: log.edge });
    }
  });
});

describe('proofs', () => {
  const LAST = 100;
  const log = grown(Array.from({ length: LAST + 1 }, (_, n) => n));

  test(`every inclusion proof up to size ${LAST} holds, and fails with any hash of it changed`, async () => {
    const reader = await readerOf(log, LAST);
    for (let size = 1; size <= LAST; size += 1) {
      const rootHash = log.roots.get(size) ?? new Uint8Array();
      for (let index = 0; index < size; index += 1) {
        const proof = await reader.inclusionProof(index, size);
        if (!proof.ok) throw new Error(proof.error.message);
        const claim = {
          leafHash: leafHash(hasher, entry(index)),
          index: BigInt(index),
          treeSize: BigInt(size),
          rootHash,
          proof: proof.value,
        };
        expect(verifyInclusion(hasher, claim).ok).toBe(true);
        for (let n = 0; n < claim.proof.length; n += 1)
          expect(verifyInclusion(hasher, { ...claim, proof: flipped(claim.proof, n) }).ok).toBe(false);
        expect(verifyInclusion(hasher, { ...claim, proof: [...claim.proof, rootHash] }).ok).toBe(false);
        expect(verifyInclusion(hasher, { ...claim, index: claim.treeSize }).ok).toBe(false);
        expect(verifyInclusion(hasher, { ...claim, leafHash: leafHash(hasher, entry(index + 1)) }).ok).toBe(false);
      }
    }
  });

  test(`every consistency proof up to size ${LAST} holds, and fails with any hash of it changed`, async () => {
    const reader = await readerOf(log, LAST);
    for (let to = 0; to <= LAST; to += 1) {
      for (let from = 0; from <= to; from += 1) {
        const proof = await reader.consistencyProof(from, to);
        if (!proof.ok) throw new Error(proof.error.message);
        const claim = {
          oldSize: BigInt(from),
          oldRoot: log.roots.get(from) ?? new Uint8Array(),
          newSize: BigInt(to),
          newRoot: log.roots.get(to) ?? new Uint8Array(),
          proof: proof.value,
        };
        expect(verifyConsistency(hasher, claim).ok, `${from} to ${to}`).toBe(true);
        for (let n = 0; n < claim.proof.length; n += 1)
          expect(verifyConsistency(hasher, { ...claim, proof: flipped(claim.proof, n) }).ok).toBe(false);
        expect(verifyConsistency(hasher, { ...claim, oldRoot: flip(claim.oldRoot) }).ok).toBe(false);
        expect(verifyConsistency(hasher, { ...claim, proof: [...claim.proof, claim.newRoot] }).ok).toBe(false);
      }
    }
  });

  test('proofs across tiles hold for sizes around their edges', async () => {
    const sizes = [1, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 65_800];
    const large = grown(sizes);
    const reader = await readerOf(large, 65_800);
    for (const [n, size] of sizes.entries()) {
      const rootHash = large.roots.get(size) ?? new Uint8Array();
      for (const index of [0, 1, 254, 255, 256, 257, 511, 512, size - 2, size - 1].filter((i) => i >= 0 && i < size)) {
        const proof = await reader.inclusionProof(index, size);
        const claim = {
          leafHash: leafHash(hasher, entry(index)),
          index: BigInt(index),
          treeSize: BigInt(size),
          rootHash,
        };
        expect(proof.ok && verifyInclusion(hasher, { ...claim, proof: proof.value }).ok, `${index} in ${size}`).toBe(
          true,
        );
      }
      for (const from of sizes.slice(0, n)) {
        const proof = await reader.consistencyProof(from, size);
        const claim = {
          oldSize: BigInt(from),
          oldRoot: large.roots.get(from) ?? new Uint8Array(),
          newSize: BigInt(size),
          newRoot: rootHash,
        };
        expect(proof.ok && verifyConsistency(hasher, { ...claim, proof: proof.value }).ok, `${from} to ${size}`).toBe(
          true,
        );
      }
    }
  });
});

describe('reading', () => {
  test('a bit that changed in any file that is read is found', async () => {
    const log = grown([600]);
    for (const [path, bytes] of log.files) {
      const files = new Map(log.files).set(path, flip(bytes));
      const read = async (asked: string): Promise<Uint8Array | null> => files.get(asked) ?? null;
      const opened = await openTree(hasher, read, 600, log.roots.get(600) ?? new Uint8Array());
      const bundles = opened.ok ? await Promise.all([0, 1, 2].map((n) => opened.value.bundle(n))) : [opened];
      expect(
        bundles.some((bundle) => !bundle.ok && bundle.error.code === 'LOG_DAMAGED'),
        path,
      ).toBe(true);
    }
  });

  test('a partial tile that is gone is read from the full one', async () => {
    const log = grown([300, 512]);
    log.files.delete('tile/0/001.p/44');
    log.files.delete('tile/entries/001.p/44');
    const bundle = await (await readerOf(log, 300)).bundle(1);
    expect(bundle.ok && bundle.value.spans.length).toBe(44);
  });
});

test('tile paths are read in the one spelling that they are written in', () => {
  expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
  expect(tilePath({ level: 'entries', index: 0, width: 3 })).toBe('tile/entries/000.p/3');
  for (const tile of newTiles(0, 70_000)) expect(parseTilePath(tilePath(tile))).toEqual(tile);
  const bad = [
    'tile/0/x000/001',
    'tile/0/1',
    'tile/00/001',
    'tile/64/000',
    'tile/0/000.p/256',
    'tile/0/000.p/0',
    'tile/0/000/',
    '/tile/0/000',
    'tile/-1/000',
    'tile/0/x001/23',
  ];
  for (const path of bad) expect(parseTilePath(path), path).toBeNull();
});

test('tlog-tiles, its example: 70,000 entries have 273 full tiles and a partial one, then 1 and 17, then 1', () => {
  expect([272, 273, 274].map((index) => widthIn(70_000, 0, index))).toEqual([256, 112, 0]);
  expect([0, 1, 2].map((index) => widthIn(70_000, 1, index))).toEqual([256, 17, 0]);
  expect(widthIn(70_000, 2, 0)).toBe(1);
});

test('a bundle that breaks off has no entries', () => {
  expect(entrySpans(Uint8Array.of(0, 1, 7, 0))).toBeNull();
  expect(entrySpans(Uint8Array.of(0, 2, 7))).toBeNull();
  expect(entrySpans(Uint8Array.of(0, 0, 0, 1, 7))).toEqual([
    { from: 2, to: 2 },
    { from: 4, to: 5 },
  ]);
});

const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte, n) => (n === 5 ? byte ^ 4 : byte));
const flipped = (proof: readonly Uint8Array[], n: number): readonly Uint8Array[] =>
  proof.map((hash, i) => (i === n ? flip(hash) : hash));
