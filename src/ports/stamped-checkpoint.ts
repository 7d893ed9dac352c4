/** A state of the log with the time of an authority that has nothing to do with it (RFC 3161). */
export interface StampedCheckpoint {
  readonly origin: string;
  readonly treeSize: number;
  /** The authority's time, ISO 8601. */
  readonly at: string;
  /** Subject of the authority's certificate. */
  readonly authority: string;
  /** False: it was made before and is kept. */
  readonly made: boolean;
  /** The exact bytes that were stamped. */
  readonly checkpointPath: string;
  /** The authority's answer: `openssl ts -verify -data CHECKPOINT -in STAMP -CAfile ROOTS`. */
  readonly stampPath: string;
}
