import type { Result } from '../core/result.ts';

/** What is on record of a batch. */
export interface BatchFacts {
  readonly records: number;
  /** The UTC hour of its commit, `2026-11-25T21Z`. */
  readonly committedAt: string;
  /** Digest of the source pack that mapped it. */
  readonly pack: string;
}

/** Reads original records back, as their bytes stand in the batches' raw files. */
export interface RawRecords {
  /** Error: `LAKE_RECORD_UNKNOWN`. */
  batch(batch: string): Promise<Result<BatchFacts>>;
  /**
   * The records of these numbers (rising, without doubles), in order. Refuses with `REFERRAL_TOO_LARGE` when they are more than `mostBytes`
   * together; `LAKE_RECORD_UNKNOWN` when the batch's file lacks one.
   */
  read(batch: string, recordNos: readonly number[], mostBytes: number): Promise<Result<readonly Uint8Array[]>>;
}
