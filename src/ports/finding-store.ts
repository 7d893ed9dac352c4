import type { Period } from '../core/instant.ts';
import type { Finding } from '../model/finding.ts';

/** What detection found, durable; a finding stays readable after a later run no longer reports it, because a case may rest on it. */
export interface FindingStore {
  /**
   * Makes `findings` what is reported for the days of the window, all at once or not at all. Earlier ones of these days that are not
   * among them leave the list; the same id again replaces.
   */
  replaceWindow(window: Period, findings: readonly Finding[]): void;
  /** What is reported now, most surprising first. */
  list(): readonly Finding[];
  /** Any finding ever reported, or null. */
  get(id: string): Finding | null;
}
