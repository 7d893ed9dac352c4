import type { Instant } from '../core/instant.ts';
import type { Result } from '../core/result.ts';
import type { WitnessedLog } from './witnessed-log.ts';

/** A single record of a batch: its salt and the way from it to the batch's root. */
export interface RecordOpening {
  readonly recordNo: number;
  /** 16 bytes. */
  readonly salt: Uint8Array;
  /** Siblings from the record up. */
  readonly path: readonly Uint8Array[];
}

/** What shows that the content of a referral stands in the evidence log. */
export interface ReferralEvidence {
  log(): Result<WitnessedLog>;
  /** Whose signatures count on a checkpoint of this log, as a reader of it would be told. */
  trust(): Result<LogTrust>;
  /** Has a note dated by the authority that is set; null where none is. Errors: `TIMESTAMP_*`, `EVIDENCE_SETTINGS`. */
  stamp(note: string): Promise<Result<CheckpointStamp | null>>;
  /** Proofs of these records (rising, without doubles), in order, and the index of the batch's leaf. Errors: as `ProveRecord`. */
  proveRecords(
    batch: string,
    recordNos: readonly number[],
  ): Promise<Result<{ readonly leaf: number; readonly records: readonly RecordOpening[] }>>;
}

/** A time stamp that was verified to its roots when it was made. */
export interface CheckpointStamp {
  /** The authority's answer (RFC 3161 TimeStampResp, DER). */
  readonly answer: Uint8Array;
  /** PEM certificates. */
  readonly roots: Uint8Array;
  readonly at: Instant;
  readonly authority: string;
  /** What the organisation states: a qualified authority (eIDAS Article 42). */
  readonly qualified: boolean;
}

export interface LogTrust {
  /** The log's verifier key. */
  readonly vkey: string;
  /** C2SP tlog-policy: the log, its witnesses and their quorum. */
  readonly policy: string;
  /** How many of the policy's witnesses cosigned a note of this log. */
  cosignedBy(note: string): number;
}
