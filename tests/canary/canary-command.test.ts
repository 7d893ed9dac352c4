import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, openApp } from '../../src/app.ts';
import { instantFromMs } from '../../src/core/instant.ts';
import type { Result } from '../../src/core/result.ts';
import type { RecordDraft, RecordStore } from '../../src/ports/record-store.ts';
import { verifyData } from '../../src/verification.ts';
import { checkCanaries, checkCanariesInput } from '../../src/workflow/check-canaries.ts';
import { ingestLog } from '../../src/workflow/ingest-log.ts';
import { loadExposure } from '../../src/workflow/load-exposure.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { type CanaryPlan, planCanaries, planCanariesInput } from '../../src/workflow/plan-canaries.ts';
import { plantCanaries } from '../../src/workflow/plant-canaries.ts';
import { prepareCompany } from '../../src/workflow/prepare-company.ts';
import { scopeCase } from '../../src/workflow/scope-case.ts';
import { takePeople } from '../../src/workflow/take-people.ts';
import { traceInput, traceLeak } from '../../src/workflow/trace-leak.ts';
import { auditLog } from '../scope/audit-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'candour-canary-'));
const data = join(folder, 'data');
const DOMAINS = ['post.example.net', 'inbox.example.org'];
let app: App;
let plan: CanaryPlan;
let addresses: readonly string[];
let realCustomers = 0;

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
const rowsOf = (path: string): readonly (readonly string[])[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
    );
const people = async (kind: 'customers' | 'workforce', path: string): Promise<void> => {
  value(await takePeople({ kind, paths: [path] }, app.people));
};
const customerCount = async (): Promise<number> => {
  const session = value(await app.lake.open());
  const rows = await session.rows<{ readonly persons: bigint }>('people-controller');
  await session.close();
  return rows.reduce((sum, { persons }) => sum + Number(persons), 0);
};

