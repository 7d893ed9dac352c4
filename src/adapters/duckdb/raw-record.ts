import { join } from 'node:path';
import { DuckDBBlobValue } from '@duckdb/node-api';
import { err, ok, type Result } from '../../core/result.ts';
import { sqlText } from '../../ingest/map-statement.ts';
import type { RawRecords } from '../../ports/raw-records.ts';
import { referralFault } from '../../referral/fault.ts';
import type { DataFolder } from './data-folder.ts';
import { openEngine } from './engine.ts';
import { lakeFault } from './fault.ts';
import type { LakeLeaves } from './lake-leaves.ts';

/** Reads records out of `lake/raw/<batch>.parquet`. */
export function rawRecords(folder: DataFolder, leaves: LakeLeaves): RawRecords {
  return {
    async batch(batch) {
      const view = await leaves.view();
      if (!view.ok) return view;
      const found = view.value.batches.find(({ leaf }) => leaf.batch === batch);
      if (found === undefined) return missing(batch, 1);
      const { records, pack, time } = found.leaf;
      return ok({ records, pack, committedAt: time });
    },

    async read(batch, recordNos, mostBytes) {
      const engine = await openEngine({ folders: [folder.lake], spill: join(folder.tmp, `spill.${process.pid}`) });
      try {
        const connection = await engine.connect();
        const file = sqlText(join(folder.lake, 'raw', `${batch}.parquet`));
        const wanted = `SELECT unnest([${recordNos.join(', ')}]::INTEGER[]) AS record_no`;
        const result = await connection.stream(
          `SELECT r.record_no, r.record FROM read_parquet(${file}) r JOIN (${wanted}) w ON w.record_no = r.record_no ORDER BY r.record_no`,
        );
        const records: Uint8Array[] = [];
        let bytes = 0;
        for (
          let chunk = await result.fetchChunk();
          chunk !== null && chunk.rowCount > 0;
          chunk = await result.fetchChunk()
        ) {
          for (const [, record] of chunk.getRows()) {
            if (!(record instanceof DuckDBBlobValue)) throw new Error('a raw file holds records as blobs');
            bytes += record.bytes.length;
            if (bytes > mostBytes) return tooLarge(mostBytes);
            records.push(new Uint8Array(record.bytes));
          }
        }
        return records.length === recordNos.length ? ok(records) : missing(batch, recordNos.length - records.length);
      } finally {
        engine.close();
      }
    },
  };
}

const tooLarge = (mostBytes: number): Result<never> =>
  err(referralFault('REFERRAL_TOO_LARGE', `reading original records: expected at most ${mostBytes} bytes, found more`));

const missing = (batch: string, count: number): Result<never> =>
  err(lakeFault('LAKE_RECORD_UNKNOWN', `reading original records: batch ${batch} lacks ${count} of them`));
