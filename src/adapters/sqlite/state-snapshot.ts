import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { err, ok, type Result } from '../../core/result.ts';
import type { StateDump } from '../../verify/state-check.ts';
import { stateFault } from './fault.ts';
import { isSqliteError } from './sqlite-error.ts';
import type { StatePlace } from './state.ts';
import { readState } from './state-reader.ts';

/**
 * Gives `work` the state as it stands, under the writer's lock, and writes nothing beside it: SQLite itself would put a journal there. Without a
 * journal the file is read as it is; with one, both are copied to a private folder of the system's and read there. Error: `STATE_UNREADABLE`.
 */
export function stateSnapshot<T>(place: StatePlace, master: Uint8Array, work: (dump: StateDump) => T): Result<T> {
  const journal = `${place.path}-wal`;
  if ((statSync(journal, { throwIfNoEntry: false })?.size ?? 0) === 0) {
    const url = pathToFileURL(place.path);
    url.searchParams.set('immutable', '1');
    return read(url, place.sqlFolder, master, work);
  }
  const folder = mkdtempSync(join(tmpdir(), 'candour-verify-'));
  try {
    const path = join(folder, 'candour.sqlite');
    copyFileSync(place.path, path);
    copyFileSync(journal, `${path}-wal`);
    return read(path, place.sqlFolder, master, work);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function read<T>(path: string | URL, sqlFolder: string, master: Uint8Array, work: (dump: StateDump) => T): Result<T> {
  const state = readState({ path, sqlFolder }, master);
  if (!state.ok) return state;
  try {
    return ok(work(state.value));
  } catch (error) {
    if (isSqliteError(error)) return err(stateFault('STATE_UNREADABLE', 'reading the state: its pages are damaged'));
    throw error;
  } finally {
    state.value.close();
  }
}
