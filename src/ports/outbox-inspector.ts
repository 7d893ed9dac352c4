import type { LedgerEntry } from './outbox.ts';

/** A line of the ledger, and what lies beside it. */
export interface InspectedEntry extends LedgerEntry {
  /** SHA-256 in hex of the message's file as it lies there; null when there is none. */
  readonly found: string | null;
}

/** Reads a case's whole outbox, byte for byte, without showing any of it to anybody. */
export interface OutboxInspector {
  /** In the order of the ledger. A line that is no JSON ends it with a `SyntaxError`. */
  entries(): AsyncIterable<InspectedEntry>;
  /** How many messages lie in the folder, in the ledger or not. */
  messages(): Promise<number>;
}
