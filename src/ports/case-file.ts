import type { Result } from '../core/result.ts';

/** Somebody of the leak sample, linked to a customer, with the fields that the sample shows. */
export type DisclosedPerson = { readonly subject: string; readonly fields: readonly string[] };

/** What a case keeps beside its events because it names people: private files in the case's folder. */
export interface CaseFiles {
  /** The linked leak sample; empty before the first trace. */
  disclosed(caseId: string): Result<readonly DisclosedPerson[]>;
  /** Replaces it, whole and durable. */
  keepDisclosed(caseId: string, persons: readonly DisclosedPerson[]): void;
}
