import type { Result } from '../core/result.ts';
import type { LedgerEntry } from './outbox.ts';

/** A drafted message as its reader will see it. */
export interface DraftedMessage {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Looks at a case's outbox without changing it. */
export interface OutboxReader {
  /** Lines `[from, from + count)` of the ledger, and how many it has; none of both when nothing was drafted. */
  page(
    from: number,
    count: number,
  ): Promise<Result<{ readonly entries: readonly LedgerEntry[]; readonly total: number }>>;
  /** The line of a notice; null when there is none. */
  entry(notice: string): Promise<Result<LedgerEntry | null>>;
  /** The message of a notice; null when there is no such file. */
  message(notice: string): Promise<Result<DraftedMessage | null>>;
}
