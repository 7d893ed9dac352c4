import type { Result } from '../core/result.ts';
import type { Company } from '../model/company.ts';
import type { CaseStore } from '../ports/case-store.ts';
import type { Lake } from '../ports/lake.ts';
import type { Clock, Ids, Progress } from '../ports/shell.ts';

/** What actions may reach; built once by the composition root. */
export interface Deps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly progress: Progress;
  readonly lake: Lake;
  readonly cases: CaseStore;
  /** `company.yml` of the data directory: the controllers and how they sign. */
  company(): Result<Company>;
  /** A private folder (0700) for what a case produces: exposure file, outbox, report. */
  caseFolder(caseId: string): string;
  /** Who acts: the operator's login name. */
  readonly operator: string;
  /** Folder of the installed `packs/`. */
  readonly packsFolder: string;
}
