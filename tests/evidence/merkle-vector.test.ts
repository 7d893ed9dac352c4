import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bytesOfBase64 } from '../../src/core/base64.ts';
import { bytesOfHex, hexOf } from '../../src/core/bytes.ts';
import { newTiles, parseTilePath } from '../../src/core/merkle/tile.ts';
import { HASH_BYTES, leafHash, rootOfHashes } from '../../src/core/merkle/tree-hasher.ts';
import { isSubtree, verifyConsistency, verifyInclusion, verifySubtree } from '../../src/core/merkle/verify-proof.ts';
import { nodeTreeHasher } from '../../src/core/node-tree-hasher.ts';
import { hasVectors, vectorPath, vectorText, WITHOUT_VECTORS } from './vectors.ts';

const hasher = nodeTreeHasher;

/** Of transparency-dev/merkle: numbers as text, hashes as base64, in whatever is absent nothing. */
type Vector = Readonly<Record<string, string | boolean | readonly string[] | null>>;

/** Sizes go up to 2^64, which JSON.parse rounds without a word: numbers become text before they are parsed. */
const parse = (json: string): Vector => JSON.parse(json.replaceAll(/("(?:\w+)"\s*:\s*)(\d+)/g, '$1"$2"')) as Vector;

const number = (vector: Vector, key: string): bigint => BigInt(String(vector[key]));
/** Wrong bytes stand in the vectors too; what is no base64 at all is no hash of 32 bytes either. */
const hash = (vector: Vector, key: string): Uint8Array => bytesOfBase64(String(vector[key] ?? '')) ?? new Uint8Array();
const proof = (vector: Vector): readonly Uint8Array[] =>
  ((vector['proof'] ?? []) as readonly string[]).map((each) => bytesOfBase64(each) ?? new Uint8Array());

const KINDS: Readonly<Record<string, { readonly count: number; holds(vector: Vector): boolean }>> = {
  inclusion: {
    count: 98,
    holds: (v) =>
      verifyInclusion(hasher, {
        leafHash: hash(v, 'leafHash'),
        index: number(v, 'leafIdx'),
        treeSize: number(v, 'treeSize'),
        rootHash: hash(v, 'root'),
        proof: proof(v),
      }).ok,
  },
  consistency: {
    count: 98,
    holds: (v) =>
      verifyConsistency(hasher, {
        oldSize: number(v, 'size1'),
        oldRoot: hash(v, 'root1'),
        newSize: number(v, 'size2'),
        newRoot: hash(v, 'root2'),
        proof: proof(v),
      }).ok,
  },
  subtreeinclusion: {
    count: 204,
    holds(v) {
      const [from, to, index] = [number(v, 'start'), number(v, 'end'), number(v, 'leafIdx')];
      const claim = {
        leafHash: hash(v, 'leafHash'),
        index: index - from,
        treeSize: to - from,
        rootHash: hash(v, 'root'),
        proof: proof(v),
      };
      return isSubtree(from, to) && verifyInclusion(hasher, claim).ok;
    },
  },
  subtreeconsistency: {
    count: 118,
    holds: (v) =>
      verifySubtree(hasher, {
        from: number(v, 'start'),
        to: number(v, 'end'),
        subtreeRoot: hash(v, 'root1'),
        treeSize: number(v, 'size'),
        rootHash: hash(v, 'root2'),
        proof: proof(v),
      }).ok,
  },
};

// Vectors that are not followed, each with its reason.
const NO_ROOT = 'wants success for a "root" of 12 bytes; a root is 32 bytes of SHA-256 here';
const SKIPPED: Readonly<Record<string, string>> = {
  'consistency/additional/sizes-are-equal-one-and-proof-is-empty.json': NO_ROOT,
  'subtreeconsistency/additional/sizes-are-equal-one-and-proof-is-empty.json': NO_ROOT,
  'subtreeconsistency/additional/subtree-is-empty-sizes-are-equal-one-subtree-root-valid-tree-root-random-proof-is-empty.json':
    NO_ROOT,
  'subtreeconsistency/additional/subtree-is-empty-sizes-are-equal-zero-subtree-root-valid-tree-root-random-proof-is-empty.json':
    NO_ROOT,
};

describe.each(Object.entries(KINDS))(
  `%s proofs of transparency-dev/merkle ${WITHOUT_VECTORS}`,
  (kind, { count, holds }) => {
    const names = hasVectors ? globSync('**/*.json', { cwd: vectorPath(`merkle/testdata/${kind}`) }).sort() : [];
    test.skipIf(!hasVectors)(`there are ${count}`, () => expect(names.length).toBe(count));
    for (const name of names) {
      const path = `${kind}/${name}`;
      const reason = SKIPPED[path];
      test.skipIf(reason !== undefined)(`${path}${reason === undefined ? '' : `: ${reason}`}`, () => {
        const vector = parse(readFileSync(vectorPath(`merkle/testdata/${path}`), 'utf8'));
        expect(holds(vector), String(vector['desc'])).toBe(vector['wantErr'] !== true);
      });
    }
  },
);

