import type { Instant } from '../core/instant.ts';
import type { Result } from '../core/result.ts';
import type { CaseEvent, CaseEventBody, CaseSummary } from '../model/case.ts';

/** The cases' events, durable: once `append` returns, the events survive a kill and a power cut. */
export interface CaseStore {
  /**
   * Appends in one transaction. `expectedSeq` is the seq of the first event; when another writer was faster the whole
   * append is refused (`CASE_CONFLICT`) and nothing is written.
   */
  append(
    caseId: string,
    expectedSeq: number,
    at: Instant,
    by: string,
    bodies: readonly CaseEventBody[],
  ): Result<readonly CaseEvent[]>;
  /** All events of one case in order; `CASE_UNKNOWN` when there is none. */
  events(caseId: string): Result<readonly CaseEvent[]>;
  list(): readonly CaseSummary[];
  close(): void;
}
