import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { forgetInExposures } from '../../src/adapters/duckdb/exposure-file.ts';
import { fsCaseFiles } from '../../src/adapters/fs/case-file.ts';
import { fsOutbox } from '../../src/adapters/fs/outbox.ts';
import type { LedgerEntry } from '../../src/ports/outbox.ts';
import { bytesOnDisk } from './adversary.ts';
import { unwrap } from './scratch-state.ts';

let folder = '';
const PERSONS = ['c-000001', 'c-000002', 'c-000003'];
const [ONE = '', ...OTHERS] = PERSONS;
const EXPOSURES = 'exposure-aaaabbbbccccddddeeee.parquet';

const entry = (subject: string): LedgerEntry => ({
  notice: `n-${subject.slice(-1)}`,
  subject,
  controller: 'uk',
  variant: 'uk-gdpr',
  regime: 'uk-gdpr',
  language: 'en',
  languageAsked: null,
  state: 'drafted',
  why: null,
  sha256: 'ab'.repeat(32),
});

async function sql(text: string): Promise<readonly unknown[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(text)).getRows();
  connection.closeSync();
  instance.closeSync();
  return rows.flat();
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'candour-erase-file-'));
  const files = fsCaseFiles(() => folder, forgetInExposures);
  files.keepDisclosed(
    'case-1',
    PERSONS.map((subject) => ({ subject, fields: ['email'] })),
  );
  const draft = unwrap(await fsOutbox(folder).begin());
  for (const person of PERSONS) await draft.add(entry(person), Buffer.from(`To: ${person}@example.com`));
  unwrap(await draft.commit());
  await sql(
    `COPY (SELECT * FROM (VALUES ${PERSONS.map((p) => `('${p}', 'accessed'), ('${p}', 'disclosed')`).join(', ')}) AS t (subject, basis)) TO '${join(folder, EXPOSURES)}' (FORMAT parquet)`,
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const forget = async (person: string) =>
  unwrap(await fsCaseFiles(() => folder, forgetInExposures).forget('case-1', person));

describe('the files of a case', () => {
  test('forget a person: leak sample, exposure file, line and message of the outbox; and nobody else', async () => {
    const forgotten = await forget(ONE);
    expect(forgotten).toMatchObject({ removed: 3, rewritten: [{ file: EXPOSURES, rows: 4 }] });
    expect(existsSync(join(folder, 'outbox', 'n-1.eml'))).toBe(false);
    for (const part of bytesOnDisk(folder)) expect(part.includes(ONE)).toBe(false);
    expect(await sql(`SELECT DISTINCT subject FROM '${join(folder, EXPOSURES)}' ORDER BY 1`)).toEqual(OTHERS);
    const lines = readFileSync(join(folder, 'outbox', 'index.ndjson'), 'utf8')
      .trim()
      .split('\n');
    expect(lines.map((line) => (JSON.parse(line) as LedgerEntry).subject)).toEqual(OTHERS);
    expect(OTHERS.map((person) => existsSync(join(folder, 'outbox', `n-${person.slice(-1)}.eml`)))).toEqual([
      true,
      true,
    ]);
    expect(
      unwrap(fsCaseFiles(() => folder, forgetInExposures).disclosed('case-1')).map(({ subject }) => subject),
    ).toEqual(OTHERS);
  });

  test('again, or for a stranger, forget nothing and stay as they are', async () => {
    await forget(ONE);
    const before = bytesOnDisk(folder);
    expect(await forget(ONE)).toEqual({ removed: 0, rewritten: [] });
    expect(await forget('c-000009')).toEqual({ removed: 0, rewritten: [] });
    expect(bytesOnDisk(folder)).toEqual(before);
  });

  test('are written anew with a secret inside, so that their hash does not tell who is left', async () => {
    const [first] = (await forget(ONE)).rewritten;
    const [secret] = await sql(
      `SELECT CAST(value AS VARCHAR) FROM parquet_kv_metadata('${join(folder, EXPOSURES)}') WHERE CAST(key AS VARCHAR) = 'secret'`,
    );
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    await sql(
      `COPY (SELECT * FROM (VALUES ${PERSONS.map((p) => `('${p}', 'accessed'), ('${p}', 'disclosed')`).join(', ')}) AS t (subject, basis)) TO '${join(folder, EXPOSURES)}' (FORMAT parquet)`,
    );
    const [second] = (await forget(ONE)).rewritten;
    expect(second?.rows).toBe(first?.rows);
    expect(second?.sha256).not.toBe(first?.sha256);
  });
});
