import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openState } from '../../src/adapters/sqlite/state.ts';
import { type StateStore, sqliteStateStore } from '../../src/adapters/sqlite/state-store.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import type { Result } from '../../src/core/result.ts';
import { type MemoryLog, memoryLogs } from './memory-log.ts';

export const MASTER = new Uint8Array(32).fill(7);

/** A state of its own in a folder that is gone afterwards, over logs in memory. */
export interface ScratchState {
  readonly folder: string;
  readonly path: string;
  readonly database: DatabaseSync;
  readonly store: StateStore;
  readonly log: MemoryLog;
  readonly logOf: (incident: string | null) => MemoryLog;
  /** Another process's view of the same files and logs. */
  again(): { readonly database: DatabaseSync; readonly store: StateStore };
  close(): void;
}

export function scratchState(): ScratchState {
  const folder = mkdtempSync(join(tmpdir(), 'candour-state-'));
  const path = join(folder, 'candour.sqlite');
  const logs = memoryLogs();
  const opened: DatabaseSync[] = [];
  const again = () => {
    const database = unwrap(openState({ path, sqlFolder: 'sql' }));
    opened.push(database);
    const store = unwrap(sqliteStateStore({ database, master: MASTER, hashing: nodeHashing, logOf: logs.of }));
    return { database, store };
  };
  return {
    folder,
    path,
    ...again(),
    log: logs.of(null),
    logOf: logs.of,
    again,
    close() {
      for (const database of opened) if (database.isOpen) database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}
