import type { Result } from '../core/result.ts';

/** A batch all of whose events lie before a day. */
export interface OldBatch {
  readonly batch: string;
  /** Index of its leaf. */
  readonly leaf: number;
  readonly source: string;
  /** First and last day of its events; the day of its commit where nothing was accepted. */
  readonly from: string;
  readonly to: string;
  readonly records: number;
  readonly files: number;
  readonly bytes: number;
}

/** Destroys what is older than the retention period, by whole batches. */
export interface LakeRetention {
  /** Batches whose every event lies before `day` (YYYY-MM-DD, not included itself), oldest leaf first. */
  before(day: string): Promise<Result<readonly OldBatch[]>>;
  /**
   * Appends a tombstone for each of these leaves, then destroys their files and secrets. Batches that expired meanwhile are passed
   * over. When it returns nothing of them is there; a kill in between is ended by the next start.
   */
  expire(leaves: readonly number[], day: string): Promise<Result<readonly OldBatch[]>>;
}
