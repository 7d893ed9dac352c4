import { DatabaseSync } from 'node:sqlite';
import type { Witnessed } from '../../core/note/add-checkpoint.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { WitnessStore } from '../../ports/witness-store.ts';
import { ensurePrivateFile } from '../disk.ts';
import { stateFault } from './fault.ts';
import { isBusy, isSqliteError } from './sqlite-error.ts';

const BUSY_MS = 10_000;

/** The witness's memory in one SQLite file of mode 0600. WAL with synchronous=FULL: what is kept is on the disk. Errors: see the port. */
export function openWitnessStore(path: string): Result<WitnessStore> {
  return attempt(() => {
    ensurePrivateFile(path);
    const database = new DatabaseSync(path, { timeout: BUSY_MS });
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    database.exec(
      'CREATE TABLE IF NOT EXISTS witnessed (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, time INTEGER NOT NULL) STRICT',
    );
    return storeOn(database);
  });
}

function storeOn(database: DatabaseSync): WitnessStore {
  const one = database.prepare('SELECT size, root, note, time FROM witnessed WHERE origin = ?');
  const every = database.prepare('SELECT origin, size, root, note, time FROM witnessed ORDER BY origin');
  const keep = database.prepare(
    'INSERT INTO witnessed (origin, size, root, note, time) VALUES (?, ?, ?, ?, ?) ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note, time = excluded.time',
  );
  const latest = (origin: string): Witnessed | null => {
    const row = one.get(origin);
    return row === undefined ? null : witnessedOf(row);
  };
  return {
    latest: (origin) => attempt(() => latest(origin)),
    all: () => attempt(() => every.all().map((row) => ({ origin: String(row['origin']), ...witnessedOf(row) }))),
    advance: (origin, decide) =>
      attempt(() => {
        database.exec('BEGIN IMMEDIATE');
        try {
          const { next, answer } = decide(latest(origin));
          if (next !== null) keep.run(origin, next.size, next.rootHash, next.note, next.time);
          database.exec('COMMIT');
          return answer;
        } catch (error) {
          if (database.isTransaction) database.exec('ROLLBACK');
          throw error;
        }
      }),
    close: () => database.close(),
  };
}

function witnessedOf(row: Record<string, unknown>): Witnessed {
  const { root } = row;
  if (!(root instanceof Uint8Array)) throw new Error('a witnessed root that is no blob');
  return { size: Number(row['size']), rootHash: root, note: String(row['note']), time: Number(row['time']) };
}

function attempt<T>(work: () => T): Result<T> {
  try {
    return ok(work());
  } catch (error) {
    if (isBusy(error))
      return err(stateFault('STATE_LOCKED', `the witness's memory: another process kept it for ${BUSY_MS} ms`));
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (isSqliteError(error) || code.startsWith('E'))
      return err(stateFault('STATE_UNREADABLE', `the witness's memory: ${code}`));
    throw error;
  }
}
