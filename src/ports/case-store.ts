import type { Instant } from '../core/instant.ts';
import type { Result } from '../core/result.ts';
import type { CaseEvent, CaseEventBody, CaseSummary } from '../model/case.ts';
import type { RecordDraft } from './record-store.ts';

/** The cases' events, durable and provable: once `append` returns, their leaves are under a published checkpoint. */
export interface CaseStore {
  /**
   * Appends all of them or none, with further records `beside` them under the same checkpoint. `expectedSeq` is the seq of the first
   * event; when another writer was faster the whole append is refused (`CASE_CONFLICT`) and nothing is written. Errors besides: those of
   * the evidence log, `STATE_LOCKED`.
   */
  append(
    caseId: string,
    expectedSeq: number,
    at: Instant,
    by: string,
    bodies: readonly CaseEventBody[],
    beside?: readonly RecordDraft[],
  ): Promise<Result<readonly CaseEvent[]>>;
  /** All events of one case in order. Errors: `CASE_UNKNOWN` when there is none, `STATE_RECORD_DAMAGED`. */
  events(caseId: string): Result<readonly CaseEvent[]>;
  /** Oldest first. Error: `STATE_RECORD_DAMAGED`. */
  list(): Result<readonly CaseSummary[]>;
}
