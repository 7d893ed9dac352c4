import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { treeHasher } from '../../src/core/merkle/tree-hasher.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import type { BatchLeaf } from '../../src/model/lake-leaf.ts';
import type { ProvedRecord } from '../../src/ports/record-prover.ts';
import { verifyRecord } from '../../src/verify/verify-record.ts';
import { committedBatches } from '../fault/committed.ts';
import { accessLine, type ScratchLake, scratchLake } from '../ingest/scratch-lake.ts';

const hasher = treeHasher(nodeHashing);
let lake: ScratchLake;
let leaf: BatchLeaf;
const lines = Array.from({ length: 5000 }, (_, n) => (n % 7 === 3 ? `{"broken":${n}` : accessLine(`ev-${n}`)));

beforeAll(async () => {
  lake = scratchLake();
  const log = join(lake.folder, 'access.ndjson');
  writeFileSync(log, `${lines.join('\n')}\n`);
  await lake.ingest([log]);
  const [only] = committedBatches(lake.data);
  if (only === undefined) throw new Error('no batch');
  leaf = only;
});
afterAll(() => lake.remove());

async function proved(recordNo: number): Promise<ProvedRecord> {
  const proof = await lake.app.proveRecord(leaf.batch, recordNo);
  if (!proof.ok) throw new Error(proof.error.message);
  return proof.value;
}

// 4095 and 4096: the salts come 4,096 at a time.
test.each([0, 1, 3, 4095, 4096, 4999])(
  'record %i is proved by its own bytes, its salt and a path, taken or quarantined',
  async (recordNo) => {
    const proof = await proved(recordNo);
    expect(Buffer.from(proof.record).toString()).toBe(lines[recordNo]);
    expect(verifyRecord(hasher, proof, leaf.raw)).toMatchObject({ ok: true });
  },
);

test('another record, salt, place or path does not hold', async () => {
  const proof = await proved(17);
  const other = await proved(18);
  const shifted = {
    ...proof,
    salt: proof.salt.subarray(0, 15),
    record: Buffer.concat([proof.salt.subarray(15), proof.record]),
  };
  for (const wrong of [
    { ...proof, record: other.record },
    { ...proof, salt: other.salt },
    { ...proof, recordNo: 18 },
    { ...proof, path: other.path },
    { ...proof, path: proof.path.slice(1) },
    shifted,
  ])
    expect(verifyRecord(hasher, wrong, leaf.raw)).toMatchObject({ ok: false, error: { code: 'PROOF_INVALID' } });
});

test('no two records have the same salt, and equal records have different leaves', async () => {
  const [one, two] = [await proved(3), await proved(10)];
  expect(one.salt).not.toEqual(two.salt);
});

test('a record that is not there is refused', async () => {
  expect(await lake.app.proveRecord(leaf.batch, 5000)).toMatchObject({ error: { code: 'LAKE_RECORD_UNKNOWN' } });
  expect(await lake.app.proveRecord('b-none', 0)).toMatchObject({ error: { code: 'LAKE_RECORD_UNKNOWN' } });
});
