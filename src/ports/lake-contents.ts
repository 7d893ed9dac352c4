import type { Result } from '../core/result.ts';

/** A file that a leaf of the log names. */
export interface NamedFile {
  /** In the data directory: `lake/…` or `people/…`. */
  readonly path: string;
  readonly bytes: number;
  /** RFC 6962 root over its 64 KiB chunks, in hex. */
  readonly root: string;
  /** Index of the leaf. */
  readonly leaf: number;
}

/** What must be under `lake/` and `people/`, and nothing else. */
export interface LakeContents {
  readonly files: readonly NamedFile[];
  readonly batches: number;
  readonly imports: number;
  /** Of each batch, the engine whose hash its duplicate keys are. */
  readonly keyEngines: readonly string[];
}

/** Errors as of `Lake.open`. */
export type ReadLakeContents = () => Promise<Result<LakeContents>>;
