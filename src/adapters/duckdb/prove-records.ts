import { join } from 'node:path';
import { DuckDBBlobValue } from '@duckdb/node-api';
import { concatBytes, hexOf } from '../../core/bytes.ts';
import { auditPaths } from '../../core/merkle/audit-path.ts';
import { HASH_BYTES } from '../../core/merkle/tree-hasher.ts';
import { nodeTreeHasher } from '../../core/node-tree-hasher.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { sqlText } from '../../ingest/map-statement.ts';
import type { BatchSecrets } from '../../ports/batch-secret.ts';
import type { RecordOpening } from '../../ports/referral-evidence.ts';
import type { DataFolder } from './data-folder.ts';
import { openEngine } from './engine.ts';
import { lakeFault } from './fault.ts';
import type { LakeLeaves } from './lake-leaves.ts';
import { SALT_BYTES, saltsOf } from './record-fold.ts';

export interface RecordsProverParts {
  readonly folder: DataFolder;
  readonly leaves: LakeLeaves;
  readonly secrets: BatchSecrets;
}

/**
 * Proves records of one batch by hashing its raw file anew, once for all of them: no hash of a record is kept. Linear in the batch, 80 bytes
 * of memory a record of the batch. Errors: `LAKE_RECORD_UNKNOWN`, `LAKE_SECRET_GONE`, `LAKE_RAW_CHANGED` and those of the log.
 */
export async function proveRecords(
  parts: RecordsProverParts,
  batch: string,
  recordNos: readonly number[],
): Promise<Result<{ readonly leaf: number; readonly records: readonly RecordOpening[] }>> {
  const view = await parts.leaves.view();
  if (!view.ok) return view;
  const committed = view.value.batches.find(({ leaf }) => leaf.batch === batch);
  if (committed === undefined || recordNos.some((no) => no < 0 || no >= committed.leaf.records))
    return err(lakeFault('LAKE_RECORD_UNKNOWN', `proving records of batch ${batch}: it has no such record`));
  const secret = parts.secrets.get(batch);
  if (secret === null)
    return err(lakeFault('LAKE_SECRET_GONE', `proving records of batch ${batch}: its secret is not in state/`));
  const { records, raw } = committed.leaf;
  const salts = saltsOf(secret, records);
  const saltOf = (no: number): Uint8Array => salts.subarray(no * SALT_BYTES, (no + 1) * SALT_BYTES);
  const hashes = new Uint8Array(records * HASH_BYTES);
  const seen = await hashRecords(parts.folder, raw.path, saltOf, hashes);
  const { root, paths } = auditPaths(nodeTreeHasher, hashes, recordNos);
  if (seen !== records || hexOf(root) !== raw.recordsRoot)
    return err(lakeFault('LAKE_RAW_CHANGED', `proving records of batch ${batch}: lake/${raw.path} holds others`));
  const proved = recordNos.map((recordNo, n) => ({ recordNo, salt: saltOf(recordNo), path: paths[n] ?? [] }));
  return ok({ leaf: committed.index, records: proved });
}

/** Writes the leaf hash of each record to its place; gives how many records there were. */
async function hashRecords(
  folder: DataFolder,
  raw: string,
  saltOf: (no: number) => Uint8Array,
  hashes: Uint8Array,
): Promise<number> {
  const engine = await openEngine({ folders: [folder.lake], spill: join(folder.tmp, `spill.${process.pid}`) });
  try {
    const connection = await engine.connect();
    const stream = await connection.stream(
      `SELECT record_no, record FROM read_parquet(${sqlText(join(folder.lake, raw))})`,
    );
    let seen = 0;
    for (
      let chunk = await stream.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await stream.fetchChunk()
    ) {
      for (const [recordNo, record] of chunk.getRows()) {
        const at = Number(recordNo) * HASH_BYTES;
        seen += 1;
        if (at < 0 || at + HASH_BYTES > hashes.length || !(record instanceof DuckDBBlobValue)) continue;
        nodeTreeHasher.leaf(concatBytes(saltOf(Number(recordNo)), record.bytes), hashes, at);
      }
    }
    return seen;
  } finally {
    engine.close();
  }
}
