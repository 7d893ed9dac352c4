import { describe, expect, test } from 'vitest';
import { utf8 } from '../../core/bytes.ts';
import { tilePath } from '../../core/merkle/tile.ts';
import { EMPTY_EDGE, growTree, type TreeEdge } from '../../core/merkle/tree-edge.ts';
import { nodeHashing } from '../../core/node-hashing.ts';
import { generateSigningKey, parseSigningKey } from '../../core/node-signer.ts';
import { nodeTreeHasher } from '../../core/node-tree-hasher.ts';
import { signCheckpoint } from '../../core/note/checkpoint.ts';
import { formatVerifierKey } from '../../core/note/verifier-key.ts';
import { randomBelow, seededRandom } from '../../core/random.ts';
import type { Result } from '../../core/result.ts';
import { checkLog, type LogVerdict } from './check-log.ts';

const unwrap = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const signer = unwrap(parseSigningKey(unwrap(generateSigningKey('ed25519', 'example.com/log'))));

type Files = ReadonlyMap<string, Uint8Array>;

/** The files of a log that grew through these sizes, every tile of each kept. */
function logOf(sizes: readonly number[]): Files {
  const files = new Map<string, Uint8Array>([['vkey', utf8(`${formatVerifierKey(signer.key)}\n`)]]);
  let edge: TreeEdge = EMPTY_EDGE;
  let rootHash: Uint8Array = nodeTreeHasher.empty();
  for (const size of sizes) {
    const entries = Array.from({ length: size - edge.size }, (_, n) => utf8(String(edge.size + n)));
    const growth = growTree(nodeTreeHasher, edge, entries);
    for (const { path, bytes } of growth.files) files.set(path, bytes);
    [edge, rootHash] = [growth.edge, growth.rootHash];
  }
  const checkpoint = { origin: signer.key.name, size: edge.size, rootHash, extensions: [] };
  return files.set('checkpoint', utf8(signCheckpoint(checkpoint, signer)));
}

const check = (files: Files): LogVerdict =>
  checkLog({
    reader: { paths: () => files.keys(), read: (path) => files.get(path) ?? null },
    verifier: signer.key,
    witnesses: [],
    hashing: nodeHashing,
    hasher: nodeTreeHasher,
  });

const flipped = (bytes: Uint8Array, at: number, bit: number): Uint8Array =>
  bytes.map((byte, n) => (n === at ? byte ^ (1 << bit) : byte));

/** Where the flip fell within what is named; null where it was not found. */
function named(files: Files, path: string, at: number, bit: number): string | null {
  const bytes = files.get(path) ?? new Uint8Array();
  const { differences } = check(new Map(files).set(path, flipped(bytes, at, bit)));
  const hit = differences.find(({ file, from, to }) => file === path && from <= at && at < to);
  return hit === undefined ? null : hit.code;
}

describe('a log as it was written', () => {
  test.each([[[0]], [[1]], [[255, 256]], [[3, 40, 256, 257, 300]], [[65_530, 65_536, 65_540]]])(
    'that grew through %j has no difference',
    (sizes) => {
      const files = logOf(sizes);
      const verdict = check(files);
      expect(verdict.differences).toEqual([]);
      expect(verdict).toMatchObject({ origin: 'example.com/log', treeSize: sizes.at(-1), files: files.size });
    },
  );
});

describe('a flipped bit', () => {
  // Every byte of a log without a full tile; of one with full tiles every 37th, so that each byte of a hash has its turn.
  test.each([
    { sizes: [2, 9, 20], step: 1 },
    { sizes: [2, 40, 260], step: 37 },
  ])('in every byte of every file is found, and its place named: $sizes, step $step', ({ sizes, step }) => {
    const files = logOf(sizes);
    let flips = 0;
    for (const [path, bytes] of files) {
      for (let at = flips % step; at < bytes.length; at += step) {
        expect(named(files, path, at, flips % 8), `${path} at ${at}`).not.toBeNull();
        flips += 1;
      }
    }
    expect(flips).toBeGreaterThan(300);
  });

  test('in an entry names that entry and its bytes alone', () => {
    const files = logOf([300]);
    const path = tilePath({ level: 'entries', index: 0, width: 256 });
    // Entries 0 to 9 take three bytes each, entry 10 begins at byte 30: two bytes of length, two of text.
    const { differences } = check(new Map(files).set(path, flipped(files.get(path) ?? new Uint8Array(), 33, 0)));
    expect(differences).toMatchObject([{ code: 'VERIFY_LOG_CHANGED', file: path, index: 10, from: 30, to: 34 }]);
  });

  test('in a tile names the entry whose hash it is, and not the bundle', () => {
    const files = logOf([300]);
    const { differences } = check(
      new Map(files).set('tile/0/000', flipped(files.get('tile/0/000') ?? new Uint8Array(), 325, 0)),
    );
    expect(differences).toMatchObject([{ file: 'tile/0/000', index: 10, from: 325, to: 326 }]);
  });

  test('at 8 random places of a log of 66,000 is found', () => {
    const files = logOf([66_000]);
    const random = seededRandom(7);
    const all = [...files];
    for (let n = 0; n < 8; n += 1) {
      const [path = '', bytes = new Uint8Array()] = all[randomBelow(random, all.length)] ?? [];
      expect(named(files, path, randomBelow(random, bytes.length), randomBelow(random, 8)), path).not.toBeNull();
    }
  });
});

