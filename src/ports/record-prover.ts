import type { Result } from '../core/result.ts';

/** What shows that a batch's raw file held a record, without any other record of it; `verify/verify-record.ts` holds it against the leaf. */
export interface ProvedRecord {
  /** Index of the batch's leaf in the log. */
  readonly leaf: number;
  /** From 0, in the order of reading. */
  readonly recordNo: number;
  /** 16 bytes. */
  readonly salt: Uint8Array;
  /** The record's own bytes; of one over 16 MiB its first MiB. */
  readonly record: Uint8Array;
  /** Siblings from the record up. */
  readonly path: readonly Uint8Array[];
}

export type ProveRecord = (batch: string, recordNo: number) => Promise<Result<ProvedRecord>>;
