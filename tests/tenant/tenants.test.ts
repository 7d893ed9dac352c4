import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256Hex } from '../../src/core/hash.ts';
import type { Result } from '../../src/core/result.ts';
import type { FilledFiling } from '../../src/duties/fill-filing.ts';
import { factsSchema } from '../../src/model/facts.ts';
import type { Deps } from '../../src/workflow/deps.ts';
import { deriveCaseDuties } from '../../src/workflow/derive-case-duties.ts';
import { deriveDutiesFromFacts } from '../../src/workflow/derive-duties.ts';
import { draftNoticesOfCase } from '../../src/workflow/draft-notices-action.ts';
import { fillForm } from '../../src/workflow/fill-form.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { packTenants, packTenantsInput, type TenantPackages } from '../../src/workflow/pack-tenants.ts';
import { prepareCompany } from '../../src/workflow/prepare-company.ts';
import { scopeCase, scopeInput } from '../../src/workflow/scope-case.ts';
import { setFact } from '../../src/workflow/set-fact.ts';
import { takePeople } from '../../src/workflow/take-people.ts';
import { accessLine, type ScratchLake, scratchLake } from '../ingest/scratch-lake.ts';

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};

const TENANTS = 200;
const tenantOf = (n: number): string => `m-${String(n).padStart(3, '0')}`;
/** A merchant has one to three customers who were opened, and one who was not; every third lives in the United States. */
const openedOf = (n: number): number => 1 + (n % 3);
const fieldsOf = (n: number): readonly string[] =>
  n % 2 === 0 ? ['name', 'email'] : ['name', 'social-security-number'];
const countryOf = (n: number): readonly [string, string] => (n % 3 === 0 ? ['US', 'RI'] : ['FR', '']);
const numbers = Array.from({ length: TENANTS }, (_, i) => i + 1);
const customersOf = (n: number): readonly string[] =>
  Array.from({ length: openedOf(n) + 1 }, (_, k) => `${tenantOf(n)}-c${k}`);

const CUSTOMERS = [
  'id,email,name,country,region,controller,tenant',
  ...numbers.flatMap((n) =>
    customersOf(n).map((id) => `${id},${id}@example.com,Person ${id},${countryOf(n).join(',')},,${tenantOf(n)}`),
  ),
  'own-1,own-1@example.com,Own One,FR,,example-platform-shop,',
  'lost-1,lost-1@example.com,Lost One,FR,,,m-999',
].join('\n');
const LINES = [
  accessLine('a-own', { time: '2026-03-10T08:00:00Z', actor: 'e-1', subjects: ['own-1'], fields: ['email'] }),
  accessLine('a-lost', { time: '2026-03-10T08:00:00Z', actor: 'e-1', subjects: ['lost-1'], fields: ['email'] }),
  ...numbers.flatMap((n) =>
    customersOf(n)
      .slice(0, -1)
      .map((id) =>
        accessLine(`a-${id}`, { time: '2026-03-10T09:00:00Z', actor: 'e-1', subjects: [id], fields: [...fieldsOf(n)] }),
      ),
  ),
];
const COMPANY = `name: Example Platform
controllers:
  - id: example-platform-shop
    name: Example Platform Shop SAS
    country: FR
    address: 1 rue Exemple, Paris
    email: privacy@shop.example.com
    privacyContact: privacy@shop.example.com
    website: https://shop.example.com
platform:
  id: example-platform
  name: Example Platform Inc.
  country: CA
  address: 1 Example Avenue, Ottawa
  email: incidents@platform.example.com
  privacyContact: incidents@platform.example.com
tenants:
${numbers.map((n) => `  - { id: ${tenantOf(n)}, name: Merchant ${n} Ltd, country: FR, email: privacy@${tenantOf(n)}.example.com }`).join('\n')}
`;

let lake: ScratchLake;
let deps: Deps;
let caseId: string;
let out: string;
let made: TenantPackages;
const read = (tenant: string, file: string): string => readFileSync(join(out, tenant, file), 'utf8');

beforeAll(async () => {
  lake = scratchLake();
  writeFileSync(join(lake.folder, 'access.ndjson'), LINES.join('\n'));
  writeFileSync(join(lake.folder, 'customers.csv'), CUSTOMERS);
  await lake.ingest([join(lake.folder, 'access.ndjson')]);
  must(await takePeople({ kind: 'customers', paths: [join(lake.folder, 'customers.csv')] }, lake.app.people));
  deps = await lake.app.deps();
  caseId = must(await openCase.run({ title: 'Support staff opened merchants', finding: null }, deps)).case;
  const asked = scopeInput.parse({ case: caseId, actors: ['e-1'], from: '2026-03-01', to: '2026-04-01' });
  must(await scopeCase.run(asked, deps));
});
afterAll(() => lake.remove());

