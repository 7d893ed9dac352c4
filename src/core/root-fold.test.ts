import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CHUNK_BYTES, chunkFold } from './chunk-fold.ts';
import { HASH_BYTES, rootOfHashes } from './merkle/tree-hasher.ts';
import { nodeTreeHasher } from './node-tree-hasher.ts';
import { rootFold } from './root-fold.ts';

test('leaf by leaf gives the root of the whole tree, for every size up to 300', () => {
  const hashes = Buffer.alloc(300 * HASH_BYTES);
  for (let n = 0; n < 300; n += 1) hash('sha256', `leaf ${n}`, 'buffer').copy(hashes, n * HASH_BYTES);
  for (let size = 0; size <= 300; size += 1) {
    const fold = rootFold();
    for (let n = 0; n < size; n += 1) fold.leafHash(hashes.toString('latin1', n * HASH_BYTES, (n + 1) * HASH_BYTES));
    expect(fold.count()).toBe(size);
    expect(fold.root()).toEqual(Buffer.from(rootOfHashes(nodeTreeHasher, hashes.subarray(0, size * HASH_BYTES))));
  }
});

test('a leaf is hashed behind the byte 0 that its bytes are led by', () => {
  const fold = rootFold();
  fold.leaf(Buffer.from('\0entry'));
  expect(fold.root().toString('hex')).toBe(hash('sha256', '\0entry', 'hex'));
});

test.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 5 * CHUNK_BYTES + 77])(
  'a file of %i bytes has a chunk hash for each 64 KiB, however it is read',
  (length) => {
    const bytes = Buffer.alloc(length, 'abcdefg');
    const expected: Buffer[] = [];
    for (let at = 0; at < length; at += CHUNK_BYTES)
      expected.push(hash('sha256', Buffer.concat([Buffer.of(0), bytes.subarray(at, at + CHUNK_BYTES)]), 'buffer'));
    for (const most of [CHUNK_BYTES, 7777]) {
      const fold = chunkFold();
      for (let at = 0; at < length; ) {
        const room = fold.room();
        const piece = bytes.subarray(at, at + Math.min(room.length, most));
        room.set(piece);
        fold.advance(piece.length);
        at += piece.length;
      }
      const { root, chunks, bytes: counted } = fold.done();
      expect(counted).toBe(length);
      expect(chunks).toEqual(Buffer.concat(expected));
      expect(root).toBe(Buffer.from(rootOfHashes(nodeTreeHasher, chunks)).toString('hex'));
    }
  },
);
