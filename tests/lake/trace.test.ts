import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, openApp } from '../../src/app.ts';
import type { Trace } from '../../src/model/trace.ts';
import { LINKAGE_VERSION } from '../../src/trace/link-sample.ts';
import { TRACE_MODEL } from '../../src/trace/trace-model.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { traceInput, traceLeak } from '../../src/workflow/trace-leak.ts';
import {
  actorId,
  addressOf,
  customerId,
  DAY_MS,
  DISGUISED,
  emailOf,
  FIRST,
  MOVED_ON,
  moves,
  TAKEN,
  THIEF,
  type TraceWorld,
  traceWorld,
  unwrap,
} from './trace-world.ts';

let folder = '';
let world: TraceWorld;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'candour-trace-'));
  world = await traceWorld(folder);
});
afterAll(async () => {
  await world.app.close();
  rmSync(folder, { recursive: true, force: true });
});

const STRANGERS = ['nobody.1@example.net', 'nobody.2@example.net', 'nobody.3@example.net'];
const takenBy = (actor: number, count: number): readonly number[] => (world.taken.get(actor) ?? []).slice(0, count);
const emails = (customers: readonly number[]): string => `${[...customers.map(emailOf), ...STRANGERS].join('\n')}\n`;
const dayOf = (day: number): string => new Date(FIRST + day * DAY_MS).toISOString();

async function traceOf(text: string, more: Readonly<Record<string, unknown>> = {}) {
  const caseId = await world.case();
  const input = traceInput.parse({ case: caseId, leak: world.leak(text), ...more });
  return { caseId, result: await traceLeak.run(input, await world.app.deps()) };
}
const documentOf = async (text: string, more: Readonly<Record<string, unknown>> = {}): Promise<Trace> =>
  unwrap((await traceOf(text, more)).result);

describe('from ingested logs to the document of the trace', () => {
  test('names the one who took the list, and nobody else appears', async () => {
    const { caseId, result } = await traceOf(emails(takenBy(THIEF, 40)));
    const trace = unwrap(result);
    const { named, scope, window, checkpoint, replay, plan, ...rest } = trace;
    expect(rest).toEqual({
      case: caseId,
      verdict: 'one',
      sample: {
        records: 43,
        linked: 40,
        foreign: 3,
        chance: [{ key: 'email', records: 43, linked: 40, byChance: 0 }],
      },
      alpha: 0.001,
      apart: [],
      moreRecordsNeeded: null,
    });
    expect(named.map(({ actor }) => actor)).toEqual([actorId(THIEF)]);
    expect(replay).toMatchObject({ replays: 200, steps: [{ named: 0 }], slack: 0 });
    expect(plan).toMatchObject({ earlier: 0, others: 0 });
    expect(scope.from).toMatch(/^2026-01-01T09/);
    expect(scope.to).toMatch(/^2026-03-2[12]T09/);
    expect(window?.level).toBe(0.9);
    expect(checkpoint).toMatch(/^[0-9a-f]{64}$/);
    expect(trace.named[0]?.eValue).toBeGreaterThanOrEqual(40 / 0.001);
    expect(trace.named[0]?.posterior).toBeGreaterThanOrEqual(0.999);
  });

  test('the window holds the days of the taking, and few more', async () => {
    const { window } = await documentOf(emails(takenBy(THIEF, 80)));
    const daysUntil = (instant: string | undefined, day: number): number =>
      (Date.parse(dayOf(day)) - Date.parse(instant ?? '')) / DAY_MS;
    expect(daysUntil(window?.from, TAKEN.from)).toBeGreaterThanOrEqual(0);
    expect(daysUntil(window?.from, TAKEN.from)).toBeLessThanOrEqual(5);
    expect(daysUntil(window?.to, TAKEN.to)).toBeLessThanOrEqual(0);
    expect(daysUntil(window?.to, TAKEN.to)).toBeGreaterThanOrEqual(-5);
  });

  test('an account leads to its person, an e-mail address in the log to its customer', async () => {
    expect(await documentOf(emails(takenBy(DISGUISED, 40)))).toMatchObject({
      verdict: 'one',
      named: [{ actor: actorId(DISGUISED) }],
    });
  });

  test('two who gave half each are several', async () => {
    const trace = await documentOf(emails([...new Set([...takenBy(THIEF, 80), ...takenBy(DISGUISED, 80)])]));
    expect(trace.verdict).toBe('several');
    expect(trace.named.map(({ actor }) => actor).sort()).toEqual([actorId(THIEF), actorId(DISGUISED)]);
  });

  test('the case keeps the document, and beside it who is on the list with which fields', async () => {
    const customers = takenBy(THIEF, 30);
    const { caseId, result } = await traceOf(
      `email,name\n${customers.map((c) => `${emailOf(c)},Person ${c}`).join('\n')}\n`,
    );
    const events = unwrap((await world.app.deps()).cases.events(caseId));
    expect(events.at(-1)).toMatchObject({ kind: 'traced', document: unwrap(result) });
    const disclosed = unwrap((await world.app.deps()).files.disclosed(caseId));
    expect(disclosed).toEqual(
      customers
        .map(customerId)
        .sort()
        .map((subject) => ({ subject, fields: ['email', 'name'] })),
    );
    const event = JSON.stringify(events.at(-1));
    for (const customer of customers) {
      expect(event).not.toContain(emailOf(customer));
      expect(event).not.toContain(customerId(customer));
    }
  });

  test('the same question of the same lake has the same answer', async () => {
    const text = emails(takenBy(THIEF, 40));
    const [first, second] = [await documentOf(text), await documentOf(text)];
    expect({ ...second, case: first.case, plan: first.plan }).toEqual(first);
  });
});

