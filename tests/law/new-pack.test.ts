import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { fsPackShelf } from '../../src/adapters/fs/pack-shelf.ts';
import { type App, openApp } from '../../src/app.ts';
import { newPack, newPackInput } from '../../src/workflow/new-pack.ts';

const shipped = new URL('../../packs', import.meta.url).pathname;
const made: string[] = [];
const apps: App[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

const scratch = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'candour-new-'));
  made.push(folder);
  return folder;
};

/** A folder of packs with the new one in it, and a program that reads it. */
async function shelfWith(kind: 'source' | 'rule' | 'notice', id: string) {
  const packs = scratch();
  cpSync(join(shipped, 'templates'), join(packs, 'templates'), { recursive: true });
  const shelf = fsPackShelf(packs);
  const result = await newPack.run({ kind, id }, shelf);
  const app = openApp(scratch(), { packsFolder: packs, progress: { step: () => ({ at: () => {}, end: () => {} }) } });
  apps.push(app);
  return { packs, shelf, app, result };
}

/** What somebody who knows the matter would write, by how the template asks for it. */
const filled = (text: string): string =>
  text
    .replaceAll(/^-- TODO: .*\n/gm, '')
    .replaceAll(/"TODO: ([^"]*)"/g, (_whole, asked: string) =>
      asked === 'its address'
        ? 'https://docs.example.com/'
        : `"Invented for a test${/\{controller\}/.exec(asked)?.[0] ?? ''}."`,
    );

const KINDS = [
  { kind: 'source', folder: 'sources', id: 'acme-crm', asks: /source\.yml:\d+:\d+: expected who makes it/ },
  {
    kind: 'rule',
    folder: 'rules',
    id: 'night-shift',
    asks: /case\.yml:\d+:\d+: expected the claim of a case that must be found/,
  },
  { kind: 'notice', folder: 'notices', id: 'acme-email', asks: /en\.yml:\d+:\d+: expected what was done/ },
] as const;

describe.each(KINDS)('the skeleton of a $kind', ({ kind, folder, id, asks }) => {
  const files = (packs: string): readonly string[] =>
    readdirSync(join(packs, folder, id), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));

  test('is refused, and the checker names every open place with its line', async () => {
    const { packs, app, result } = await shelfWith(kind, id);
    expect(result).toMatchObject({
      ok: true,
      value: { kind, pack: id, folder: `packs/${folder}/${id}`, next: `candour check packs ${id}` },
    });
    const { failed } = await app.checkPacks([id]);
    expect(failed).toHaveLength(1);
    const found = String(failed[0]?.found);
    expect(found).toMatch(/\d+ places are to be filled in/);
    expect(found).toMatch(asks);
    const marks = files(packs).flatMap((file) => readFileSync(file, 'utf8').match(/"TODO: |^-- TODO: /gm) ?? []);
    expect(found.split('\n').slice(1)).toHaveLength(marks.length);
  });

  test('is a whole pack once the places are filled in, and its cases can fail', async () => {
    const { packs, app } = await shelfWith(kind, id);
    for (const file of files(packs)) writeFileSync(file, filled(readFileSync(file, 'utf8')));
    const check = await app.checkPacks([id]);
    expect(check.failed).toEqual([]);
    expect(check.cases).toBeGreaterThan(0);
    const [target, from, to] = {
      source: ['map.sql', "'export'", "'download'"],
      rule: ['rule.yml', 'threshold: 6', 'threshold: 600'],
      notice: ['en.yml', 'Dear {name},', 'Hi {name},'],
    }[kind] as [string, string, string];
    const path = join(packs, folder, id, target);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(from, to));
    expect((await app.checkPacks([id])).failed).not.toEqual([]);
  });

  test('never overwrites a pack that is there', async () => {
    const { shelf } = await shelfWith(kind, id);
    expect(await newPack.run({ kind, id }, shelf)).toMatchObject({ ok: false, error: { code: 'PACK_EXISTS' } });
  });
});

test.each(['ACME', '../okta', 'a_b', 'a-', '1st', 'a/b', ''])('"%s" is no id of a pack', (id) => {
  expect(newPackInput.safeParse({ kind: 'source', id }).success).toBe(false);
});
