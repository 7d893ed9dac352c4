import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listValue } from '@duckdb/node-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openQuerySandbox } from '../../src/adapters/duckdb/query-sandbox.ts';
import { parseStatement } from '../../src/adapters/postgres/parse-statement.ts';
import { sha256Hex } from '../../src/core/hash.ts';
import { instantFromMs } from '../../src/core/instant.ts';
import { ok, type Result } from '../../src/core/result.ts';
import type { CaseEvent, CaseEventBody } from '../../src/model/case.ts';
import type { Reconstructed } from '../../src/model/exposure.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { TableFile } from '../../src/model/table-map.ts';
import type { Trace } from '../../src/model/trace.ts';
import type { DisclosedPerson } from '../../src/ports/case-file.ts';
import type { LoggedQuery, QueryEntry } from '../../src/ports/query-desk.ts';
import type { RecordDraft } from '../../src/ports/record-store.ts';
import { loadExposure } from '../../src/workflow/load-exposure.ts';
import { type ScopeDeps, type ScopeInput, scopeCase, scopeInput } from '../../src/workflow/scope-case.ts';
import { access } from './explained-world.ts';
import { type MemoryLake, memoryLake } from './memory-lake.ts';

const folder = mkdtempSync(join(tmpdir(), 'candour-scope-'));
let lake: MemoryLake;
beforeAll(async () => {
  lake = await memoryLake();
});
beforeEach(() => lake.clear());
afterAll(async () => {
  await lake.close();
  rmSync(folder, { recursive: true });
});

const NOW = instantFromMs(Date.parse('2026-04-01T00:00:00Z'));
const OPENED: CaseEventBody = { kind: 'opened', title: 'A leak', finding: null };
const MARCH = { actors: ['e-1'], from: '2026-03-01', to: '2026-04-01' };

/** The record says nothing beyond what the lake holds. */
const loggedAs = ({ recordNo, statement }: QueryEntry): LoggedQuery => ({
  recordNo,
  execution: null,
  database: 'shop',
  statement,
  parameters: null,
  report: null,
});

let exposures = 0;
const kept: Reconstructed[] = [];
const keptFiles = (disclosed: readonly DisclosedPerson[]) => ({
  disclosed: () => ok(disclosed),
  reconstructed: () => ok(kept),
});
function deps(
  bodies: readonly CaseEventBody[],
  disclosed: readonly DisclosedPerson[],
  tables: TableFile | null = null,
) {
  const appended: CaseEventBody[] = [];
  const exported: RecordDraft[] = [];
  const made: ScopeDeps = {
    caseFolder: () => folder,
    clock: { now: () => NOW },
    operator: 'tester',
    packsFolder: fileURLToPath(new URL('../../packs', import.meta.url)),
    progress: { step: () => ({ at: () => {}, end: () => {} }) },
    lake: { open: async () => ok({ ...lake, close: async () => {} }) },
    files: {
      disclosed: () => ok(disclosed),
      keepReconstructed: (_case, rows) => void kept.splice(0, kept.length, ...rows),
      sha256: (path) => sha256Hex(readFileSync(path)),
    },
    tables: () => ok(tables),
    rawRecords: {
      batch: async () => ok({ records: 1, pack: '', committedAt: '2026-04-01T00Z' }),
      read: async () => ok([]),
    },
    queries: {
      logged: async (_pack, _batch, entries) => ok(entries.map(loggedAs)),
      parse: parseStatement,
      sandbox: openQuerySandbox,
    },
    ids: {
      fresh(prefix) {
        exposures += 1;
        return `${prefix}-${exposures}`;
      },
    },
    cases: {
      append: async (_case, _seq, _at, _by, more, beside = []) => {
        appended.push(...more);
        exported.push(...beside);
        return ok([]);
      },
      events: (id) => ok(bodies.map((body, seq): CaseEvent => ({ ...body, case: id, seq, at: NOW, by: 'tester' }))),
      list: () => ok([]),
    },
  };
  return { made, appended, exported };
}

async function scope(
  input: Readonly<Record<string, unknown>> = MARCH,
  {
    bodies = [OPENED],
    disclosed = [],
    tables = null,
  }: Partial<{
    bodies: readonly CaseEventBody[];
    disclosed: readonly DisclosedPerson[];
    tables: TableFile | null;
  }> = {},
) {
  const parsed: ScopeInput = scopeInput.parse({ case: 'case-1', ...input });
  return scopeCase.run(parsed, deps(bodies, disclosed, tables).made);
}