describe('what was fixed before', () => {
  const plansOf = async (caseId: string) => {
    const deps = await world.app.deps();
    return deps.records.openEvents(caseId).flatMap(({ leaf, record }) => {
      if (record.kind !== 'event') return [];
      return record.body.kind === 'trace-planned' || record.body.kind === 'traced' ? [{ leaf, body: record.body }] : [];
    });
  };

  test('has a leaf of its own before the answer, which cites it, and holds parameters and counts alone', async () => {
    const text = emails(takenBy(THIEF, 12));
    const { caseId, result } = await traceOf(text, { replays: 0, to: '2026-03-01' });
    const { plan, scope, checkpoint } = unwrap(result);
    const [planned, traced, ...rest] = await plansOf(caseId);
    expect(rest).toEqual([]);
    expect([planned?.body.kind, traced?.body.kind]).toEqual(['trace-planned', 'traced']);
    expect(planned?.leaf).toBe(plan?.leaf);
    expect(planned?.leaf).toBeLessThan(traced?.leaf ?? -1);
    expect(planned?.body).toEqual({
      kind: 'trace-planned',
      document: {
        model: TRACE_MODEL.version,
        linkage: LINKAGE_VERSION,
        alpha: 0.001,
        scope,
        replays: 0,
        records: 15,
        junk: 0,
        checkpoint,
      },
    });
  });

  test('who tries other parameters leaves every attempt, and the answer says how many', async () => {
    const caseId = await world.case();
    const leak = world.leak(emails(takenBy(THIEF, 12)));
    const traced = async (more: Readonly<Record<string, unknown>>) =>
      unwrap(
        await traceLeak.run(traceInput.parse({ case: caseId, leak, replays: 0, ...more }), await world.app.deps()),
      );
    const first = await traced({});
    const other = await traced({ alpha: 0.05 });
    const again = await traced({});
    expect(first.plan).toMatchObject({ earlier: 0, others: 0 });
    expect(other.plan).toMatchObject({ earlier: 1, others: 1 });
    expect(again.plan).toMatchObject({ earlier: 2, others: 1 });
    const leaves = [first, other, again].map(({ plan }) => plan?.leaf ?? -1);
    expect(leaves).toEqual([...new Set(leaves)].sort((a, b) => a - b));
    expect((await plansOf(caseId)).map(({ body }) => body.kind)).toEqual([
      'trace-planned',
      'traced',
      'trace-planned',
      'traced',
      'trace-planned',
      'traced',
    ]);
  });

  test('traces of other cases are counted, for one who tries again might open a new one', async () => {
    const text = emails(takenBy(THIEF, 12));
    const first = await documentOf(text);
    const second = await documentOf(text);
    expect(second.plan).toMatchObject({ earlier: 0, elsewhere: (first.plan?.elsewhere ?? 0) + 1 });
  });

  test('one that finds no access in its time leaves the plan, and no answer', async () => {
    const { caseId, result } = await traceOf('ada@example.com', { from: '2027-01-01', to: '2027-02-01' });
    expect(result).toMatchObject({ ok: false, error: { code: 'TRACE_SCOPE_EMPTY' } });
    expect((await plansOf(caseId)).map(({ body }) => body.kind)).toEqual(['trace-planned']);
  });
});

