import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { err, ok, type Result } from '../../core/result.ts';
import { ensurePrivateFile } from '../disk.ts';
import { stateFault } from './fault.ts';
import { isBusy, isSqliteError } from './sqlite-error.ts';

const BUSY_MS = 10_000;

export interface StatePlace {
  /** The database file, `<data>/state/candour.sqlite`. */
  readonly path: string;
  /** Folder of the installed `sql/`; its `state/NNN-name.sql` are the migrations. */
  readonly sqlFolder: string;
}

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

/**
 * Opens the state database (made with mode 0600 when absent) and brings its tables up to date. A commit is on the disk when it
 * returns: WAL with synchronous=FULL syncs the log at every commit. Other processes may have it open too; writers wait for
 * each other up to 10 s. Errors: `STATE_NEWER`, `STATE_OLDER`, `STATE_LOCKED`, `STATE_UNREADABLE`. The caller closes it.
 */
export function openState(place: StatePlace): Result<DatabaseSync> {
  let database: DatabaseSync | null = null;
  try {
    ensurePrivateFile(place.path);
    database = new DatabaseSync(place.path, { timeout: BUSY_MS });
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    // What is erased is overwritten with zeros, in freed pages too; what SQLite sorts does not go through files.
    database.exec('PRAGMA secure_delete = ON');
    database.exec('PRAGMA temp_store = MEMORY');
    const migrated = migrate(database, readMigrations(join(place.sqlFolder, 'state')));
    if (!migrated.ok) database.close();
    return migrated;
  } catch (error) {
    database?.close();
    if (isBusy(error))
      return err(stateFault('STATE_LOCKED', `opening the state: another process kept it for ${BUSY_MS} ms`));
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (isSqliteError(error) || code.startsWith('E')) {
      return err(stateFault('STATE_UNREADABLE', `opening the state: expected an SQLite database, found ${code}`));
    }
    throw error;
  }
}

/**
 * Applies what is missing, all in one transaction: a crash leaves the database as it was before. A number that no file of ours
 * carries comes from a newer Candour, and its tables may break our assumptions: refused.
 */
function migrate(database: DatabaseSync, migrations: readonly Migration[]): Result<DatabaseSync> {
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec('CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT');
    const applied = new Set(
      database
        .prepare('SELECT number FROM migration')
        .all()
        .map((row) => Number(row['number'])),
    );
    const known = migrations.at(-1)?.number ?? 0;
    const newest = Math.max(0, ...applied);
    if (newest > known) {
      database.exec('ROLLBACK');
      return err(stateFault('STATE_NEWER', `opening the state: expected migration ${known} at most, found ${newest}`));
    }
    if (applied.has(1) && !applied.has(RECORDS) && holdsEvents(database)) {
      database.exec('ROLLBACK');
      return err(stateFault('STATE_OLDER', 'opening the state: expected records behind leaves, found events of old'));
    }
    const record = database.prepare('INSERT INTO migration (number, name) VALUES (?, ?)');
    for (const migration of migrations) {
      if (applied.has(migration.number)) continue;
      database.exec(migration.sql);
      record.run(migration.number, migration.name);
    }
    database.exec('COMMIT');
    return ok(database);
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Every table, index and trigger that the migrations make, by name, as SQLite keeps them. */
export function schemaOf(sqlFolder: string): ReadonlyMap<string, string> {
  const database = new DatabaseSync(':memory:');
  try {
    const migrated = migrate(database, readMigrations(join(sqlFolder, 'state')));
    if (!migrated.ok) throw new Error('an empty database takes every migration');
    return schemaIn(database);
  } finally {
    database.close();
  }
}

export const schemaIn = (database: DatabaseSync): ReadonlyMap<string, string> =>
  new Map(
    database
      .prepare('SELECT type, name, sql FROM sqlite_schema')
      .all()
      .map((row) => [String(row['name']), `${String(row['type'])} ${String(row['sql'])}`]),
  );

/** The migration that puts records behind leaves in the place of events in the clear: for those there is no leaf to be had. */
const RECORDS = 30;

const holdsEvents = (database: DatabaseSync): boolean =>
  database.prepare('SELECT 1 FROM case_event LIMIT 1').get() !== undefined;

/** In order of their numbers; two files of one number are a mistake of ours. */
function readMigrations(folder: string): readonly Migration[] {
  const migrations = readdirSync(folder)
    .sort()
    .flatMap((file): readonly Migration[] => {
      const match = /^(\d{3})-([a-z0-9-]+)\.sql$/.exec(file);
      if (match === null) return [];
      return [{ number: Number(match[1]), name: match[2] ?? '', sql: readFileSync(join(folder, file), 'utf8') }];
    });
  const numbers = new Set(migrations.map((migration) => migration.number));
  if (numbers.size !== migrations.length) throw new Error(`two migrations of one number in ${folder}`);
  return migrations;
}
