import type { Result } from '../core/result.ts';

/** One decompressed stream of a source's log. */
export interface IntakeStream {
  /** As the operator named it: a path, or `-` for standard input. */
  readonly name: string;
  /** Compressed size in bytes where it is known. */
  readonly size: number | null;
  /** Bytes after decompression, in chunks that hold until the next is asked for. A damaged stream throws `INTAKE_DAMAGED` (FaultError) after its last good chunk. */
  chunks(): AsyncIterable<Buffer>;
  /** Compressed bytes read so far. */
  read(): number;
}

export interface Intake {
  /** Files, directories (read through, hidden files left out), globs and `-`, in a stable order. Error: nothing there. */
  open(paths: readonly string[]): Promise<Result<readonly IntakeStream[]>>;
}
