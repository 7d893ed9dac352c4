import type { Result } from '../core/result.ts';
import type { RecordForm, SourcePack } from '../packs/source-pack.ts';

/** What one batch holds; every record read is in exactly one of accepted, duplicate, quarantined. */
export interface BatchBooks {
  /** Null when nothing in it was new, so that no batch was made. */
  readonly batch: string | null;
  readonly records: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly quarantined: number;
  /** Rows written to the lake: one per event and subject. */
  readonly accesses: number;
  readonly files: number;
  /** Quarantine codes, and `id-reused` and `field-unknown`, which are kept and counted. */
  readonly reasons: ReadonlyMap<string, number>;
}

/** Where records come from, as a quarantined one must say to be read again. */
export interface BatchInput {
  readonly name: string;
  readonly form: RecordForm;
  /** Column names from a CSV header, asked when the batch is sealed. */
  columns(): readonly string[] | null;
}

/** A quarantined record on its way back through the map. */
export interface OutstandingRecord {
  readonly batch: string;
  readonly recordNo: number;
  /** Why it was quarantined. */
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly offset: number;
  readonly form: RecordForm;
  readonly columns: readonly string[] | null;
  readonly bytes: Buffer;
}

/** Records of one batch, in order (a RecordSink of `ingest/`), until it is sealed or given up. */
export interface OpenBatch {
  plain(buffer: Buffer, from: number, to: number, line: number, offset: number): void;
  awkward(record: {
    readonly bytes: Buffer;
    readonly json: string | null;
    readonly code: string | null;
    readonly line: number;
    readonly offset: number;
    readonly length: number;
    readonly sha256?: string;
  }): void;
  /** Records that follow come from this input. */
  input(input: BatchInput): void;
  /** The next record is this one of an earlier batch's quarantine. */
  replaying(batch: string, recordNo: number): void;
  records(): number;
  bytes(): number;
  /** Maps, looks for duplicates, writes and commits: all of the batch or nothing of it. */
  seal(): Promise<Result<BatchBooks>>;
  /** Removes what was staged. */
  discard(): void;
}

/** The only way into the lake. */
export interface LakeWriter {
  begin(pack: SourcePack): OpenBatch;
  /** Quarantined records of a source that no later batch took in and that were kept whole, in order. */
  outstanding(source: string): AsyncIterable<OutstandingRecord>;
  close(): Promise<void>;
}