describe('what somebody else did to a log', () => {
  const files = logOf([3, 300, 600]);

  test.each([...files.keys()].filter((path) => !path.startsWith('tile') || newest(path)))(
    'removing %s is found',
    (path) => {
      const less = new Map(files);
      less.delete(path);
      expect(check(less).differences).toMatchObject([{ file: path }]);
    },
  );

  test('a file put there is found', () => {
    for (const path of ['tile/0/003', 'tile/9/000', 'tile/entries/002.p/200', 'notes.txt', 'tile/0/000.p/999'])
      expect(check(new Map(files).set(path, utf8('x'))).differences).toMatchObject([
        { code: 'VERIFY_LOG_UNKNOWN', file: path },
      ]);
  });

  test('bytes behind the end of a bundle or of a tile are found', () => {
    for (const path of [
      'tile/entries/000',
      'tile/entries/002.p/88',
      'tile/0/001',
      'tile/0/002.p/88',
      'tile/1/000.p/2',
    ]) {
      const bytes = files.get(path) ?? new Uint8Array();
      const longer = new Uint8Array(bytes.length + 2);
      longer.set(bytes);
      expect(check(new Map(files).set(path, longer)).differences, path).toMatchObject([
        { file: path, from: bytes.length },
      ]);
    }
  });

  test('an entry changed together with every tile above it contradicts the signed root', () => {
    const entries = Array.from({ length: 600 }, (_, n) => utf8(n === 5 ? 'x' : String(n)));
    const forged = new Map(files);
    for (const { path, bytes } of growTree(nodeTreeHasher, EMPTY_EDGE, entries).files) forged.set(path, bytes);
    const { differences } = check(forged);
    expect(differences).toContainEqual(
      expect.objectContaining({ code: 'VERIFY_LOG_CHANGED', file: 'tile/entries/000' }),
    );
  });

  test('a cosigned checkpoint of an earlier size is taken, one of another tree or of a stranger is not', () => {
    const note = (leaf: string, by: typeof signer): Uint8Array => {
      const { rootHash } = growTree(nodeTreeHasher, EMPTY_EDGE, ['0', '1', leaf].map(utf8));
      return utf8(signCheckpoint({ origin: 'example.com/log', size: 3, rootHash, extensions: [] }, by));
    };
    const stranger = unwrap(parseSigningKey(unwrap(generateSigningKey('ed25519', 'example.com/stranger'))));
    const line = `${new TextDecoder().decode(note('2', stranger)).split('\n').at(-2)}\n`;
    const twice = utf8(new TextDecoder().decode(note('2', signer)) + line);
    const differences = (cosigned: Uint8Array) => check(new Map(files).set('cosigned', cosigned)).differences;
    expect(differences(note('2', signer))).toEqual([]);
    expect(differences(note('x', signer))).toMatchObject([{ code: 'VERIFY_LOG_UNSIGNED', file: 'cosigned' }]);
    expect(differences(twice)).toMatchObject([{ code: 'VERIFY_LOG_UNSIGNED', file: 'cosigned' }]);
  });

  test('a checkpoint of another log is not taken', () => {
    const other = unwrap(parseSigningKey(unwrap(generateSigningKey('ed25519', 'example.com/log'))));
    const rootHash = nodeTreeHasher.empty();
    const note = signCheckpoint({ origin: 'example.com/log', size: 0, rootHash, extensions: [] }, other);
    expect(check(new Map(files).set('checkpoint', utf8(note)))).toMatchObject({
      treeSize: null,
      differences: [{ code: 'VERIFY_LOG_UNSIGNED', file: 'checkpoint' }],
    });
  });
});

/** Of the newest size, 600: those of older sizes may be gone. */
function newest(path: string): boolean {
  return !path.includes('.p/') || path.endsWith('.p/88') || path === 'tile/1/000.p/2';
}
