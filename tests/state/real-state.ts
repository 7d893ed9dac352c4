import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { masterKey } from '../../src/adapters/fs/master-key.ts';
import { openEvidenceLog } from '../../src/adapters/log/evidence-log.ts';
import { openState } from '../../src/adapters/sqlite/state.ts';
import { holdsKeys, type StateStore, sqliteStateStore } from '../../src/adapters/sqlite/state-store.ts';
import { writerLock } from '../../src/adapters/sqlite/writer-lock.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { noticesOrigin } from '../../src/core/note/checkpoint.ts';
import type { AdoptableLog } from '../../src/ports/evidence-log.ts';
import type { StateFault } from '../../src/verify/state-check.ts';
import { checkedState } from './checked-state.ts';
import { unwrap } from './scratch-state.ts';

const ORIGIN = 'example.com/candour';

/** State and logs of a data directory as the app composes them, without the lake: what a child that is to be killed can open at once. */
export interface RealState {
  readonly store: StateStore;
  logOf(incident: string | null): AdoptableLog;
  verify(): Promise<readonly StateFault[]>;
  close(): Promise<void>;
}

export async function openRealState(folder: string): Promise<RealState> {
  const path = join(folder, 'state', 'candour.sqlite');
  const keyPath = join(folder, 'keys', 'master.key');
  const lock = writerLock(join(folder, 'state', 'lock.sqlite'));
  const logs = new Map<string, AdoptableLog>();
  const logOf = (incident: string | null): AdoptableLog => {
    const name = incident ?? 'main';
    const log =
      logs.get(name) ??
      unwrap(
        openEvidenceLog({
          folder: incident === null ? join(folder, 'log') : join(folder, 'log', 'notices', incident),
          staging: join(folder, 'state', 'staged', name),
          decisionPath: join(folder, 'state', 'log.sqlite'),
          log: name,
          keyPath: join(folder, 'keys', 'log.key'),
          ...(incident === null
            ? { origin: ORIGIN }
            : { origin: noticesOrigin(ORIGIN, incident), mainFolder: join(folder, 'log') }),
          withLock: (work) => lock.whileHeld(60_000, work),
        }),
      );
    logs.set(name, log);
    return log;
  };
  const database = unwrap(openState({ path, sqlFolder: 'sql' }));
  const master = unwrap(masterKey(keyPath, holdsKeys(database)));
  const store = unwrap(sqliteStateStore({ database, master, hashing: nodeHashing, logOf }));
  unwrap(await store.settle());
  const notices = join(folder, 'log', 'notices');
  return {
    store,
    logOf,
    verify: () => checkedState(path, master, logOf, existsSync(notices) ? readdirSync(notices) : []),
    async close() {
      for (const log of logs.values()) await log.close();
      database.close();
    },
  };
}
