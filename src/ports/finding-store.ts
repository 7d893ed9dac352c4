import type { Instant, Period } from '../core/instant.ts';
import type { Result } from '../core/result.ts';
import type { Finding } from '../model/finding.ts';

/** What detection found, each run a record; a finding stays readable after a later run no longer reports it, because a case may rest on it. */
export interface FindingStore {
  /**
   * Makes `findings` what is reported for the days of the window, all at once or not at all. Earlier ones of these days that are not
   * among them leave the list; the same id again replaces. Errors: those of the evidence log, `STATE_LOCKED`.
   */
  replaceWindow(window: Period, findings: readonly Finding[], at: Instant, by: string): Promise<Result<null>>;
  /** What is reported now, most surprising first. Error: `STATE_RECORD_DAMAGED`. */
  list(): Result<readonly Finding[]>;
  /** Any finding ever reported, or null. Error: `STATE_RECORD_DAMAGED`. */
  get(id: string): Result<Finding | null>;
}
