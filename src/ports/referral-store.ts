/** What a case keeps of its referrals so that the same bag comes out again; each referral is a folder of files that never change. */
export interface ReferralStore {
  /** Ids of the referrals of a case, oldest first. */
  list(caseId: string): readonly string[];
  /** Makes a referral with its first files, whole and durable, or not at all. */
  create(caseId: string, referral: string, files: Readonly<Record<string, Uint8Array>>): void;
  /** Adds files to a referral: all are durable when the last name, in the order given, is there. A name that is taken is a broken invariant. */
  add(caseId: string, referral: string, files: Readonly<Record<string, Uint8Array>>): void;
  /** Null when there is no such file. */
  read(caseId: string, referral: string, name: string): Uint8Array | null;
}
