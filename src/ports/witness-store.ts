import type { Answer, Witnessed } from '../core/note/add-checkpoint.ts';
import type { Result } from '../core/result.ts';

/** What a witness remembers, by the origin of the log. */
export interface WitnessStore {
  latest(origin: string): Result<Witnessed | null>;
  /** All logs that it has cosigned for, by origin. */
  all(): Result<readonly (Witnessed & { readonly origin: string })[]>;
  /**
   * Reads the latest, decides, keeps `next`: nobody else does so in between, in this process or another, and `next` is durable
   * when the answer is given. Errors: `STATE_LOCKED`, `STATE_UNREADABLE`; nothing was kept then.
   */
  advance(
    origin: string,
    decide: (latest: Witnessed | null) => { readonly next: Witnessed | null; readonly answer: Answer },
  ): Result<Answer>;
  close(): void;
}
