import { join } from 'node:path';
import { DuckDBBlobValue } from '@duckdb/node-api';
import { bytesOfHex } from '../../core/bytes.ts';
import { inclusionRanges } from '../../core/merkle/proof-range.ts';
import { HASH_BYTES, rootOfHashes } from '../../core/merkle/tree-hasher.ts';
import { nodeTreeHasher } from '../../core/node-tree-hasher.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { sqlText } from '../../ingest/map-statement.ts';
import type { BatchSecrets } from '../../ports/batch-secret.ts';
import type { ProvedRecord } from '../../ports/record-prover.ts';
import type { DataFolder } from './data-folder.ts';
import { openEngine } from './engine.ts';
import { lakeFault } from './fault.ts';
import type { LakeLeaves } from './lake-leaves.ts';
import { SALT_BYTES, saltsOf } from './record-fold.ts';

export interface RecordProverParts {
  readonly folder: DataFolder;
  readonly leaves: LakeLeaves;
  readonly secrets: BatchSecrets;
}

/**
 * Proves one record of a batch by hashing its raw file anew: no hash of a record is kept. Linear in the batch, 48 bytes of memory a
 * record. Errors: `LAKE_RECORD_UNKNOWN`, `LAKE_SECRET_GONE`, `LAKE_RAW_CHANGED` and those of the log.
 */
export async function proveRecord(
  { folder, leaves, secrets }: RecordProverParts,
  batch: string,
  recordNo: number,
): Promise<Result<ProvedRecord>> {
  const view = await leaves.view();
  if (!view.ok) return view;
  const committed = view.value.batches.find(({ leaf }) => leaf.batch === batch);
  if (committed === undefined || recordNo < 0 || recordNo >= committed.leaf.records)
    return err(lakeFault('LAKE_RECORD_UNKNOWN', `proving record ${recordNo} of batch ${batch}: no such record`));
  const { index, leaf } = committed;
  const secret = secrets.get(batch);
  if (secret === null)
    return err(
      lakeFault('LAKE_SECRET_GONE', `proving record ${recordNo} of batch ${batch}: its secret is not in state/`),
    );

  const hashes = Buffer.alloc(leaf.records * HASH_BYTES);
  const salts = saltsOf(secret, leaf.records);
  const saltAt = (no: number): Buffer => salts.subarray(no * SALT_BYTES, (no + 1) * SALT_BYTES);
  const { record, records } = await hashRecords(folder, leaf.raw.path, saltAt, recordNo, hashes);
  const root = rootOfHashes(nodeTreeHasher, hashes);
  const expected = bytesOfHex(leaf.raw.recordsRoot);
  if (record === null || records !== leaf.records || expected === null || !Buffer.from(expected).equals(root))
    return err(
      lakeFault('LAKE_RAW_CHANGED', `proving record ${recordNo} of batch ${batch}: lake/${leaf.raw.path} holds others`),
    );
  const path = inclusionRanges(recordNo, leaf.records).map(({ from, to }) =>
    rootOfHashes(nodeTreeHasher, hashes.subarray(from * HASH_BYTES, to * HASH_BYTES)),
  );
  return ok({ leaf: index, recordNo, salt: saltAt(recordNo), record, path });
}

async function hashRecords(
  folder: DataFolder,
  raw: string,
  saltAt: (no: number) => Uint8Array,
  wanted: number,
  hashes: Buffer,
): Promise<{ readonly record: Buffer | null; readonly records: number }> {
  const engine = await openEngine({
    folders: [folder.lake, folder.tmp],
    spill: join(folder.tmp, `spill.${process.pid}`),
  });
  const connection = await engine.connect();
  try {
    let record: Buffer | null = null;
    let records = 0;
    const stream = await connection.stream(
      `SELECT record_no, record FROM read_parquet(${sqlText(join(folder.lake, raw))})`,
    );
    for (;;) {
      const chunk = await stream.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return { record, records };
      for (const [recordNo, blob] of chunk.getRows()) {
        const no = Number(recordNo);
        const bytes = Buffer.from(blob instanceof DuckDBBlobValue ? blob.bytes : []);
        records += 1;
        if (no >= 0 && (no + 1) * HASH_BYTES <= hashes.length)
          nodeTreeHasher.leaf(Buffer.concat([saltAt(no), bytes]), hashes, no * HASH_BYTES);
        if (no === wanted) record = bytes;
      }
    }
  } finally {
    connection.closeSync();
    engine.close();
  }
}
