import { registerFaults } from '../core/fault.ts';

/** What verifying `lake/` and `people/` can find. */
const LAKE_DIFFERENCES = {
  VERIFY_FILE_CHANGED: {
    meaning:
      'Bytes of a file are not those that its leaf commits to; `from` and `to` bound the chunks in which they differ.',
    action:
      'Files here are never changed by Candour: find out what did, keep the changed file as evidence, restore it from a backup.',
    retry: false,
  },
  VERIFY_FILE_MISSING: {
    meaning: 'A file that a leaf names is not there, and no tombstone says that it was lawfully destroyed.',
    action: 'Find out who removed it, and restore it from a backup.',
    retry: false,
  },
  VERIFY_FILE_UNNAMED: {
    meaning: 'A file that no leaf of the log names. No verb reads it.',
    action:
      'If a process was killed at work, the next `candour ingest` removes it. Else find out who put it there, and keep it as evidence.',
    retry: false,
  },
  VERIFY_FILE_EXPIRED: {
    meaning: 'A file of a batch that has expired is still there: what a tombstone says was destroyed was not.',
    action:
      'If `candour expire` was interrupted, the next `candour ingest` or `candour expire` removes it. Else find out who brought it back.',
    retry: false,
  },
  VERIFY_CHUNKS_CHANGED: {
    meaning:
      'The chunk hashes of a batch or an import (the sidecar by which differences are placed) are missing or changed; the files themselves are judged by their leaf, not by it.',
    action: 'Restore the sidecar from a backup. Find out what changed it.',
    retry: false,
  },
  VERIFY_LAKE_LEAF: {
    meaning: 'A leaf of the log about the lake contradicts itself or the leaves before it.',
    action:
      'Keep the data directory as it is: the log was written by something that is not Candour, or by a faulty one.',
    retry: false,
  },
} as const;

export type LakeDifferenceCode = keyof typeof LAKE_DIFFERENCES;

registerFaults(LAKE_DIFFERENCES);

/** One difference between what the log says and what is there. */
export interface LakeDifference {
  readonly code: LakeDifferenceCode;
  /** Path in the data directory. */
  readonly file: string;
  /** Index of the leaf that is concerned; null for a file that no leaf names. */
  readonly index: number | null;
  /** Bytes `[from, to)` of the file. */
  readonly from: number;
  readonly to: number;
  readonly expected: string;
  readonly found: string;
}
