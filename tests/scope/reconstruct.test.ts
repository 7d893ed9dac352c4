import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '../../src/core/result.ts';
import type { FrozenScope } from '../../src/model/exposure.ts';
import type { Deps } from '../../src/workflow/deps.ts';
import { loadExposure } from '../../src/workflow/load-exposure.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { scopeCase, scopeInput } from '../../src/workflow/scope-case.ts';
import { takePeople } from '../../src/workflow/take-people.ts';
import { type ScratchLake, scratchLake } from '../ingest/scratch-lake.ts';
import { type AuditEntry, auditLog } from './audit-log.ts';

const TABLES = `tables:
  - database: shop
    schema: crm
    table: customer
    columns:
      id: { field: account-number, is: id }
      mail: { field: email, is: email }
      phone: { field: phone, is: phone }
      full_name: { field: name, is: name }
      city: { field: postal-address, is: city }
      country: { field: null, is: country }
      created: { field: null }
  - { schema: crm, table: product, nobody: true }
reports:
  - source: salesforce-event-log
    report: 00O5j000006abcdEAA
    statement: SELECT full_name, phone FROM crm.customer WHERE country = 'FR'
`;
const CUSTOMERS = `id,email,phone,name,city,country,valid_from,valid_to
c-1,ann@example.com,+44 1632 960001,Ann Example,Ulm,DE,,2026-03-02T00:00:00Z
c-1,ann@example.com,+44 1632 960001,Ann Example,Bonn,DE,2026-03-02T00:00:00Z,
c-2,bob@example.com,+44 1632 960002,"Bob, Example",Bonn,DE,,
c-3,cara@example.com,+44 1632 960003,Cara Example,Köln,DE,,
c-4,dan@example.com,,Dan Example,Paris,FR,2026-03-05T00:00:00Z,
`;

const IN_BONN = "SELECT mail FROM crm.customer WHERE city = 'Bonn'";
const ENTRIES: readonly AuditEntry[] = [
  { at: '2026-03-01T09:00:00', user: 'moved', statement: IN_BONN, rows: 1 },
  { at: '2026-03-03T09:00:00', user: 'moved', statement: IN_BONN, rows: 2 },
  {
    at: '2026-03-03T09:01:00',
    user: 'valued',
    statement: 'SELECT phone FROM customer WHERE full_name = $1',
    parameters: ['Bob, Example'],
    rows: 1,
  },
  {
    at: '2026-03-03T09:02:00',
    user: 'silent',
    statement: 'SELECT phone FROM customer WHERE full_name = $1',
    parameters: 'not logged',
    rows: 3,
  },
  ...['crm.customer', 'crm.orders'].map((relation) => ({
    at: '2026-03-03T09:03:00',
    user: 'silent',
    statementId: 100,
    relation,
    rows: 40,
    statement: 'SELECT c.mail FROM crm.customer c JOIN crm.orders o ON o.customer = c.id',
  })),
  { at: '2026-03-03T09:04:00', user: 'silent', statement: 'SELECT mail FROM crm.customer LIMIT 1', rows: 1 },
  { at: '2026-03-03T09:05:00', user: 'silent', statement: 'SELECT mail FROM crm.cust', rows: 1 },
  {
    at: '2026-03-03T09:06:00',
    user: 'looker',
    statement: 'SELECT x FROM crm.product',
    relation: 'crm.product',
    rows: 9,
  },
  { at: '2026-03-06T09:00:00', user: 'limited', statement: 'SELECT mail FROM crm.customer LIMIT 100', rows: 4 },
  {
    at: '2026-03-06T09:01:00',
    user: 'wrong',
    statement: "SELECT mail FROM crm.customer WHERE country = 'FR'",
    rows: 3,
  },
  { at: '2026-03-06T09:02:00', user: 'copier', statement: 'COPY crm.customer (mail) TO STDOUT', rows: 0 },
  {
    at: '2026-03-06T09:03:00',
    user: 'dater',
    statement: "SELECT created FROM crm.customer WHERE city = 'Köln'",
    rows: 1,
  },
];

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};

let lake: ScratchLake;
let deps: Deps;
let caseId: string;
beforeAll(async () => {
  lake = scratchLake();
  const [log, people] = [join(lake.folder, 'pg.csv'), join(lake.folder, 'customers.csv')];
  writeFileSync(log, auditLog(ENTRIES));
  writeFileSync(people, CUSTOMERS);
  await lake.ingest([log], 'postgres-pgaudit');
  await lake.ingest(
    [new URL('../../packs/sources/salesforce-event-log/samples/report-export.csv', import.meta.url).pathname],
    'salesforce-event-log',
  );
  must(await takePeople({ kind: 'customers', paths: [people] }, lake.app.people));
  writeFileSync(join(lake.data, 'tables.yml'), TABLES);
  deps = await lake.app.deps();
  caseId = must(await openCase.run({ title: 'Queries', finding: null }, deps)).case;
});
afterAll(() => lake.remove());

const scopeOf = async (actor: string, to = '2026-03-10'): Promise<FrozenScope> =>
  must(await scopeCase.run(scopeInput.parse({ case: caseId, actors: [actor], from: '2026-03-01', to }), deps));

async function listed(): Promise<readonly string[]> {
  return must(deps.files.reconstructed(caseId)).map(({ subject, fields, certainty, queries }) =>
    [subject, fields.join('+'), certainty, queries].join(' '),
  );
}

