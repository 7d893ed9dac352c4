import type { Result } from '../../core/result.ts';
import { ok } from '../../core/result.ts';
import type { ProvedRecord } from '../../ports/record-prover.ts';
import { proveRecords, type RecordsProverParts } from './prove-records.ts';
import { rawRecords } from './raw-record.ts';

/** Proves one record of a batch, with its bytes. Errors and cost: as `proveRecords`. */
export async function proveRecord(
  parts: RecordsProverParts,
  batch: string,
  recordNo: number,
): Promise<Result<ProvedRecord>> {
  const proved = await proveRecords(parts, batch, [recordNo]);
  if (!proved.ok) return proved;
  const read = await rawRecords(parts.folder, parts.leaves).read(batch, [recordNo], Number.POSITIVE_INFINITY);
  if (!read.ok) return read;
  const [opening] = proved.value.records;
  const [record] = read.value;
  if (opening === undefined || record === undefined) throw new Error('a proof of one record holds one');
  return ok({ leaf: proved.value.leaf, ...opening, record });
}