test('before company.yml is there, a template asks for the platform and every tenant', async () => {
  let written = '';
  const writeCompany = (text: string): boolean => {
    written = text;
    return true;
  };
  expect(must(await prepareCompany({ ...deps, writeCompany })).made).toBe(true);
  expect(written).toContain('platform: # as which the company handles its tenants');
  expect(written.match(/^ {2}- id: "m-/gm)).toHaveLength(TENANTS + 1);
  expect(written.match(/^ {2}- id: "example-platform-shop"/gm)).toHaveLength(1);
});

describe('with 200 tenants in company.yml', () => {
  beforeAll(async () => {
    writeFileSync(lake.app.folder.company, COMPANY);
    const state = { case: caseId, status: 'confirmed', evidence: 'minutes' } as const;
    must(await setFact.run({ ...state, key: 'awareAt', value: '2026-03-20T09:00:00Z' }, deps));
    const statements = { nature: 'An employee of ours opened records.', measures: 'The account was closed.' };
    must(await setFact.run({ ...state, key: 'statements', value: statements }, deps));
    must(await setFact.run({ ...state, key: 'occurredFrom', value: '2026-03-10T00:00:00Z' }, deps));
    out = join(lake.folder, 'packages');
    made = must(await packTenants.run(packTenantsInput.parse({ case: caseId, out }), deps));
  });

  test('each tenant with affected people has one package, and those nobody declared are named', () => {
    expect(made.packages.map(({ tenant, persons }) => [tenant, persons])).toEqual(
      numbers.map((n) => [tenantOf(n), openedOf(n)]),
    );
    expect(made.missing).toEqual([{ tenant: 'm-999', persons: 1 }]);
    expect(readdirSync(out)).toHaveLength(TENANTS);
    expect(made.packages.flatMap(({ unknown }) => unknown)).toEqual([]);
    expect(statSync(out).mode & 0o777).toBe(0o700);
    expect(statSync(join(out, 'm-001', 'people.csv')).mode & 0o777).toBe(0o600);
  });

  test('a package holds its own people and fields, and nobody else’s', () => {
    for (const n of numbers) {
      const tenant = tenantOf(n);
      const texts = readdirSync(join(out, tenant)).map((file) => read(tenant, file));
      const all = texts.join('\n');
      const named = new Set(all.match(/m-\d{3}(?:-c\d+)?/g));
      const own = customersOf(n).slice(0, -1);
      expect([...named].filter((id) => id !== tenant && !own.includes(id))).toEqual([]);
      expect(all).not.toContain('own-1');
      expect(read(tenant, 'people.csv').split('\r\n').slice(1, -1)).toEqual(
        own.map((id) => `${id},${id}@example.com,accessed,${[...fieldsOf(n)].sort().join(' ')},yes`),
      );
      const report = JSON.parse(read(tenant, 'report.json')) as FilledFiling;
      const value = (id: string) => report.sections.flatMap(({ items }) => items).find((item) => item.id === id)?.value;
      expect([value('people'), value('countries')]).toEqual([String(own.length), `${countryOf(n)[0]} ${own.length}`]);
      expect(value('fields')?.split('; ').toSorted()).toEqual([...fieldsOf(n)].toSorted());
    }
  });

  test('the message goes from the platform to the tenant, carries the report and no customer', () => {
    const message = read('m-007', 'message.eml').replaceAll('=\r\n', '');
    expect(message).toMatch(/^From: .*<incidents@platform\.example\.com>/m);
    expect(message).toMatch(/^To: .*<privacy@m-007\.example\.com>/m);
    expect(message).toContain('An employee of ours opened records.');
    expect(message).not.toMatch(/m-007-c\d|Person /);
    expect(message).toContain('Merchant 7 Ltd');
    expect(message).toContain('Cause: [not known]\r\n');
    expect(message).not.toContain('(fact ');
  });

  test('from its facts file a tenant derives its own duties, counted from when it hears of it', async () => {
    const facts = factsSchema.parse(JSON.parse(read('m-004', 'facts.json')));
    expect(facts.awareAt).toBeNull();
    expect(facts.controllers.map(({ id }) => id)).toEqual(['m-004']);
    const own = must(
      await deriveDutiesFromFacts.run({ facts: { ...facts, awareAt: '2026-03-21T09:00:00Z' } }, deps),
    ).duties;
    const authority = own.find(({ id }) => id === 'eu-gdpr/m-004/authority');
    expect(authority?.recipient).toBe('authority:fr-cnil');
    expect(authority?.deadline).toBe('2026-03-24T10:00:00.000Z');
    expect(own.some(({ bearer, recipient }) => bearer === 'm-004' && recipient === 'individuals')).toBe(true);
  });

  test('the manifest’s hashes are those of the files, and the log has a record of each package before it', () => {
    const text = read('m-200', 'manifest.json');
    const manifest = JSON.parse(text) as { files: { file: string; sha256: string }[]; secret: string };
    expect(manifest.files).toHaveLength(5);
    for (const { file, sha256 } of manifest.files)
      expect(sha256Hex(readFileSync(join(out, 'm-200', file)))).toBe(sha256);
    expect(manifest.secret.length).toBeGreaterThan(20);
  });

  test('the case’s own document lists what the platform owes each tenant, and not what the tenants owe', async () => {
    const { duties } = must(await deriveCaseDuties.run({ case: caseId }, deps));
    expect([...new Set(duties.map(({ bearer }) => bearer))].toSorted()).toEqual([
      'example-platform',
      'example-platform-shop',
      'm-999',
    ]);
    const told = duties.filter(
      ({ regime, bearer, recipient }) =>
        regime === 'eu-gdpr' && bearer === 'example-platform' && recipient.startsWith('controller:'),
    );
    // The people in the United States are none of this law's: their tenants hear of it through the package all the same.
    expect(told).toHaveLength(numbers.filter((n) => countryOf(n)[0] === 'FR').length);
    expect(told.every(({ verdict }) => verdict === 'required')).toBe(true);
  });

  test('the platform writes to no customer of a tenant, and fills an authority’s form for itself alone', async () => {
    const book = must(await draftNoticesOfCase.run({ case: caseId }, deps));
    const persons = numbers.reduce((sum, n) => sum + openedOf(n), 0);
    expect([book.perState.excepted, book.perState.drafted, book.perState.unknown]).toEqual([persons, 1, 1]);
    expect(book.balanced).toBe(true);
    const asked = { case: caseId, facts: null, controller: null, kind: 'initial' } as const;
    const forms = must(await fillForm.run({ ...asked, form: 'gdpr-article-33' }, deps));
    expect(forms.map(({ controller }) => controller)).not.toContain('m-004');
    const reports = must(await fillForm.run({ ...asked, form: 'processor-notice', controller: 'm-004' }, deps));
    expect(reports).toHaveLength(1);
  });

  test('packages are never written among older ones', async () => {
    expect(await packTenants.run(packTenantsInput.parse({ case: caseId, out }), deps)).toMatchObject({
      ok: false,
      error: { code: 'PACKAGE_FOLDER' },
    });
  });
});

test('what happened at a processor is owed by it to each controller, from when it became aware', async () => {
  const hosted = COMPANY.replace(
    'platform:\n',
    'processors: [{ id: host, name: Example Hosting GmbH, country: DE }]\nplatform:\n',
  );
  writeFileSync(lake.app.folder.company, hosted);
  const value = { id: 'host', awareAt: '2026-03-18T09:00:00Z' };
  const stated = {
    case: caseId,
    key: 'atProcessor',
    value,
    status: 'confirmed',
    evidence: 'letter of the host',
  } as const;
  must(await setFact.run(stated, deps));
  const { duties } = must(await deriveCaseDuties.run({ case: caseId }, deps));
  const owed = duties.find(({ regime, bearer }) => regime === 'eu-gdpr' && bearer === 'host');
  expect(owed?.recipient).toBe('controller:example-platform-shop');
  expect(owed?.verdict).toBe('required');
  expect(duties.some(({ bearer, recipient }) => bearer === 'host' && recipient === 'controller:m-001')).toBe(false);
  const forms = must(
    await fillForm.run(
      { case: caseId, facts: null, controller: 'example-platform-shop', kind: 'initial', form: 'processor-notice' },
      deps,
    ),
  );
  const items = forms.flatMap(({ sections }) => sections.flatMap((section) => section.items));
  expect(items.find(({ id }) => id === 'processor')?.value).toBe('Example Hosting GmbH');
  expect(items.find(({ id }) => id === 'aware')?.value).toBe(value.awareAt);
});

test('a lead authority in company.yml that no law knows is refused, with the nearest that one does', async () => {
  writeFileSync(
    lake.app.folder.company,
    COMPANY.replace('    country: FR\n', '    country: FR\n    leadAuthority: fr-cnli\n'),
  );
  const refused = await deriveCaseDuties.run({ case: caseId }, deps);
  expect(refused).toMatchObject({ ok: false, error: { code: 'CASE_FACT_INVALID' } });
  if (!refused.ok) expect(refused.error.message).toMatch(/controllers\.\d+\.leadAuthority: expected fr-cnil/);
});