interface Misc {
  readonly tilePathsGoStyle: readonly (readonly [string, boolean])[];
  readonly newTilesH10: readonly (readonly [number, number, number])[];
  readonly c2sp70000: Readonly<Record<string, number>>;
  readonly rfc6962Leaves: readonly string[];
  readonly rfc6962Roots: readonly string[];
}

describe.skipIf(!hasVectors)(`golang/mod and tlog-tiles ${WITHOUT_VECTORS}`, () => {
  const misc = hasVectors ? (JSON.parse(vectorText('tlog/misc.json')) as Misc) : null;

  test('the roots of RFC 6962 over the first eight leaves', () => {
    const leaves = (misc?.rfc6962Leaves ?? []).map((leaf) => leafHash(hasher, bytesOfHex(leaf) ?? new Uint8Array()));
    const roots = [...leaves.keys(), leaves.length].map((n) => rootOfHashes(hasher, Buffer.concat(leaves.slice(0, n))));
    expect(roots.length).toBe(9);
    expect(roots.map(hexOf)).toEqual(misc?.rfc6962Roots);
  });

  test('tile paths are read, and bad ones are not', () => {
    for (const [path, good] of misc?.tilePathsGoStyle ?? []) {
      // Go names the height of its tiles first; tlog-tiles has one height, and does not.
      const ours = path.replace(/^tile\/\d+\//, 'tile/');
      expect(parseTilePath(ours) !== null, path).toBe(good);
    }
    expect(misc?.tilePathsGoStyle.length).toBe(4);
  });

  test('70,000 entries need the tiles of the example in tlog-tiles', () => {
    const tiles = [...newTiles(0, 70_000)];
    const count = (level: number, full: boolean): number =>
      tiles.filter((tile) => tile.level === level && (tile.width === 256) === full).length;
    const width = (level: number): number | undefined =>
      tiles.find((tile) => tile.level === level && tile.width < 256)?.width;
    expect({
      L0full: count(0, true),
      L0partial: width(0),
      L1full: count(1, true),
      L1partial: width(1),
      L2partial: width(2),
    }).toEqual(misc?.c2sp70000);
  });

  test.skip('newTilesH10: counts for tiles of height 10; tlog-tiles has height 8 alone', () => undefined);
});

/** What the four replies hold between them. */
interface Reply {
  readonly tree_size: number;
  readonly sha256_root_hash: string;
  readonly entries: readonly { readonly leaf_input: string }[];
  readonly leaf_index: number;
  readonly audit_path: readonly string[];
  readonly consistency: readonly string[];
}

describe.skipIf(!hasVectors)(`the CT log argon2020 ${WITHOUT_VECTORS}`, () => {
  const reply = (name: string): Reply => JSON.parse(vectorText(`ct-argon2020/${name}`)) as Reply;
  const bytes = (text: string): Uint8Array => bytesOfBase64(text) ?? new Uint8Array();
  const head = hasVectors ? reply('get-sth') : { tree_size: 0, sha256_root_hash: '' };
  const [treeSize, rootHash] = [BigInt(head.tree_size), bytes(head.sha256_root_hash)];

  test('entry 10,000 is in the tree of 961,984,011', () => {
    const { entries } = reply('get-entries-start-10000-end-10000');
    const path = reply('get-proof-by-hash-tree-size-961984011-hash-nCs3mfIydh9x4CKyQ-2Bu2xtmpxmFggA5MLymHwNQSlLg-3D');
    const claim = {
      leafHash: leafHash(hasher, bytes(entries[0]?.leaf_input ?? '')),
      index: BigInt(path.leaf_index),
      treeSize,
      rootHash,
      proof: path.audit_path.map(bytes),
    };
    expect(claim.proof.length).toBe(30);
    expect(verifyInclusion(hasher, claim)).toEqual({ ok: true, value: undefined });
    expect(verifyInclusion(hasher, { ...claim, index: claim.index + 1n }).ok).toBe(false);
  });

  test('it continues the tree of 3,654,490', () => {
    const claim = {
      oldSize: 3_654_490n,
      oldRoot: bytes('AuIZ5V6sDUj1vn3Y1K85oOaQ7y+FJJKtyRTl1edIKBQ='),
      newSize: treeSize,
      newRoot: rootHash,
      proof: reply('get-sth-consistency-first-3654490-second-961984011').consistency.map(bytes),
    };
    expect(claim.proof.length).toBeGreaterThan(20);
    expect(verifyConsistency(hasher, claim)).toEqual({ ok: true, value: undefined });
    expect(verifyConsistency(hasher, { ...claim, oldSize: claim.oldSize + 1n }).ok).toBe(false);
    expect(HASH_BYTES).toBe(rootHash.length);
  });
});
