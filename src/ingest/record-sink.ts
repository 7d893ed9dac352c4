import type { QuarantineCode } from './quarantine-code.ts';

/** Longest record that is kept whole and mapped. */
export const RECORD_LIMIT_BYTES = 16 * 1024 * 1024;
/** What is kept of a longer one. */
export const RECORD_HEAD_BYTES = 1024 * 1024;

/** A record that needs more than its own bytes on one line: quarantined, a CSV row, or JSON over several lines. */
export interface AwkwardRecord {
  /** The record's bytes; of one over RECORD_LIMIT_BYTES its first RECORD_HEAD_BYTES. */
  readonly bytes: Buffer;
  /** Its JSON on one line, for the map; null when `code` says why there is none. */
  readonly json: string | null;
  readonly code: QuarantineCode | null;
  /** Line of the decompressed stream on which it starts, from 1. */
  readonly line: number;
  /** Offset of its first byte in the decompressed stream. */
  readonly offset: number;
  /** Full length in bytes. */
  readonly length: number;
  /** SHA-256 in hex of the full bytes, where `bytes` is only the head. */
  readonly sha256?: string;
}

/** Takes records in the order in which they stand in the stream. */
export interface RecordSink {
  /** A record whose bytes `[from, to)` of `buffer` are UTF-8 without control bytes other than tab; copied before returning. */
  plain(buffer: Buffer, from: number, to: number, line: number, offset: number): void;
  awkward(record: AwkwardRecord): void;
}

/** Turns one decompressed stream into records. `push` keeps nothing of the chunk but copies. */
export interface RecordSplitter {
  push(chunk: Buffer): void;
  /** The stream is over; `damaged` when it broke off (a truncated gzip), so that the tail is not taken for a record. */
  end(damaged: boolean): void;
}