describe('links', () => {
  test('damaged cells still link by what is whole: capitals, blanks, name and address', async () => {
    const rows = takenBy(THIEF, 40).map((customer, i) => {
      const email = i % 3 === 0 ? '' : i % 3 === 1 ? ` ${emailOf(customer).toUpperCase()} ` : emailOf(customer);
      return `"PERSON  ${customer}",${email},"${addressOf(customer, false)}."`;
    });
    const trace = await documentOf(`Full name,E-Mail,Street\n${rows.join('\n')}\n`);
    expect(trace).toMatchObject({ verdict: 'one', sample: { records: 40, linked: 40, foreign: 0 } });
  });

  test('addresses that were current only before a day put the taking before it', async () => {
    const customers = (world.taken.get(THIEF) ?? []).filter(moves);
    const table = (moved: boolean): string =>
      `email,address\n${customers.map((c) => `${emailOf(c)},${addressOf(c, moved)}`).join('\n')}\n`;
    const old = await documentOf(table(false));
    expect(old).toMatchObject({ verdict: 'one', named: [{ actor: actorId(THIEF) }] });
    expect(Date.parse(old.window?.to ?? '')).toBeLessThanOrEqual(Date.parse(dayOf(MOVED_ON)));
    // With addresses of after the move, his views came too early: it was not then that he copied it.
    expect((await documentOf(table(true))).named).toEqual([]);
  });
});

describe('nobody is named', () => {
  test('when nobody opened the listed customers', async () => {
    expect(world.unseen.length).toBeGreaterThan(60);
    expect(await documentOf(emails(world.unseen.slice(0, 60)))).toMatchObject({
      verdict: 'not-in-this-log',
      named: [],
      window: null,
      moreRecordsNeeded: null,
    });
  });

  test('when the list is of strangers', async () => {
    const text = Array.from({ length: 20 }, (_, i) => `stranger.${i}@example.org`).join('\n');
    expect(await documentOf(text)).toMatchObject({
      verdict: 'not-in-this-log',
      sample: { records: 20, linked: 0, foreign: 20 },
    });
  });

  test.each([
    ['masked beyond linking', (i: number) => `${String.fromCharCode(97 + i)}***@nowhere.example`],
    ['hashed with a salt', (i: number) => `${i}`.padStart(2, '0').repeat(32)],
    ['of names alone', (i: number) => `{"name":"Nobody Known ${i}"}`],
  ])('nor that it is not in this log when the list is %s: nothing could have linked', async (_, line) => {
    const text = Array.from({ length: 20 }, (_none, i) => line(i)).join('\n');
    expect(await documentOf(text)).toMatchObject({ verdict: 'not-enough-data', sample: { linked: 0 } });
  });

  test('when the list is too short, and then it says how many more it takes', async () => {
    const trace = await documentOf(emails(takenBy(THIEF, 3)));
    expect(trace).toMatchObject({ verdict: 'not-enough-data', named: [], window: null, apart: [] });
    expect(trace.moreRecordsNeeded).toBeGreaterThan(0);
  });

  test('when the time that was asked ends before the taking', async () => {
    const trace = await documentOf(emails(takenBy(THIEF, 40)), { to: dayOf(TAKEN.from) });
    expect(trace.named).toEqual([]);
    expect(trace.scope.to).toBe(dayOf(TAKEN.from));
  });

  test('when α asks for more than the list can give', async () => {
    const text = emails(takenBy(THIEF, 12));
    expect(await documentOf(text, { alpha: 0.05 })).toMatchObject({ verdict: 'one' });
    expect(await documentOf(text, { alpha: 1e-30 })).toMatchObject({ named: [], alpha: 1e-30 });
  });
});

