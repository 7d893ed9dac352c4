import type { Result } from '../core/result.ts';

/** Where entries of one append stand, and the state of the log that covers them. */
export interface Appended {
  /** Index of the first entry; the others follow without holes. */
  readonly index: number;
  readonly treeSize: number;
  /** Hex. */
  readonly rootHash: string;
}

/** A published, signed state of the log. */
export interface LogState {
  readonly origin: string;
  readonly treeSize: number;
  readonly rootHash: string;
  /** The signed note as published, with whatever cosignatures it has; empty where the log has not begun. */
  readonly note: string;
}

/** The log while this process holds the writer's lock: nobody else appends, and what is read does not move. */
export interface HeldLog {
  state(): LogState;
  /** Commits at once, all of it or nothing: a kill leaves either. The entries are under a published checkpoint when it returns. */
  append(entries: readonly Uint8Array[]): Promise<Result<Appended>>;
  /**
   * Publishes the newest checkpoint with more signatures under it. Errors: `LOG_STORE`, `LOG_RANGE` (a note that is not of the newest
   * checkpoint's text).
   */
  publishCosigned(note: string): Promise<Result<void>>;
}

/**
 * An append-only Merkle tree on a store (C2SP tlog-tiles). Every entry is at most 65,535 bytes. Errors of all calls: `STATE_LOCKED`
 * (another process writes), `LOG_KEY` (the private key is not here), `LOG_ENTRY` (an entry is too long), `LOG_STORE` (the disk refused
 * before anything was decided), `LOG_RANGE` (a proof of what the log does not have), `LOG_DAMAGED` (what is stored contradicts the checkpoint), `LOG_AHEAD` (a witness or the published
 * checkpoint is ahead of what this directory decided: a restored backup or a rollback).
 */
export interface EvidenceLog {
  /** The newest published state; another process may have moved it since. */
  state(): Result<LogState>;
  /**
   * Commits at once after a quiet time, else gathers the appends of this process for a beat (100 ms) and commits them under one
   * checkpoint; those of one call stay together. An error means that none of them is in the log, now or ever.
   */
  append(entries: readonly Uint8Array[]): Promise<Result<Appended>>;
  /** Runs `work` under the writer's lock of the data directory. Not re-entrant: `append` inside of it would wait for itself. */
  whileHeld<T>(work: (log: HeldLog) => Promise<Result<T>>): Promise<Result<T>>;
  /** Entries [from, to), each checked against a published checkpoint; in order. Throws `FaultError`. */
  entries(from: number, to: number): AsyncIterable<{ readonly index: number; readonly entry: Uint8Array }>;
  /** Sibling hashes from the leaf up, for `treeSize` at most the state's. */
  inclusionProof(index: number, treeSize: number): Promise<Result<readonly Uint8Array[]>>;
  consistencyProof(from: number, to: number): Promise<Result<readonly Uint8Array[]>>;
  close(): Promise<void>;
}

/** What adopting a log does and needs: see `AdoptableLog.adopt`. */
export interface Adoption {
  /** Leaves that say so, committed together with the adoption. */
  readonly leaves: readonly Uint8Array[];
  /** Go on though the witnesses do not answer as the policy asks. */
  readonly alone: boolean;
}

/** A log of which the memory of what was decided can be lost, and taken up again. */
export interface AdoptableLog extends EvidenceLog {
  /** Whether a checkpoint is published and none is remembered as decided: nothing is written then (`LOG_FORGOTTEN`). */
  isForgotten(): boolean;
  /**
   * Takes the published state for the newest decided one, after every byte of the log was verified. Errors besides the common ones:
   * `LOG_REMEMBERED` (there is nothing to adopt).
   */
  adopt(adoption: Adoption): Promise<Result<Appended>>;
}
