import { cpSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openState } from './state.ts';

let folder = '';
let path = '';
let sqlFolder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'candour-state-'));
  path = join(folder, 'state', 'candour.sqlite');
  sqlFolder = join(folder, 'sql');
  cpSync('sql/state', join(sqlFolder, 'state'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const migration = (name: string, sql: string): void => writeFileSync(join(sqlFolder, 'state', name), sql);

describe('the state database', () => {
  test('is for its owner alone, journals too, and durable at every commit', () => {
    const state = openState({ path, sqlFolder });
    if (!state.ok) throw new Error(state.error.message);
    expect(state.value.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(state.value.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o777).toBe(0o600);
    state.value.close();
  });

  test('applies migrations in order, once, and those that were added later', () => {
    const first = openState({ path, sqlFolder });
    expect(first.ok).toBe(true);
    if (first.ok) first.value.close();
    migration('901-made-up.sql', 'CREATE TABLE made_up (n INTEGER); INSERT INTO made_up VALUES (1);');
    for (let time = 0; time < 2; time += 1) {
      const again = openState({ path, sqlFolder });
      if (!again.ok) throw new Error(again.error.message);
      expect(again.value.prepare('SELECT n FROM made_up').all()).toEqual([{ n: 1 }]);
      expect(again.value.prepare('SELECT name FROM migration WHERE number IN (1, 901) ORDER BY number').all()).toEqual([
        { name: 'case' },
        { name: 'made-up' },
      ]);
      again.value.close();
    }
  });

  test('a migration that fails leaves nothing of its batch behind', () => {
    migration('901-good.sql', 'CREATE TABLE good (n INTEGER)');
    migration('902-bad.sql', 'CREATE TABLE bad (');
    expect(openState({ path, sqlFolder })).toMatchObject({ ok: false, error: { code: 'STATE_UNREADABLE' } });
    rmSync(join(sqlFolder, 'state', '902-bad.sql'));
    const state = openState({ path, sqlFolder });
    if (!state.ok) throw new Error(state.error.message);
    expect(state.value.prepare('SELECT name FROM migration WHERE number > 900').all()).toEqual([{ name: 'good' }]);
    state.value.close();
  });

  test('of a newer version is refused and left as it is', () => {
    migration('901-newer.sql', 'CREATE TABLE newer (n INTEGER)');
    const newer = openState({ path, sqlFolder });
    if (newer.ok) newer.value.close();
    expect(openState({ path, sqlFolder: 'sql' })).toMatchObject({ ok: false, error: { code: 'STATE_NEWER' } });
    const again = openState({ path, sqlFolder });
    expect(again.ok).toBe(true);
    if (again.ok) again.value.close();
  });

  test('a file that is no database is a coded fault', () => {
    const other = join(folder, 'text.sqlite');
    writeFileSync(other, 'this is not a database, however long it may be '.repeat(100));
    expect(openState({ path: other, sqlFolder })).toMatchObject({ ok: false, error: { code: 'STATE_UNREADABLE' } });
  });

  test('events of a case can be neither changed nor removed, nor written with a hole', () => {
    const state = openState({ path, sqlFolder });
    if (!state.ok) throw new Error(state.error.message);
    const insert = (seq: number): void =>
      state.value.exec(`INSERT INTO case_event VALUES ('c', ${seq}, '', '', 'noted', '{}')`);
    insert(0);
    expect(() => insert(2)).toThrow(/without holes/);
    expect(() => state.value.exec("UPDATE case_event SET body = '{}'")).toThrow(/never changed/);
    expect(() => state.value.exec('DELETE FROM case_event')).toThrow(/never removed/);
    state.value.close();
  });
});
