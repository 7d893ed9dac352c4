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

  test('of before the evidence log is refused when it holds events, and taken when it holds none', () => {
    const before = join(folder, 'before');
    cpSync('sql/state', join(before, 'state'), { recursive: true });
    rmSync(join(before, 'state', '030-record.sql'));
    const old = openState({ path, sqlFolder: before });
    if (!old.ok) throw new Error(old.error.message);
    old.value.exec("INSERT INTO case_event VALUES ('c', 0, '', '', 'opened', '{}')");
    old.value.close();
    expect(openState({ path, sqlFolder })).toMatchObject({ ok: false, error: { code: 'STATE_OLDER' } });
    const empty = join(folder, 'empty', 'candour.sqlite');
    const emptyOld = openState({ path: empty, sqlFolder: before });
    if (emptyOld.ok) emptyOld.value.close();
    const taken = openState({ path: empty, sqlFolder });
    expect(taken.ok).toBe(true);
    if (taken.ok) taken.value.close();
  });

  test('a file that is no database is a coded fault', () => {
    const other = join(folder, 'text.sqlite');
    writeFileSync(other, 'this is not a database, however long it may be '.repeat(100));
    expect(openState({ path: other, sqlFolder })).toMatchObject({ ok: false, error: { code: 'STATE_UNREADABLE' } });
  });

  test('records can be neither changed nor removed, nor events written with a hole or with a leaf', () => {
    const state = openState({ path, sqlFolder });
    if (!state.ok) throw new Error(state.error.message);
    const { value: database } = state;
    database.exec("INSERT INTO subject_key (id, tag, wrapped) VALUES (1, x'00', x'00')");
    const insert = (seq: number, leaf = 'NULL'): void =>
      database.exec(`INSERT INTO record VALUES ('c${seq}', '', ${leaf}, 'event', 'case', ${seq}, 1, x'00')`);
    insert(0);
    expect(() => insert(2)).toThrow(/without holes/);
    expect(() => insert(1, '7')).toThrow(/before its leaf/);
    expect(() => database.exec("UPDATE record SET sealed = x'01'")).toThrow(/never changed/);
    database.exec('UPDATE record SET leaf = 3');
    for (const column of ['leaf = 4', 'leaf = NULL', "kind = 'read'", 'key = 1'])
      expect(() => database.exec(`UPDATE record SET ${column}`)).toThrow(/never changed/);
    expect(() => database.exec('DELETE FROM record')).toThrow(/never removed/);
    expect(() => database.exec("UPDATE subject_key SET wrapped = x'01'")).toThrow(/never changed/);
    expect(() => database.exec('DELETE FROM subject_key')).toThrow(/nothing is kept/);
    database.exec("INSERT INTO erasing VALUES ('', 3); DELETE FROM record");
    state.value.close();
  });
});
