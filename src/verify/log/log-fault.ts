import { registerFaults } from '../../core/fault.ts';

/** What verifying a log can find. */
const LOG_DIFFERENCES = {
  VERIFY_LOG_CHANGED: {
    meaning:
      'Bytes of a tile, a bundle or the public key of the evidence log are not those that its checkpoint commits to.',
    action:
      'Keep the changed file as evidence, find out what changed it, and restore it from a backup or from a mirror.',
    retry: false,
  },
  VERIFY_LOG_MISSING: {
    meaning: 'A file that an evidence log of this size has is not there.',
    action: 'Find out who removed it, and restore it from a backup or from a mirror.',
    retry: false,
  },
  VERIFY_LOG_UNKNOWN: {
    meaning: "A file lies among the evidence log's that is none of them.",
    action:
      'If a process was killed at work, the next command that writes completes or removes it. Else find out who put it there, and keep it as evidence.',
    retry: false,
  },
  VERIFY_LOG_UNSIGNED: {
    meaning: 'The checkpoint of the evidence log is missing, or its signature does not hold under the key of the log.',
    action:
      'Keep the file as evidence, and restore it from a backup; compare with a checkpoint that a witness or a receipt has.',
    retry: false,
  },
} as const;

export type LogDifferenceCode = keyof typeof LOG_DIFFERENCES;

registerFaults(LOG_DIFFERENCES);

/** One difference between what the checkpoint commits to and what is there. */
export interface LogDifference {
  readonly code: LogDifferenceCode;
  /** Path under the log's prefix. */
  readonly file: string;
  /** Index of the entry that is concerned; null where no single one is. */
  readonly index: number | null;
  /** Bytes `[from, to)` of the file. */
  readonly from: number;
  readonly to: number;
  readonly expected: string;
  readonly found: string;
}
