import type { DatabaseSync } from 'node:sqlite';
import type { Hashing } from '../../core/hashing.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { CaseStore } from '../../ports/case-store.ts';
import type { EvidenceLog } from '../../ports/evidence-log.ts';
import type { FindingStore } from '../../ports/finding-store.ts';
import type { RecordStore } from '../../ports/record-store.ts';
import type { TellingStore } from '../../ports/telling.ts';
import { sqliteCaseStore } from './case-store.ts';
import { stateFault } from './fault.ts';
import { sqliteFindingStore } from './finding-store.ts';
import { keyRing } from './key-ring.ts';
import { sqliteRecordStore } from './record-store.ts';
import { recordTable } from './record-table.ts';
import { recordWriter } from './record-writer.ts';
import { masterKeys } from './sealing.ts';
import { sqliteTellingStore } from './telling-store.ts';

export interface StateStoreParts {
  /** Opened by `openState`; closing it ends the stores. */
  readonly database: DatabaseSync;
  /** The 32 bytes of `keys/master.key`. */
  readonly master: Uint8Array;
  readonly hashing: Pick<Hashing, 'sha256'>;
  /** The main log (null), or the notices log of an incident. */
  logOf(incident: string | null): EvidenceLog;
}

export interface StateStore {
  readonly cases: CaseStore;
  readonly findings: FindingStore;
  readonly records: RecordStore;
  readonly telling: TellingStore;
  /** To be called at start: finishes what killed processes left half done. */
  settle(): Promise<Result<null>>;
}

/** Whether anything is kept under a master key already: then a new one would be of no use. */
export const holdsKeys = (database: DatabaseSync): boolean =>
  database.prepare('SELECT 1 FROM subject_key LIMIT 1').get() !== undefined;

/**
 * Everything that `state/candour.sqlite` keeps: records behind leaves, and nothing beside them. Error: `STATE_KEY_OTHER` when the master
 * key is not the one under which the records' keys are kept.
 */
export function sqliteStateStore({ database, master, hashing, logOf }: StateStoreParts): Result<StateStore> {
  const keys = keyRing(database, masterKeys(master));
  const some = database.prepare('SELECT id FROM subject_key ORDER BY id LIMIT 3').all();
  if (some.length > 0 && some.every((row) => keys.open(Number(row['id'])) === null))
    return err(stateFault('STATE_KEY_OTHER', 'opening the state: its keys do not open under this master key'));
  const table = recordTable(database, keys, hashing);
  const writer = recordWriter(database, table, logOf);
  return ok({
    cases: sqliteCaseStore(table, writer),
    findings: sqliteFindingStore(table, writer),
    records: sqliteRecordStore(database, keys, table, writer),
    telling: sqliteTellingStore({ keys, table, writer, logOf }),
    async settle() {
      for (const incident of writer.unsettled()) {
        const settled = await writer.settle(incident === '' ? null : incident);
        if (!settled.ok) return settled;
      }
      return ok(null);
    },
  });
}
