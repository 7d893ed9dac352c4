import type { Instant } from '../core/instant.ts';
import type { Opening } from '../core/opening.ts';
import type { Result } from '../core/result.ts';
import type { KeptRecord, Message } from '../model/record.ts';

/** A message to one person of a case that the other side took. */
export interface TakenMessage extends Omit<Message, 'incident'> {
  readonly person: string;
}

/** Where things are told: the case and its notices log. */
export interface Incident {
  readonly case: string;
  /** Random; names the log. */
  readonly incident: string;
  readonly at: Instant;
  readonly by: string;
}

/** The log of who was told in an incident: one leaf a person, so that the size of its tree is the number of people told. */
export interface TellingStore {
  /** The name that the notices log of an incident has. Errors: those of the evidence log. */
  origin(incident: string): Result<string>;
  /**
   * Keeps that first messages were taken: one leaf for each person who was not told before, under one checkpoint; gives for every person,
   * in order, the record that stands. The same call again, after a kill too, adds nothing. Once somebody who was told has been erased, a
   * person of whom the case holds nothing of before the erasure may be that one: there is no leaf and no record for such a person, so that nobody
   * is counted twice. Errors: `TELLING_SEALED`, those of the evidence log.
   */
  tell(incident: Incident, messages: readonly TakenMessage[]): Promise<Result<readonly KeptRecord[]>>;
  /** Keeps later messages in the main log, each notice to a person once. */
  tellMore(incident: Incident, messages: readonly TakenMessage[]): Promise<Result<readonly KeptRecord[]>>;
  /** What a person was first told; null when nothing. Error: `STATE_RECORD_DAMAGED`. */
  told(caseId: string, incident: string, person: string): Result<KeptRecord | null>;
  /** How many were told, by the published checkpoint. */
  count(incident: string): Result<number>;
  /**
   * Ends the telling: the event `telling-sealed` (`seq`) and the leaf `sealed` with the log's size and root, in the main log. Nobody is
   * told afterwards. Errors: `CASE_CONFLICT`, those of the evidence log.
   */
  seal(incident: Incident, seq: number): Promise<Result<{ readonly treeSize: number; readonly rootHash: string }>>;
  /** What a record's leaf commits to, opened. Error: `STATE_RECORD_DAMAGED`. */
  opening(kept: KeptRecord): Result<Opening>;
}
