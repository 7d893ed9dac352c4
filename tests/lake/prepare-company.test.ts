import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type App, openApp } from '../../src/app.ts';
import { prepareCompany } from '../../src/workflow/prepare-company.ts';
import { takePeople } from '../../src/workflow/take-people.ts';

let folder: string;
let app: App;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'candour-company-'));
  app = openApp(join(folder, 'data'), { progress: { step: () => ({ at: () => {}, end: () => {} }) } });
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

async function customers(...rows: readonly string[]): Promise<void> {
  const path = join(folder, 'customers.csv');
  writeFileSync(path, ['id,email,controller', ...rows, ''].join('\n'));
  const books = await takePeople({ kind: 'customers', paths: [path] }, app.people);
  expect(books.ok).toBe(true);
}

test('the template has an entry for each controller of the customers, and is refused until it is filled in', async () => {
  await customers('c-1,a@example.com,example-uk', 'c-2,b@example.com,"colon: ""eu"""', 'c-3,c@example.com,');
  const state = await prepareCompany(await app.deps());
  expect(state).toEqual({ ok: true, value: { made: true, missing: [], without: 1 } });
  expect(statSync(app.folder.company).mode & 0o777).toBe(0o600);
  const company = (await app.deps()).company();
  expect(company.ok ? '' : company.error.code).toBe('COMPANY_INVALID');
  expect(company.ok ? '' : company.error.message).toMatch(/company\.yml:5:11: controllers\.0\.name: expected a text/);

  const filled = readFileSync(app.folder.company, 'utf8')
    .replaceAll('name: ""', 'name: "Example Ltd"')
    .replaceAll('country: ""', 'country: GB')
    .replaceAll('address: ""', 'address: 1 Example Street')
    .replaceAll('email: ""', 'email: privacy@example.com')
    .replaceAll('privacyContact: ""', 'privacyContact: privacy@example.com')
    .replaceAll('website: ""', 'website: https://example.com/privacy');
  writeFileSync(app.folder.company, filled);
  const read = (await app.deps()).company();
  expect(read.ok && read.value.controllers.map(({ id }) => id)).toEqual(['colon: "eu"', 'example-uk']);
});

test('a file that is there is never overwritten, and says whom it lacks', async () => {
  await customers('c-1,a@example.com,example-uk');
  await prepareCompany(await app.deps());
  const filled = readFileSync(app.folder.company, 'utf8')
    .replaceAll('name: ""', 'name: "Example Ltd"')
    .replace('country: ""', 'country: GB')
    .replace('address: ""', 'address: 1 Example Street')
    .replace('email: ""', 'email: privacy@example.com')
    .replace('privacyContact: ""', 'privacyContact: privacy@example.com')
    .replace('website: ""', 'website: https://example.com/privacy');
  writeFileSync(app.folder.company, filled);
  await customers('c-2,b@example.com,example-ca', 'c-3,c@example.com,example-ca');
  expect(await prepareCompany(await app.deps())).toEqual({
    ok: true,
    value: { made: false, missing: [{ controller: 'example-ca', persons: 2 }], without: 0 },
  });
  expect(readFileSync(app.folder.company, 'utf8')).toBe(filled);
});
