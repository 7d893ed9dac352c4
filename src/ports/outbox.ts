import type { Result } from '../core/result.ts';
import type { NoticeState } from '../model/notice.ts';

/** One line of the outbox's ledger: one affected person, one state. Holds ids only, no name and no address. */
export interface LedgerEntry {
  /** Opaque id; with state `drafted` also the file's name, without `.eml`. */
  readonly notice: string;
  readonly subject: string;
  readonly controller: string | null;
  readonly variant: string | null;
  readonly regime: string | null;
  readonly language: string | null;
  /** The person's recorded language when the notice could not be written in it. */
  readonly languageAsked: string | null;
  readonly state: NoticeState;
  /** Why this state; a fixed word. */
  readonly why: string | null;
  /** SHA-256 of the file in hex; null when there is no file. */
  readonly sha256: string | null;
}

/** A new outbox being filled; nothing of it is seen by readers before `commit`. */
export interface OutboxDraft {
  /** Adds a person; `file` is the message of one who gets an e-mail, else null. May keep a bounded number of writes in flight. */
  add(entry: LedgerEntry, file: Uint8Array | null): Promise<void>;
  /** Makes everything durable and takes the place of the outbox before it, whole; on an error the one before it stays. */
  commit(): Promise<Result<void>>;
  /** Removes what was written; the outbox before it stays. */
  discard(): Promise<void>;
}

/** The folder of a case in which drafted notices wait: `<notice id>.eml` and `index.ndjson`. */
export interface Outbox {
  /**
   * The secret from which this case's notice ids are derived, made once from `fresh` and kept: without it nobody can tell
   * from an id whom it concerns, with it a second draft gives every person the same id.
   */
  secret(fresh: () => string): Promise<Result<string>>;
  begin(): Promise<Result<OutboxDraft>>;
}
