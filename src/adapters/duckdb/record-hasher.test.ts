import { hash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HASH_BYTES, rootOfHashes } from '../../core/merkle/tree-hasher.ts';
import { nodeTreeHasher } from '../../core/node-tree-hasher.ts';
import { SALT_BYTES, saltsOf } from './record-fold.ts';
import { type RecordHasher, recordHasher } from './record-hasher.ts';

let hasher: RecordHasher;
beforeAll(() => {
  hasher = recordHasher();
});
afterAll(() => hasher.close());

const recordsOf = (pages: number, seed: string): readonly (readonly Buffer[])[] =>
  Array.from({ length: pages }, (_, page) =>
    // Empty ones and ones of any length too.
    Array.from({ length: 300 }, (_, n) =>
      Buffer.from('x'.repeat(n === 150 ? 20_000 * page : (n * 7) % 40) + (n % 5 === 0 ? '' : `${seed}-${page}-${n}`)),
    ),
  );

function pageOf(records: readonly Buffer[]): Buffer {
  const parts = records.flatMap((record) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(record.length);
    return [length, record];
  });
  const used = parts.reduce((sum, part) => sum + part.length, 0);
  const page = Buffer.allocUnsafeSlow(used);
  Buffer.concat(parts).copy(page);
  return page;
}

/** The root as its definition says it, leaf by leaf. */
function expectedRoot(secret: Buffer, records: readonly Buffer[]): string {
  const salts = saltsOf(secret, records.length);
  const hashes = records.map((record, n) =>
    hash(
      'sha256',
      Buffer.concat([Buffer.of(0), salts.subarray(n * SALT_BYTES, (n + 1) * SALT_BYTES), record]),
      'buffer',
    ),
  );
  expect(hashes[0]).toHaveLength(HASH_BYTES);
  return Buffer.from(rootOfHashes(nodeTreeHasher, Buffer.concat(hashes))).toString('hex');
}

test.each([0, 1, 7, 8, 9, 60])(
  '%i pages give the root that leaf by leaf gives, whichever thread hashes them',
  async (pages) => {
    const secret = Buffer.alloc(32, pages + 1);
    const records = recordsOf(pages, 'one');
    const batch = hasher.open(secret);
    for (const page of records.map(pageOf)) expect(batch.page(page, page.length)).toBeInstanceOf(Buffer);
    const all = records.flat();
    expect(await batch.done()).toMatchObject({
      records: all.length,
      root: all.length === 0 ? hash('sha256', '') : expectedRoot(secret, all),
    });
  },
);

test('two batches at once do not mix, and one that is given up does not hold up the other', async () => {
  const [one, two, three] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2), Buffer.alloc(32, 3)];
  const [first, second, given] = [hasher.open(one), hasher.open(two), hasher.open(three)];
  const [a, b] = [recordsOf(20, 'a'), recordsOf(20, 'b')];
  for (let n = 0; n < 20; n += 1) {
    for (const [batch, records] of [
      [first, a[n]],
      [second, b[n]],
      [given, a[n]],
    ] as const) {
      const page = pageOf(records ?? []);
      batch.page(page, page.length);
    }
  }
  given.drop();
  expect((await second.done()).root).toBe(expectedRoot(two, b.flat()));
  expect((await first.done()).root).toBe(expectedRoot(one, a.flat()));
});
