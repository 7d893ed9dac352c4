import type { Result } from '../core/result.ts';
import type { Company } from '../model/company.ts';
import type { Holidays } from '../model/holidays.ts';
import type { TableFile } from '../model/table-map.ts';
import type { LawPack } from '../packs/law-pack.ts';
import type { BagDesk } from '../ports/bag-desk.ts';
import type { CanaryFiles } from '../ports/canary-file.ts';
import type { CaseFiles } from '../ports/case-file.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { FindingStore } from '../ports/finding-store.ts';
import type { Lake } from '../ports/lake.ts';
import type { MessageComposer } from '../ports/message-composer.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { OutboxInspector } from '../ports/outbox-inspector.ts';
import type { PackageDesk } from '../ports/package-desk.ts';
import type { QueryDesk } from '../ports/query-desk.ts';
import type { RawRecords } from '../ports/raw-records.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { ReferralEvidence } from '../ports/referral-evidence.ts';
import type { ReferralStore } from '../ports/referral-store.ts';
import type { Clock, Ids, Progress } from '../ports/shell.ts';
import type { TellingStore } from '../ports/telling.ts';
import type { WitnessedLog } from '../ports/witnessed-log.ts';
import type { PeopleDifference } from '../scope/scope-diff.ts';

/** What actions may reach; built once by the composition root. */
export interface Deps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly progress: Progress;
  readonly lake: Lake;
  readonly cases: CaseStore;
  readonly findings: FindingStore;
  readonly records: RecordStore;
  readonly telling: TellingStore;
  /** The notices log of an incident. */
  noticesLog(incident: string): WitnessedLog;
  readonly files: CaseFiles;
  readonly canaryFiles: CanaryFiles;
  /** 32 random bytes. */
  freshKey(): Uint8Array;
  /** A leak file's bytes. */
  readLeak(path: string): Result<Uint8Array>;
  /** Public holidays, for laws that count business days. */
  readonly holidays: Holidays;
  readonly composer: MessageComposer;
  /** The outbox of a case, in its folder. */
  outbox(caseFolder: string): Outbox;
  outboxInspector(caseFolder: string): OutboxInspector;
  /** Where packages for tenants are put. */
  readonly packages: PackageDesk;
  /** Original records, for exhibits. */
  readonly rawRecords: RawRecords;
  /** Where logged queries are run again. */
  readonly queries: QueryDesk;
  /** Compares two exposure files; null when one of them is gone. */
  compareExposures(before: string, after: string): Promise<PeopleDifference | null>;
  /** `tables.yml` of the data directory and its digest; null when there is none. */
  tables(): Result<TableFile | null>;
  readonly referrals: ReferralStore;
  /** What shows that a referral's content stands in the log. */
  readonly evidence: ReferralEvidence;
  readonly bagDesk: BagDesk;
  /** `company.yml` of the data directory: the controllers and how they sign. */
  company(): Result<Company>;
  /** Writes `company.yml` unless there is one; true when it did. */
  writeCompany(text: string): boolean;
  /** A private folder (0700) for what a case produces: exposure file, outbox, report. */
  caseFolder(caseId: string): string;
  /** Who acts: the operator's login name. */
  readonly operator: string;
  /** Folder of the installed `packs/`. */
  readonly packsFolder: string;
  /** All law packs without their cases; read once, since that takes over a second. */
  laws(): Result<readonly LawPack[]>;
}
