import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { isSqliteError } from './sqlite-error.ts';

/**
 * What is wrong with the state database, null when nothing is or when there is none yet. It is opened for reading only. `deep` compares
 * tables with their indexes too, which costs a few passes over the file; without it every page is looked at once.
 */
export function stateProblem(path: string, deep: boolean): string | null {
  if (!existsSync(path)) return null;
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 1000 });
    const rows = database.prepare(deep ? 'PRAGMA integrity_check(3)' : 'PRAGMA quick_check(3)').all();
    const said = rows.map((row) => String(Object.values(row)[0]));
    return said.length === 1 && said[0] === 'ok' ? null : said.join('; ');
  } catch (error) {
    if (isSqliteError(error)) return error instanceof Error ? error.message : 'unreadable';
    throw error;
  } finally {
    database?.close();
  }
}
