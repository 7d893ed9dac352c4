import type { Result } from '../core/result.ts';
import type { Reconstructed } from '../model/exposure.ts';

/** Somebody of the leak sample, linked to a customer, with the fields that the sample shows. */
export type DisclosedPerson = { readonly subject: string; readonly fields: readonly string[] };

/** An exposure file that was written anew; `file` is its name in the case's folder. */
export interface RewrittenFile {
  readonly file: string;
  readonly rows: number;
  /** Hex. */
  readonly sha256: string;
}

/** What a case's files held about a person, and hold no more. */
export interface Forgotten {
  /** Entries of the leak sample, lines of the outbox and messages that were removed. */
  readonly removed: number;
  readonly rewritten: readonly RewrittenFile[];
}

/** What a case keeps beside its events because it names people: private files in the case's folder. */
export interface CaseFiles {
  /** The linked leak sample; empty before the first trace. */
  disclosed(caseId: string): Result<readonly DisclosedPerson[]>;
  /** Replaces it, whole and durable. */
  keepDisclosed(caseId: string, persons: readonly DisclosedPerson[]): void;
  /** What logged queries returned, for the latest scope; empty when none was run again. */
  reconstructed(caseId: string): Result<readonly Reconstructed[]>;
  /** Replaces it, whole and durable. */
  keepReconstructed(caseId: string, rows: readonly Reconstructed[]): void;
  /** Removes a person from every file of the case; again after a kill, it does the rest. */
  forget(caseId: string, person: string): Promise<Result<Forgotten>>;
  /** Of a file, in hex. */
  sha256(path: string): string;
}