const valueOrThrow = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const day = (n: number): string => `2026-03-${String(n).padStart(2, '0')} 09:00`;
/** The source speaks on every day of March, through somebody else. */
const everyDay = (source = 'candour') =>
  Array.from({ length: 31 }, (_, i) =>
    access({ at: day(i + 1), actor: 'e-2', subject: 'c-9', fields: ['name'], source }),
  );
const opened = (subject: string | null, fields: readonly string[], more: Partial<Parameters<typeof access>[0]> = {}) =>
  access({ at: day(5), actor: 'e-1', subject, fields, source: 'candour', ...more });

describe('scope', () => {
  it('counts each person once: by strongest basis, country and controller, and under every field', async () => {
    await lake.insert('customer_current', [
      { id: 'c-1', country: 'GB', controller: 'uk' },
      { id: 'c-2', country: 'GB', controller: 'uk' },
      { id: 'c-3', country: 'FR', controller: null },
    ]);
    await lake.insert('access', [
      ...everyDay(),
      opened('c-1', ['email']),
      opened('c-1', ['email', 'phone']),
      opened('c-2', ['email']),
      opened('stranger', ['name']),
    ]);
    const disclosed = [
      { subject: 'c-1', fields: ['email'] },
      { subject: 'c-3', fields: ['email'] },
    ];
    expect(valueOrThrow(await scope(MARCH, { disclosed }))).toMatchObject({
      case: 'case-1',
      persons: 4,
      byBasis: { disclosed: 2, accessed: 2, reconstructed: 0, possible: 0 },
      byField: { email: 3, phone: 1, name: 1 },
      byCountry: { GB: 2, FR: 1, unknown: 1 },
      byController: { uk: 2, unknown: 2 },
      groups: [
        { controller: 'uk', country: 'GB', region: null, fields: ['email', 'phone'], persons: 1 },
        { controller: 'uk', country: 'GB', region: null, fields: ['email'], persons: 1 },
        { controller: 'unknown', country: 'FR', region: null, fields: ['email'], persons: 1 },
        { controller: 'unknown', country: null, region: null, fields: ['name'], persons: 1 },
      ],
      gaps: [],
      checkpoint: 'memory',
    });
  });

  it('writes the exposures to a file, one row per subject and basis, whose name says nothing of them', async () => {
    await lake.insert('customer_current', [{ id: 'c-1', country: 'GB', controller: 'uk', language: 'en' }]);
    await lake.insert('access', [opened('c-1', ['phone', 'email']), opened('c-1', ['email']), opened('c-2', [])]);
    const disclosed = [{ subject: 'c-1', fields: ['name'] }];
    const first = valueOrThrow(await scope(MARCH, { disclosed }));
    expect(basename(first.list)).toMatch(/^exposure-\d+\.parquet$/);
    const rows = await lake.connection.runAndReadAll(`FROM '${first.list}'`);
    const known = { controller: 'uk', country: 'GB', region: null, language: 'en' };
    const unknown = { controller: null, country: null, region: null, language: null };
    expect(rows.getRowObjectsJS()).toEqual([
      {
        subject: 'c-1',
        basis: 'accessed',
        fields: ['email', 'phone'],
        fields_complete: true,
        accesses: 2n,
        ...known,
        certainty: 'logged',
        on_file: true,
      },
      {
        subject: 'c-1',
        basis: 'disclosed',
        fields: ['name'],
        fields_complete: true,
        accesses: 0n,
        ...known,
        certainty: 'listed',
        on_file: true,
      },
      {
        subject: 'c-2',
        basis: 'accessed',
        fields: [],
        fields_complete: false,
        accesses: 1n,
        ...unknown,
        certainty: 'logged',
        on_file: false,
      },
    ]);
    expect(existsSync(first.list)).toBe(true);
  });

  it('holds the accesses of the actors asked, by person or account, within the half-open window', async () => {
    await lake.insert('actor_alias', [
      { account: 'one@example.com', actor: 'e-1' },
      { account: 'ops-1', actor: 'e-1' },
      { account: 'two@example.com', actor: 'e-2' },
    ]);
    await lake.insert('subject_alias', [{ alias: 'mail@example.com', customer: 'c-1' }]);
    await lake.insert('access', [
      opened('c-1', ['name'], { actor: 'one@example.com' }),
      opened('mail@example.com', ['name'], { actor: 'ops-1' }),
      opened('c-2', ['name'], { actor: 'e-1' }),
      opened('c-3', ['name'], { actor: 'two@example.com' }),
      opened('c-4', ['name'], { at: '2026-02-28 23:59:59.999' }),
      opened('c-5', ['name'], { at: '2026-04-01 00:00:00' }),
      opened('c-6', ['name'], { at: '2026-03-01 00:00:00' }),
      opened('c-7', ['name'], { action: 'login' }),
    ]);
    for (const actors of [['e-1'], ['one@example.com'], ['e-1', 'ops-1']]) {
      expect(valueOrThrow(await scope({ ...MARCH, actors })).persons).toBe(3);
    }
    expect(valueOrThrow(await scope({ ...MARCH, actors: ['e-1', 'e-2'] })).persons).toBe(4);
    expect(valueOrThrow(await scope({ ...MARCH, actors: ['nobody'] })).persons).toBe(0);
  });

  it('invents nobody for accesses that name no subject, and says how many rows they returned', async () => {
    await lake.insert('access', [
      ...everyDay(),
      opened(null, ['email'], { action: 'export', subjectCount: 4000 }),
      opened(null, ['email'], { action: 'export', subjectCount: 200 }),
      opened(null, ['email'], { action: 'export' }),
    ]);
    const document = valueOrThrow(await scope());
    expect(document).toMatchObject({ persons: 0, byBasis: { possible: 0 } });
    expect(document.gaps).toHaveLength(1);
    expect(document.gaps[0]).toMatchObject({
      source: 'candour',
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-04-01T00:00:00.000Z',
    });
    expect(document.gaps[0]?.why).toContain('3 accesses name no subject: 4200 rows returned, and 1 of them');
  });

  it('takes actors and window from the trace, then from the finding, and refuses when neither speaks', async () => {
    const trace: Trace = {
      case: 'case-1',
      verdict: 'one',
      named: [{ actor: 'e-7', eValue: 1e9, posterior: 1 }],
      sample: { records: 9, linked: 9, foreign: 0 },
      alpha: 0.001,
      scope: { from: '2026-01-01T00:00:00Z', to: '2026-04-01T00:00:00Z' },
      window: { from: '2026-03-02T00:00:00Z', to: '2026-03-03T00:00:00Z', level: 0.95 },
      apart: [],
      moreRecordsNeeded: null,
      replay: null,
      checkpoint: 'memory',
    };
    const traced: CaseEventBody = { kind: 'traced', document: trace, details: [] };
    const finding: Finding = {
      id: 'finding-1',
      actor: 'e-8',
      day: '2026-03-30',
      kind: 'slow',
      score: 9,
      reasons: [],
      subjects: 1,
      unexplained: 1,
      intent: 'unknown',
    };
    const found: CaseEventBody = { kind: 'detected', document: finding };
    expect(valueOrThrow(await scope({}, { bodies: [OPENED, found, traced] }))).toMatchObject({
      actors: ['e-7'],
      window: { from: '2026-03-02T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z' },
    });
    expect(valueOrThrow(await scope({}, { bodies: [OPENED, found] }))).toMatchObject({
      actors: ['e-8'],
      window: { from: '2026-03-01T00:00:00.000Z', to: '2026-03-31T00:00:00.000Z' },
    });
    const fact = (key: string, value: string): CaseEventBody => ({
      kind: 'fact-set',
      key,
      value,
      status: 'confirmed',
      evidence: 'said',
    });
    const facts = [fact('occurredFrom', '2026-03-10T00:00:00Z'), fact('occurredTo', '2026-03-12T00:00:00Z')];
    expect(valueOrThrow(await scope({}, { bodies: [OPENED, found, traced, ...facts] })).window.from).toBe(
      '2026-03-10T00:00:00.000Z',
    );
    expect(await scope({})).toMatchObject({ error: { code: 'SCOPE_NO_ACTORS' } });
    expect(await scope({ actors: ['e-1'] })).toMatchObject({ error: { code: 'SCOPE_NO_WINDOW' } });
    expect(await scope({ ...MARCH, to: '2026-03-01' })).toMatchObject({ error: { code: 'SCOPE_WINDOW_EMPTY' } });
  });

  it('claims nothing untouched, and says so, for an account that the log does not know', async () => {
    await lake.insert('access', [...everyDay(), opened('c-1', ['name'])]);
    const document = valueOrThrow(await scope({ ...MARCH, actors: ['e-1', 'e-mistyped'] }));
    expect(document).toMatchObject({ persons: 1, untouched: [] });
    expect(document.gaps).toMatchObject([
      { source: 'all sources', from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' },
    ]);
    expect(document.gaps[0]?.why).toContain('no access of e-mistyped at any time');
  });

  it('counts whoever is on the list when the trace names nobody, and says that accesses are not counted', async () => {
    const traced: CaseEventBody = {
      kind: 'traced',
      document: {
        case: 'case-1',
        verdict: 'not-in-this-log',
        named: [],
        sample: { records: 2, linked: 2, foreign: 0 },
        alpha: 0.001,
        scope: { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' },
        window: null,
        apart: [],
        moreRecordsNeeded: null,
        checkpoint: 'memory',
      },
      details: [],
    };
    await lake.insert('access', [...everyDay(), opened('c-1', ['name'])]);
    const disclosed = [
      { subject: 'c-1', fields: ['email'] },
      { subject: 'c-3', fields: ['email'] },
    ];
    const document = valueOrThrow(await scope({}, { bodies: [OPENED, traced], disclosed }));
    expect(document).toMatchObject({
      persons: 2,
      actors: [],
      byBasis: { disclosed: 2, accessed: 0 },
      untouched: [],
      window: { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' },
    });
    expect(document.gaps[0]?.why).toContain('Nobody is named');
    // A finding beside a trace that names nobody accuses nobody: its account's accesses are no exposure.
    const finding: Finding = {
      id: 'finding-1',
      actor: 'e-1',
      day: '2026-03-30',
      kind: 'burst',
      score: 9,
      reasons: [],
      subjects: 1,
      unexplained: 1,
      intent: 'unknown',
    };
    const bodies: readonly CaseEventBody[] = [OPENED, { kind: 'detected', document: finding }, traced];
    expect(valueOrThrow(await scope({}, { bodies, disclosed }))).toMatchObject({
      actors: [],
      byBasis: { disclosed: 2, accessed: 0 },
      window: { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' },
    });
    const unlisted = await scope({}, { bodies });
    expect(unlisted).toMatchObject({ error: { code: 'SCOPE_NO_ACTORS' } });
    expect(unlisted.ok ? '' : unlisted.error.message).toContain('the trace names nobody');
  });

  it('appends its document to the case', async () => {
    await lake.insert('access', [opened('c-1', ['name'])]);
    const { made, appended } = deps([OPENED], []);
    const document = valueOrThrow(await scopeCase.run(scopeInput.parse({ case: 'case-1', ...MARCH }), made));
    const list = basename(document.list);
    expect(document.list).toBe(join(folder, list));
    expect(appended).toEqual([{ kind: 'scoped', document: { ...document, list } }]);
    expect(JSON.stringify(appended)).not.toContain(folder);
  });
});

describe('loadExposure', () => {
  it('gives one row per person of the frozen scope, and refuses once the lake has moved on', async () => {
    await lake.insert('access', [opened('c-1', ['phone']), opened('c-2', ['name']), opened('c-2', [])]);
    const disclosed = [{ subject: 'c-1', fields: ['email'] }];
    const document = valueOrThrow(await scope(MARCH, { disclosed }));
    expect(valueOrThrow(await loadExposure(lake, document, keptFiles(disclosed)))).toBe(2);
    const rows = await lake.connection.runAndReadAll('FROM exposure ORDER BY subject');
    expect(rows.getRowObjects()).toEqual([
      { subject: 'c-1', basis: 'disclosed', fields: listValue(['email', 'phone']), fields_complete: true },
      { subject: 'c-2', basis: 'accessed', fields: listValue(['name']), fields_complete: false },
    ]);
    expect(await loadExposure(lake, { ...document, checkpoint: 'earlier' }, keptFiles(disclosed))).toMatchObject({
      error: { code: 'SCOPE_STALE' },
    });
  });
});
