import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { fsPackShelf } from '../../src/adapters/fs/pack-shelf.ts';
import { publicHolidays } from '../../src/adapters/holiday/public-holidays.ts';
import { runLawCases } from '../../src/duties/law-case.ts';
import { loadLawPack } from '../../src/packs/law-pack.ts';
import { checkPacks } from '../../src/workflow/check-packs.ts';
import { newLaw, newLawInput } from '../../src/workflow/new-law.ts';

const shipped = new URL('../../packs', import.meta.url).pathname;
const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** A folder of packs with templates and parts, and the new law in it. */
async function shelfWith(id: string) {
  const packs = mkdtempSync(join(tmpdir(), 'candour-new-'));
  made.push(packs);
  for (const folder of ['templates', 'law-parts'])
    cpSync(join(shipped, folder), join(packs, folder), { recursive: true });
  const shelf = fsPackShelf(packs);
  return { packs, shelf, result: await newLaw.run({ id }, shelf) };
}

const FILES = ['law.yml', 'authority.yml', 'case.yml'];
const check = (packs: string, id: string) =>
  checkPacks(packs, [id], () => Promise.reject(new Error('no source is read')), publicHolidays());

/** What somebody who knows the law would write, by how the template asks for it. */
const filled = (text: string): string =>
  text.replaceAll(/"TODO: ([^"]*)"/g, (_whole, asked: string) => {
    if (asked.includes('YYYY-MM-DD')) return '2020-01-01';
    if (asked.includes('IANA')) return 'Europe/Paris';
    if (asked.includes('high')) return 'medium';
    if (/where you read it|its page/.test(asked)) return 'https://law.example.com/';
    if (asked.includes('in capitals')) return 'EXAMPLE';
    return '"Invented for a test."';
  });

describe.each(['xa-dpa', 'us-xb'])('the skeleton of %s', (id) => {
  test('is refused, and the checker says at each line what belongs there', async () => {
    const { packs, result } = await shelfWith(id);
    expect(result).toEqual({
      ok: true,
      value: { law: id, folder: `packs/laws/${id}`, files: FILES, next: `candour check packs ${id}` },
    });
    const { failed } = await check(packs, id);
    expect(failed).toHaveLength(1);
    const found = String(failed[0]?.found);
    expect(found).toMatch(/\d+ places are to be filled in/);
    expect(found).toMatch(
      new RegExp(`packs/laws/${id}/law\\.yml:\\d+:\\d+: expected the citation as a lawyer writes it`),
    );
    expect(found).toMatch(new RegExp(`packs/laws/${id}/authority\\.yml:\\d+:\\d+: expected its page for reports`));
    const places = found.split('\n').slice(1);
    const marks = FILES.flatMap((file) => readFileSync(join(packs, 'laws', id, file), 'utf8').match(/"TODO: /g));
    expect(places).toHaveLength(marks.filter((mark) => mark !== null).length);
  });

  test('is a whole pack, all of whose values have cases, once the places are filled in', async () => {
    const { packs } = await shelfWith(id);
    for (const file of FILES) {
      const path = join(packs, 'laws', id, file);
      writeFileSync(path, filled(readFileSync(path, 'utf8')));
    }
    const pack = loadLawPack(packs, id);
    if (!pack.ok) throw new Error(pack.error.message);
    expect(runLawCases(pack.value, publicHolidays())).toEqual([]);
    expect((await check(packs, id)).failed).toEqual([]);
  });

  test('never overwrites a pack that is there', async () => {
    const { packs, shelf } = await shelfWith(id);
    writeFileSync(join(packs, 'laws', id, 'law.yml'), 'mine');
    expect(await newLaw.run({ id }, shelf)).toMatchObject({ ok: false, error: { code: 'PACK_EXISTS' } });
    expect(readFileSync(join(packs, 'laws', id, 'law.yml'), 'utf8')).toBe('mine');
  });
});

test.each(['ZZ-dpa', '../us-oh', 'zz', 'us_oh', 'zz-', 'zz-dpa/../x', ''])('"%s" is no id of a law', (id) => {
  expect(newLawInput.safeParse({ id }).success).toBe(false);
});
