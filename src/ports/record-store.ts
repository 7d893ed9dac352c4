import type { Instant } from '../core/instant.ts';
import type { Result } from '../core/result.ts';
import type { Codebook } from '../model/canary.ts';
import type { KeptRecord, RecordKind, StateRecord } from '../model/record.ts';

/** A record before it has a leaf. */
export type RecordDraft = StateRecord extends infer One ? (One extends StateRecord ? Omit<One, 'v'> : never) : never;

/** What was destroyed, as indices of leaves. */
export interface Erased {
  readonly leaves: readonly number[];
  readonly told: readonly { readonly incident: string; readonly leaves: readonly number[] }[];
}

/**
 * What stands behind the leaves of type `record`: encrypted under a key of the person it is about, durable, and there only once its leaf
 * is under a published checkpoint. Errors of every call that writes: those of the evidence log, and `STATE_LOCKED`.
 */
export interface RecordStore {
  /** All under one checkpoint, or none. */
  keep(drafts: readonly RecordDraft[]): Promise<Result<readonly KeptRecord[]>>;
  /** A case's events as their leaves commit to them, in order, with the nonces that open them. Error (thrown): `STATE_RECORD_DAMAGED`. */
  openEvents(caseId: string): readonly OpenRecord[];
  /** Every codebook whose leaf is under a published checkpoint, oldest first. Error: `STATE_RECORD_DAMAGED`. */
  codebooks(): Result<readonly Codebook[]>;
  /** What a draft says about each of its persons, in the order in which it was written, one at a time. Error (thrown): `STATE_RECORD_DAMAGED`. */
  noticesOf(caseId: string, draft: string): Iterable<NoticeRecord>;
  /** How many records are held about a person in a case (`null`: outside of all cases), by kind. */
  heldAbout(caseId: string | null, person: string): ReadonlyMap<RecordKind, number>;
  /**
   * Destroys every record about a person in a case, their nonces and the key, and says so in the log by a leaf `erased` and a record that
   * does not name the person: the next event of the case (`seq`; null outside of all cases). A kill leaves all of it or nothing. Holding
   * nothing, it writes nothing and gives empty lists. Errors besides: `CASE_CONFLICT`.
   */
  erase(erasure: Erasure): Promise<Result<Erased>>;
  /** Rids the files of the database of what was erased. Error: `STATE_NOT_SCRUBBED`. */
  scrub(): Result<null>;
}

export type NoticeRecord = Extract<StateRecord, { readonly kind: 'notice' }>;

/** A record and what opens its leaf in the main log. */
export interface OpenRecord {
  readonly leaf: number;
  /** 32 bytes. */
  readonly nonce: Uint8Array;
  readonly record: StateRecord;
}

export interface Erasure {
  readonly case: string | null;
  readonly person: string;
  readonly at: Instant;
  readonly by: string;
  readonly reason: string;
  readonly seq: number | null;
}
