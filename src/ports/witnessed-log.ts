import type { Result } from '../core/result.ts';
import type { AdoptableLog, LogState } from './evidence-log.ts';

/** What one witness answered when it was asked last. */
export interface WitnessAnswer {
  /** Its name in the policy. */
  readonly witness: string;
  /**
   * `cosigned`; `ahead`: it has seen a larger log than this directory holds; `forked`: it has seen another log under this name;
   * `overtaken`: another process had it cosign a newer state meanwhile; the others did not help.
   */
  readonly answer: 'cosigned' | 'ahead' | 'forked' | 'overtaken' | 'refused' | 'unreachable' | 'no-address';
  /** The size it had when it answered, as far as it said. */
  readonly size: number | null;
  readonly why: string | null;
}

/** Whether the newest state is cosigned as the policy asks, and by whom. */
export interface CosignStatus {
  readonly state: LogState;
  /** `not-asked`: the policy's quorum is none, or there is no policy. */
  readonly cosigned: 'yes' | 'not-yet' | 'not-asked';
  readonly answers: readonly WitnessAnswer[];
}

/**
 * A log that witnesses watch. At first use it asks them what they have seen, and refuses to write (`LOG_AHEAD`, `LOG_FORKED`) when that is more than
 * this directory holds. While the quorum is not met, entries are written all the same (unless the settings say `required`:
 * `LOG_NOT_COSIGNED`), and receipts say that they are not cosigned yet.
 */
export interface WitnessedLog extends AdoptableLog {
  /** The newest state that met the quorum; null where none has. Receipts are made for it when it reaches far enough. */
  cosigned(): Result<LogState | null>;
  /** Asks all witnesses for the newest state, now. */
  ask(): Promise<Result<CosignStatus>>;
}
