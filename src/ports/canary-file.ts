import type { Result } from '../core/result.ts';

/** Files that canaries are handed over in and found in. */
export interface CanaryFiles {
  /** Writes files of these names and texts into a folder that is made when absent, mode 0600. Error: `CANARY_FILE_UNWRITABLE`. */
  write(folder: string, files: Readonly<Record<string, string>>): Result<null>;
  /** The bytes of each file of a mailbox: an mbox file, a message, or a folder of them. Errors: `INTAKE_NOTHING`, `INTAKE_UNREADABLE`. */
  mail(path: string): Result<Iterable<Uint8Array>>;
}