describe('a logged query that is run again', () => {
  test('answers with the customers of its own moment, and a count that agrees says so', async () => {
    expect(await scopeOf('moved')).toMatchObject({
      persons: 2,
      byBasis: { reconstructed: 2, accessed: 0 },
      byField: { email: 2 },
      reconstruction: { said: { accesses: 2, executions: 2 }, counts: { agrees: 2 }, unsaid: [] },
    });
    expect(await listed()).toEqual(['c-2 email agrees 1', 'c-1 email agrees 1', 'c-2 email agrees 1']);
    const before = await scopeOf('moved', '2026-03-02');
    expect(before.persons).toBe(1);
  });

  test('takes its values from the original record', async () => {
    expect(await scopeOf('valued')).toMatchObject({ persons: 1, byField: { phone: 1 } });
    expect(await listed()).toEqual(['c-2 phone agrees 1']);
  });

  test('is not called touched in what it only compared, and not called untouched either', async () => {
    const { untouched, byField } = await scopeOf('moved', '2026-03-02');
    expect(byField['postal-address']).toBeUndefined();
    expect(untouched).toEqual(expect.arrayContaining(['account-number', 'name', 'phone']));
    expect(untouched).not.toContain('postal-address');
    expect(untouched).not.toContain('email');
  });

  test('with a limit that left nothing out is whole', async () => {
    expect(await scopeOf('limited')).toMatchObject({ persons: 4, reconstruction: { counts: { agrees: 1 } } });
  });

  test('of a table without anybody’s data names nobody, and leaves no gap', async () => {
    expect(await scopeOf('looker')).toMatchObject({
      persons: 0,
      reconstruction: { said: { accesses: 1 }, unsaid: [] },
    });
  });

  test('that returned nothing personal exposes nobody', async () => {
    expect(await scopeOf('dater')).toMatchObject({ persons: 0, reconstruction: { said: { accesses: 1 } } });
  });

  test('that copied rows out is uncounted where the log counts none', async () => {
    expect(await scopeOf('copier')).toMatchObject({ persons: 4, reconstruction: { counts: { uncounted: 1 } } });
  });

  test('whose count differs is said, with the rows that did not come back', async () => {
    const scope = await scopeOf('wrong');
    expect(scope).toMatchObject({ persons: 1, reconstruction: { counts: { differs: 1 }, missingRows: 2 } });
    expect(scope.gaps.map(({ why }) => why).join()).toContain('Of the rows that were logged 2 did not come back');
    expect(await listed()).toEqual(['c-4 email differs 1']);
  });

  test('of a saved report is asked as tables.yml says, and that is assumed', async () => {
    const scope = await scopeOf('0055j00000AT6I1AAL');
    expect(scope).toMatchObject({ persons: 0, reconstruction: { said: { accesses: 1 } } });
    expect(scope.reconstruction?.assumptions.join()).toContain('report 00O5j000006abcdEAA asked then');
    expect(scope.reconstruction?.unsaid).toEqual([
      { source: 'salesforce-event-log', why: 'unknown-report', accesses: 1, rows: 0, uncounted: 1 },
    ]);
  });
});

test('what cannot be said is counted with its reason, and nobody is counted for it', async () => {
  const scope = await scopeOf('silent');
  expect(scope.persons).toBe(0);
  expect(scope.reconstruction?.unsaid).toEqual([
    { source: 'postgres-pgaudit', why: 'several-tables', accesses: 2, rows: 80, uncounted: 0 },
    { source: 'postgres-pgaudit', why: 'limited', accesses: 1, rows: 1, uncounted: 0 },
    { source: 'postgres-pgaudit', why: 'parameter', accesses: 1, rows: 3, uncounted: 0 },
    { source: 'postgres-pgaudit', why: 'unknown-table', accesses: 1, rows: 1, uncounted: 0 },
  ]);
  expect(scope.gaps.map(({ why }) => why).join()).toContain('1 because a value of it was not logged');
  expect(scope.untouched).toEqual([]);
});

test('the people are listed for duties and notices as the scope counted them, until one is forgotten', async () => {
  const scope = await scopeOf('moved');
  const session = must(await deps.lake.open());
  expect(must(await loadExposure(session, scope, deps.files))).toBe(2);
  expect(statSync(join(lake.data, 'state', 'case', caseId, 'reconstructed.json')).mode & 0o777).toBe(0o600);
  expect(must(await deps.files.forget(caseId, 'c-1')).removed).toBe(1);
  expect(await loadExposure(session, scope, deps.files)).toMatchObject({ error: { code: 'SCOPE_STALE' } });
  await session.close();
});

test('a tables.yml that is not as its schema says is refused with the place', async () => {
  const path = join(lake.data, 'tables.yml');
  writeFileSync(path, TABLES.replace('field: email', 'field: mail'));
  const refused = await scopeCase.run(
    scopeInput.parse({ case: caseId, actors: ['moved'], from: '2026-03-01', to: '2026-03-10' }),
    deps,
  );
  expect(refused).toMatchObject({ error: { code: 'TABLES_INVALID' } });
  expect(refused.ok ? '' : refused.error.message).toContain('tables.yml:');
  writeFileSync(path, TABLES);
});