describe('refusals', () => {
  test.each([
    ['TRACE_SAMPLE_EMPTY', 'nothing in it', {}],
    ['TRACE_SCOPE_EMPTY', 'ada@example.com', { from: '2026-02-01', to: '2026-02-01' }],
  ])('%s for %j %j, and the case stays as it was', async (code, text, more) => {
    const { caseId, result } = await traceOf(text, more);
    expect(result).toMatchObject({ ok: false, error: { code } });
    expect(unwrap((await world.app.deps()).cases.events(caseId))).toHaveLength(1);
  });

  test('a case that is not there, a file that is not there', async () => {
    const deps = await world.app.deps();
    const leak = world.leak('ada@example.com');
    expect(await traceLeak.run(traceInput.parse({ case: 'case-none', leak }), deps)).toMatchObject({
      error: { code: 'CASE_UNKNOWN' },
    });
    const caseId = await world.case();
    expect(await traceLeak.run(traceInput.parse({ case: caseId, leak: `${leak}-none` }), deps)).toMatchObject({
      error: { code: 'LEAK_UNREADABLE' },
    });
  });

  test('an empty lake', async () => {
    const app: App = openApp(join(folder, 'empty'), { progress: { step: () => ({ at: () => {}, end: () => {} }) } });
    const opened = unwrap(await openCase.run({ title: 'A leak', finding: null }, await app.deps()));
    const input = traceInput.parse({ case: opened.case, leak: world.leak('ada@example.com') });
    expect(await traceLeak.run(input, await app.deps())).toMatchObject({ error: { code: 'TRACE_SCOPE_EMPTY' } });
    await app.close();
  });
});

describe('candour trace', () => {
  const candour = (...args: readonly string[]) =>
    spawnSync(process.execPath, ['src/cli/main.ts', ...args, '--data', world.folder], { encoding: 'utf8' });

  test('prints the document and nothing else on stdout, and exits 0', async () => {
    const { status, stdout } = candour(
      'trace',
      await world.case(),
      '--leak',
      world.leak(emails(takenBy(THIEF, 40))),
      '--json',
    );
    expect(status).toBe(0);
    const keys = [
      'alpha',
      'apart',
      'case',
      'checkpoint',
      'moreRecordsNeeded',
      'named',
      'plan',
      'replay',
      'sample',
      'scope',
      'verdict',
      'window',
    ];
    expect(Object.keys(JSON.parse(stdout) as object).sort()).toEqual(keys);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'one', named: [{ actor: actorId(THIEF) }] });
  });

  test('exits 1 when refused and 2 on bad usage', async () => {
    const empty = world.leak('nothing in it');
    const refused = candour('trace', await world.case(), '--leak', empty, '--json');
    expect(refused.status).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'TRACE_SAMPLE_EMPTY' } });
    expect(candour('trace', 'case-1').status).toBe(2);
    expect(candour('trace', 'case-1', '--leak', empty, '--alpha', '0.5').status).toBe(2);
  });

  test('says in words what it found, and that a number accuses nobody', async () => {
    const { stdout } = candour('trace', await world.case(), '--leak', world.leak(emails(takenBy(THIEF, 40))));
    expect(stdout).toContain('one: 43 records, 40 linked to customers, 3 foreign');
    expect(stdout).toContain('A number accuses nobody');
  });
});
