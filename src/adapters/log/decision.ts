import { DatabaseSync } from 'node:sqlite';
import { ensurePrivateFile } from '../disk.ts';

/** The newest checkpoint that was decided for a log: what makes entries exist, before any reader can see them. */
export interface Decision {
  /** The signed note; null where the log was never begun. */
  read(): string | null;
  /**
   * Compare-and-swap, durable when it returns; false where `from` is not what stands there, and nothing is changed. Throws where it
   * is not known whether it was done.
   */
  swap(from: string | null, to: string): boolean;
  close(): void;
}

const BUSY_MS = 10_000;

/**
 * Decisions of all logs of a data directory in one SQLite database of mode 0600. WAL with synchronous=FULL: one sync a decision.
 * A database of its own: the writer's lock is an exclusive transaction on another file.
 */
export function sqliteDecision(path: string, log: string): Decision {
  ensurePrivateFile(path);
  const database = new DatabaseSync(path, { timeout: BUSY_MS });
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  database.exec('CREATE TABLE IF NOT EXISTS decided (log TEXT PRIMARY KEY, note TEXT NOT NULL) STRICT');
  const select = database.prepare('SELECT note FROM decided WHERE log = ?');
  const insert = database.prepare('INSERT INTO decided (log, note) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const update = database.prepare('UPDATE decided SET note = ? WHERE log = ? AND note = ?');
  return {
    read() {
      const note = select.get(log)?.['note'];
      return typeof note === 'string' ? note : null;
    },
    swap: (from, to) => Number((from === null ? insert.run(log, to) : update.run(to, log, from)).changes) === 1,
    close: () => database.close(),
  };
}
