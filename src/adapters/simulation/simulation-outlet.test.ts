import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { registerFaults } from '../../core/fault.ts';
import { err, ok } from '../../core/result.ts';
import { simulateCompany } from '../../workflow/simulate-company.ts';
import { dataOutlet } from './data-outlet.ts';
import { folderOutlet } from './folder-outlet.ts';

const progress = { step: () => ({ at: () => {}, end: () => {} }) };
const TINY = { actors: 30, customers: 600, days: 60, accesses: 5_000, records: 50 } as const;
const testFault = registerFaults({ TEST_REFUSED: { meaning: 'a test', action: 'none', retry: false } });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'candour-simulation-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a folder gets seven private files, and the truth that is returned', async () => {
  const done = await simulateCompany(TINY, { progress, outlet: folderOutlet(join(folder, 'new')) });
  const files = readdirSync(join(folder, 'new')).sort();
  expect(files).toEqual([
    'access.ndjson',
    'company.yml',
    'customers.csv',
    'leak.csv',
    'ties.csv',
    'truth.json',
    'workforce.csv',
  ]);
  expect(done.ok && done.value).toEqual(JSON.parse(readFileSync(join(folder, 'new', 'truth.json'), 'utf8')));
  for (const file of files) expect(statSync(join(folder, 'new', file)).mode & 0o777).toBe(0o600);
});

test('a data directory gets the same log through ingest and the same people, and keeps only list, truth and company', async () => {
  await simulateCompany(TINY, { progress, outlet: folderOutlet(join(folder, 'files')) });
  const taken = new Map<string, string>();
  const data = join(folder, 'data');
  const done = await simulateCompany(TINY, {
    progress,
    outlet: dataOutlet(data, {
      async ingest(stream) {
        const chunks: Buffer[] = [];
        for await (const chunk of stream.chunks()) chunks.push(chunk);
        taken.set('access.ndjson', Buffer.concat(chunks).toString());
        expect(stream.read()).toBe(Buffer.concat(chunks).length);
        return ok(null);
      },
      async people(kind, path) {
        taken.set(`${kind}.csv`, readFileSync(path, 'utf8'));
        return ok(null);
      },
    }),
  });
  expect(done.ok).toBe(true);
  for (const [name, text] of taken) expect(text).toBe(readFileSync(join(folder, 'files', name), 'utf8'));
  expect(taken.size).toBe(4);
  expect(readdirSync(data).sort()).toEqual(['company.yml', 'simulation']);
  expect(readdirSync(join(data, 'simulation')).sort()).toEqual(['leak.csv', 'truth.json']);
});

test('when ingest refuses, its fault comes back and no truth is written', async () => {
  const refused = testFault('TEST_REFUSED', 'ingest: refused');
  const outlet = dataOutlet(folder, { ingest: async () => err(refused), people: async () => ok(null) });
  expect(await simulateCompany(TINY, { progress, outlet })).toEqual(err(refused));
  expect(existsSync(join(folder, 'simulation', 'truth.json'))).toBe(false);
});

test('an older truth is gone before anything else is written anew', () => {
  writeFileSync(join(folder, 'truth.json'), '{}');
  folderOutlet(folder).file('ties.csv').close();
  expect(existsSync(join(folder, 'truth.json'))).toBe(false);
});

test('a folder that cannot be made is a fault, not a crash', async () => {
  writeFileSync(join(folder, 'file'), '');
  const done = await simulateCompany(TINY, { progress, outlet: folderOutlet(join(folder, 'file', 'below')) });
  expect(done.ok ? null : done.error.code).toBe('SIMULATION_WRITE');
});