beforeAll(async () => {
  app = openApp(data, { progress: { step: () => ({ at: () => {}, end: () => {} }) } });
  value(await app.simulate({ seed: 7, size: 'small' }, join(folder, 'simulation')));
  await people('customers', join(folder, 'simulation', 'customers.csv'));
  await people('workforce', join(folder, 'simulation', 'workforce.csv'));
  realCustomers = await customerCount();
  const input = planCanariesInput.parse({ perUnit: 12, tripwires: 5, domains: DOMAINS });
  plan = value(await planCanaries.run(input, await app.deps()));
  value(await plantCanaries.run({ codebook: plan.codebook, out: join(folder, 'planting') }, await app.deps()));
  addresses = rowsOf(join(folder, 'planting', 'customers.csv'))
    .slice(1)
    .map(([email = '']) => email);
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

describe('a plan', () => {
  test('is committed by a leaf of its own type, and the state still verifies', async () => {
    const leaves: string[] = [];
    for await (const { index, entry } of value(app.log()).entries(plan.leaf, plan.leaf + 1))
      leaves.push(`${index} ${Buffer.from(entry).toString('utf8')}`);
    expect(leaves).toHaveLength(1);
    expect(leaves[0]).toMatch(/"commitment":"[0-9a-f]{64}".*"type":"codebook"/);
    const silent = { step: () => ({ at: () => {}, end: () => {} }) };
    expect(value(await verifyData(data, null, silent))).toMatchObject({ ok: true, unchecked: [] });
  });

  test('keeps its key, names and addresses out of the log, and out of the state in the clear', () => {
    const [address = ''] = addresses;
    const state = readFileSync(join(data, 'state', 'candour.sqlite'), 'latin1');
    expect(address).toMatch(/@/);
    expect(state).not.toContain(address);
    expect(JSON.stringify(plan)).not.toContain('@');
  });

  test('shows every person exactly as many as were asked for, and no canary to more than it may', () => {
    const shown = rowsOf(join(folder, 'planting', 'shown-to.csv')).slice(1);
    const [perActor, perCanary] = [new Map<string, number>(), new Map<string, number>()];
    for (const [email = '', actor = ''] of shown) {
      perActor.set(actor, (perActor.get(actor) ?? 0) + 1);
      perCanary.set(email, (perCanary.get(email) ?? 0) + 1);
    }
    expect(perActor.size).toBe(plan.units);
    expect([...new Set(perActor.values())]).toEqual([12]);
    expect(Math.max(...perCanary.values())).toBe(plan.mostMet);
    expect(plan.mostMet).toBeLessThanOrEqual(Math.max(4, Math.ceil(plan.units / 50)));
    expect(statSync(join(folder, 'planting', 'customers.csv')).mode & 0o777).toBe(0o600);
  });

  test('makes up nobody who shares an address, a name within the country, or a street and town with a customer', () => {
    const key = (row: readonly (string | undefined)[]): string => row.join('\n').toLowerCase();
    const [head = [], ...real] = rowsOf(join(folder, 'simulation', 'customers.csv'));
    const at = (name: string): number => head.indexOf(name);
    const taken = new Set(
      real.flatMap((row) => [
        key([row[at('email')]]),
        key([row[at('name')], row[at('country')]]),
        key([row[at('address')], row[at('city')]]),
      ]),
    );
    const canaries = rowsOf(join(folder, 'planting', 'customers.csv')).slice(1);
    expect(canaries.length).toBe(plan.tracing + plan.tripwires);
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const [email, name, address, , city, country] of canaries) {
      expect(DOMAINS).toContain(email?.split('@')[1]);
      expect(email).not.toContain('+');
      expect(taken).not.toContain(key([email]));
      if (name !== '') expect(taken).not.toContain(key([name, country]));
      if (address !== '') expect(taken).not.toContain(key([address, city]));
    }
    const filled = (rows: readonly (readonly string[])[], column: number): number =>
      rows.filter((row) => (row[column] ?? '') !== '').length / rows.length;
    expect(Math.abs(filled(canaries, 1) - filled(real, at('name')))).toBeLessThan(0.1);
    expect(Math.abs(filled(canaries, 3) - filled(real, at('postcode')))).toBeLessThan(0.1);
  });

  test('is refused without a domain, on a domain of customers, and the fault names nobody', async () => {
    const refused = async (domains: readonly string[] | undefined): Promise<string> => {
      const result = await planCanaries.run(planCanariesInput.parse({ domains }), await app.deps());
      return result.ok ? '' : result.error.code;
    };
    expect(await refused(undefined)).toBe('CANARY_NO_DOMAIN');
    expect(await refused(['mail.example.com'])).toBe('CANARY_DOMAIN_IN_USE');
  });
});

describe('planted canaries', () => {
  beforeAll(async () => {
    // The CRM imports them under ids of its own, and its next export has them among the customers.
    const real = readFileSync(join(folder, 'simulation', 'customers.csv'), 'utf8').trimEnd();
    const head = real.split('\n', 1)[0]?.split(',') ?? [];
    const planted = rowsOf(join(folder, 'planting', 'customers.csv'));
    const columns = planted[0] ?? [];
    const rows = planted
      .slice(1)
      .map((row, n) =>
        head.map((name) => (name === 'id' ? `crm-${n}` : `"${row[columns.indexOf(name)] ?? ''}"`)).join(','),
      );
    writeFileSync(join(folder, 'export.csv'), `${real}\n${rows.join('\n')}\n`);
    await people('customers', join(folder, 'export.csv'));
  });

  test('are no customers: no count of customers has them', async () => {
    expect(await customerCount()).toBe(realCustomers);
    value(await prepareCompany(await app.deps()));
    const session = value(await app.lake.open());
    await session.keep('place', 'trace-place');
    const segments = await session.rows<{ readonly customers: bigint }>('trace-segment');
    await session.close();
    expect(segments.reduce((sum, { customers }) => sum + Number(customers), 0)).toBe(realCustomers);
  });

  test('are in no scope, so in no duty and no notice, though the log says that they were opened', async () => {
    const real = rowsOf(join(folder, 'simulation', 'customers.csv'))[1]?.[0] ?? '';
    const line = (n: number, subject: string): string =>
      JSON.stringify({
        time: `2026-03-0${n + 1}T10:00:00Z`,
        event_id: `x-${n}`,
        actor: 'e-tester',
        action: 'read',
        subjects: [subject],
        fields: ['email'],
      });
    writeFileSync(
      join(folder, 'access.ndjson'),
      `${[line(1, real), line(2, 'crm-0'), line(3, 'crm-1'), line(4, addresses[2] ?? '')].join('\n')}\n`,
    );
    const books = value(await ingestLog({ source: 'candour', paths: [join(folder, 'access.ndjson')] }, app.ingest));
    expect(books.rows.accepted).toBe(4);
    const deps = await app.deps();
    const opened = value(await openCase.run({ title: 'A leak', finding: null }, deps));
    const scope = value(
      await scopeCase.run(
        {
          case: opened.case,
          actors: ['e-tester'],
          from: instantFromMs(Date.UTC(2026, 2)),
          to: instantFromMs(Date.UTC(2026, 3)),
        },
        deps,
      ),
    );
    expect(scope.persons).toBe(1);
    // What duties count and notices are written to.
    expect(scope.groups?.reduce((sum, { persons }) => sum + persons, 0)).toBe(1);
    const session = value(await app.lake.open());
    expect(value(await loadExposure(session, scope, deps.files))).toBe(1);
    const affected = await session.rows<{ readonly persons: bigint }>('notice-affected');
    await session.close();
    expect(affected.map(({ persons }) => Number(persons))).toEqual([1]);
  });

  test('come back from a query that is run again, so that the counts agree, and are listed nowhere', async () => {
    const real = rowsOf(join(folder, 'simulation', 'customers.csv'))[1]?.[0] ?? '';
    const statement = `SELECT mail FROM crm.customer WHERE id IN ('${real}', 'crm-0', 'crm-1')`;
    writeFileSync(join(folder, 'pg.csv'), auditLog([{ at: '2026-03-20T09:00:00', user: 'asker', statement, rows: 3 }]));
    writeFileSync(
      join(data, 'tables.yml'),
      `tables:
  - schema: crm
    table: customer
    columns: { id: { field: account-number, is: id }, mail: { field: email, is: email } }
`,
    );
    value(await ingestLog({ source: 'postgres-pgaudit', paths: [join(folder, 'pg.csv')] }, app.ingest));
    const deps = await app.deps();
    const opened = value(await openCase.run({ title: 'A query', finding: null }, deps));
    const [from, to] = [instantFromMs(Date.UTC(2026, 2, 20)), instantFromMs(Date.UTC(2026, 2, 21))];
    const scope = value(await scopeCase.run({ case: opened.case, actors: ['asker'], from, to }, deps));
    expect(scope).toMatchObject({ persons: 1, reconstruction: { counts: { agrees: 1, differs: 0 } } });
    expect(scope.sensitivity?.window.map(({ persons }) => persons)).toEqual([1, 1]);
  });

  test('say who opened them in counts, and one that turns up names nobody', async () => {
    const list = join(folder, 'one.csv');
    writeFileSync(list, `name,email\nSomebody,"${(addresses[0] ?? '').toUpperCase()}"\nOther,x${addresses[1]}\n`);
    const check = value(await checkCanaries.run(checkCanariesInput.parse({ leak: list }), await app.deps()));
    expect(check).toMatchObject({ verdict: 'below-threshold', named: [], codebooks: 1 });
    expect(check.found).toHaveLength(1);
    expect(check.found[0]).toMatchObject({ in: ['leak'], times: 1, openedBy: 1 });
  });

  test('of three who pass on half of what they were shown, in mail and in a list, name these and nobody else', async () => {
    const shown = rowsOf(join(folder, 'planting', 'shown-to.csv')).slice(1);
    const actors = [...new Set(shown.map(([, actor = '']) => actor))];
    const culprits = [actors[3], actors[11], actors[19]].map(String).sort();
    const passed = culprits.flatMap((one) => shown.filter(([, actor]) => actor === one).filter((_, n) => n % 2 === 0));
    const half = passed.length / 2;
    const emails = passed.map(([email = '']) => email);
    const list = join(folder, 'leak.txt');
    writeFileSync(list, emails.slice(0, half + 3).join('\n'));
    const box = join(folder, 'catch-all.mbox');
    writeFileSync(
      box,
      emails
        .slice(half)
        .map(
          (to) =>
            `From a@example.net Wed Mar  4 10:00:00 2026\nTo: ${to}\nDate: Wed, 4 Mar 2026 10:00:00 +0000\n\nbuy\n\n`,
        )
        .join(''),
    );
    const deps = await app.deps();
    const kept: RecordDraft[] = [];
    const records: typeof deps.records = Object.assign(Object.create(deps.records) as RecordStore, {
      keep: (drafts: readonly RecordDraft[]) => {
        kept.push(...drafts);
        return deps.records.keep(drafts);
      },
    });
    const check = value(
      await checkCanaries.run(checkCanariesInput.parse({ leak: list, mail: [box] }), { ...deps, records }),
    );
    expect(check.verdict).toBe('named');
    // Nobody is pointed at without a trace of who asked.
    expect(kept).toMatchObject([{ kind: 'read', body: { what: 'canary-check' } }]);
    expect(check.named.map(({ unit }) => unit).sort()).toEqual(culprits);
    expect(check.found.some(({ first }) => first === '2026-03-04T10:00:00.000Z')).toBe(true);
  });

  test('on a traced list date it, whole or hashed, and count neither as linked nor as foreign', async () => {
    const [, real = ''] =
      readFileSync(join(folder, 'simulation', 'customers.csv'), 'utf8').match(/([\w.+-]+@[\w.-]+)/) ?? [];
    const traced = rowsOf(join(folder, 'planting', 'shown-to.csv'))
      .slice(1)
      .map(([email = '']) => email);
    const [whole = '', hashed = ''] = [...new Set(traced)];
    const list = join(folder, 'dated.txt');
    const digest = createHash('sha256').update(hashed).digest('hex');
    writeFileSync(list, `${real}\nnobody@example.com\n${whole}\n${digest}\n`);
    const deps = await app.deps();
    const opened = value(await openCase.run({ title: 'A dated leak', finding: null }, deps));
    const trace = value(await traceLeak.run(traceInput.parse({ case: opened.case, leak: list }), deps));
    expect(trace.sample).toMatchObject({ records: 4, linked: 1, foreign: 1 });
    expect(trace.canaries).toEqual({
      found: 2,
      records: 2,
      shownFrom: plan.shown.from,
      shownTo: plan.shown.to,
      estimatedTo: null,
    });
    expect(JSON.stringify(trace)).not.toContain('@');
    // Nothing else on it: no list of strangers.
    writeFileSync(list, `${traced.slice(0, 30).join('\n')}\n`);
    const alone = value(await traceLeak.run(traceInput.parse({ case: opened.case, leak: list }), deps));
    expect(alone).toMatchObject({ verdict: 'not-enough-data', sample: { linked: 0, foreign: 0 } });
  });

  test('that were never planted by this house, or guessed, are not found', async () => {
    const list = join(folder, 'guess.txt');
    writeFileSync(list, `info@${DOMAINS[0]}\nanna.smith@${DOMAINS[1]}\n${(addresses[0] ?? '').replace('@', '+x@')}\n`);
    const check = value(await checkCanaries.run(checkCanariesInput.parse({ leak: list }), await app.deps()));
    expect(check).toMatchObject({ verdict: 'none-found', found: [], named: [] });
    const none = await checkCanaries.run(checkCanariesInput.parse({}), await app.deps());
    expect(none.ok ? '' : none.error.code).toBe('CANARY_NOTHING_TO_CHECK');
  });
});
