import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '../../src/core/result.ts';
import type { FrozenScope } from '../../src/model/exposure.ts';
import type { ScopeDifference } from '../../src/scope/scope-diff.ts';
import { compareScopes } from '../../src/workflow/compare-scopes.ts';
import type { Deps } from '../../src/workflow/deps.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { scopeCase, scopeInput } from '../../src/workflow/scope-case.ts';
import { takePeople } from '../../src/workflow/take-people.ts';
import { accessLine, type ScratchLake, scratchLake } from '../ingest/scratch-lake.ts';
import { auditLog } from './audit-log.ts';

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};

const day = (n: number, time = '09:00:00'): string => `2026-03-${String(n).padStart(2, '0')}T${time}Z`;
/** Everybody works on every day; e-1 opens c-1 on the 8th, c-2 on the 10th and c-3 on the 11th, e-2 opens c-2. */
const LINES = [
  ...Array.from({ length: 31 }, (_, i) => accessLine(`d-${i}`, { time: day(i + 1), actor: 'e-9', subjects: ['c-9'] })),
  accessLine('a-1', { time: day(8), actor: 'e-1', subjects: ['c-1'], fields: ['email'] }),
  accessLine('a-2', { time: day(10), actor: 'e-1', subjects: ['c-2'], fields: ['email', 'phone'] }),
  accessLine('a-3', { time: day(11), actor: 'e-1', subjects: ['c-3'], fields: ['email'] }),
  accessLine('a-4', { time: day(10), actor: 'e-2', subjects: ['c-2'], fields: ['email'] }),
];
const CUSTOMERS = 'id,email\nc-1,a@example.com\nc-2,b@example.com\nc-3,c@example.com\nc-9,d@example.com\n';

let lake: ScratchLake;
let deps: Deps;
let caseId: string;
beforeAll(async () => {
  lake = scratchLake();
  writeFileSync(join(lake.folder, 'access.ndjson'), LINES.join('\n'));
  writeFileSync(join(lake.folder, 'customers.csv'), CUSTOMERS);
  await lake.ingest([join(lake.folder, 'access.ndjson')]);
  must(await takePeople({ kind: 'customers', paths: [join(lake.folder, 'customers.csv')] }, lake.app.people));
  deps = await lake.app.deps();
  caseId = must(await openCase.run({ title: 'Depth', finding: null }, deps)).case;
});
afterAll(() => lake.remove());

const scopeOf = async (actors: readonly string[], from = '2026-03-09', to = '2026-03-11'): Promise<FrozenScope> =>
  must(await scopeCase.run(scopeInput.parse({ case: caseId, actors, from, to }), deps));
const compare = async (before: string, after?: string): Promise<ScopeDifference> =>
  must(await compareScopes.run({ case: caseId, before, ...(after === undefined ? {} : { after }) }, deps));

test('the numbers are shown for longer windows, and without each of several actors', async () => {
  const { persons, sensitivity } = await scopeOf(['e-1', 'e-2']);
  expect(persons).toBe(1);
  expect(sensitivity).toEqual({
    window: [
      { days: 1, persons: 3 },
      { days: 7, persons: 3 },
    ],
    actors: [
      { without: 'e-1', persons: 1 },
      { without: 'e-2', persons: 1 },
    ],
  });
  const wide = await scopeOf(['e-1'], '2026-03-07', '2026-03-12');
  expect(wide.sensitivity).toEqual({
    window: [
      { days: -1, persons: 2 },
      { days: 1, persons: 3 },
      { days: 7, persons: 3 },
    ],
    actors: [],
  });
});

test('a log without a hole bounds the numbers from both sides', async () => {
  const { bounds } = await scopeOf(['e-1'], '2026-03-07', '2026-03-12');
  expect(bounds).toEqual({
    persons: { atLeast: 3, atMost: 3 },
    byField: { email: { atLeast: 3, atMost: 3 }, phone: { atLeast: 1, atMost: 1 } },
    rowsOfUnknownPersons: 0,
    open: [],
  });
});

describe('frozen scopes', () => {
  test('of the same question over the same lake have the same digest, whatever their file is called', async () => {
    const [first, second] = [await scopeOf(['e-1']), await scopeOf(['e-1'])];
    expect(first.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(second.sha256).toBe(first.sha256);
    expect(second.list).not.toBe(first.list);
    expect((await scopeOf(['e-2'])).sha256).not.toBe(first.sha256);
  });

  test('are compared by number, digest or file: who came and went, what moved, and what was asked otherwise', async () => {
    const before = await scopeOf(['e-1'], '2026-03-09', '2026-03-11');
    const after = await scopeOf(['e-1'], '2026-03-07', '2026-03-11');
    const difference = await compare(before.sha256?.slice(0, 12) ?? '');
    expect(difference).toMatchObject({
      same: false,
      people: { added: 1, removed: 0, changed: 0 },
      after: { sha256: after.sha256 },
    });
    expect(difference.moved).toContainEqual({ what: 'persons', before: 1, after: 2 });
    expect(difference.because).toEqual([
      { what: 'window.from', before: '2026-03-09T00:00:00.000Z', after: '2026-03-07T00:00:00.000Z' },
    ]);
    const { before: older, after: newer } = difference;
    expect(await compare(String(older.number), String(newer.number))).toEqual(difference);
    expect(await compare(String(newer.number))).toMatchObject({ same: true, moved: [], because: [] });
    expect((await compare(String(newer.number), String(older.number))).people).toEqual({
      added: 0,
      removed: 1,
      changed: 0,
    });
  });

  test('that do not exist are refused with what there is', async () => {
    for (const before of ['0', '999', 'ffffffffffff', 'exposure-x']) {
      const refused = await compareScopes.run({ case: caseId, before }, deps);
      expect(refused).toMatchObject({ error: { code: 'SCOPE_UNKNOWN' } });
    }
  });

  test('say that the lake has more records when a log was taken in between', async () => {
    const before = await scopeOf(['e-1']);
    writeFileSync(
      join(lake.folder, 'late.ndjson'),
      accessLine('late', { time: day(9), actor: 'e-1', subjects: ['c-3'], fields: ['email'] }),
    );
    await lake.ingest([join(lake.folder, 'late.ndjson')]);
    await scopeOf(['e-1']);
    const difference = await compare(before.list.split('/').at(-1) ?? '');
    expect(difference.people).toEqual({ added: 1, removed: 0, changed: 0 });
    expect(difference.because.map(({ what }) => what)).toEqual(['lake.checkpoint', 'lake.batches', 'lake.records']);
  });
});

describe('a source that numbers its records', () => {
  const entry = (at: string, line: number, statement = 'SELECT 1 FROM crm.x', session = 's1') => ({
    at,
    line,
    statement,
    session,
    rows: 1,
  });

  test('shows what is missing of the sessions asked for, and a clock that was set back', async () => {
    const path = join(lake.folder, 'pg.csv');
    writeFileSync(
      path,
      auditLog([
        entry('2026-03-09T09:00:00', 1),
        entry('2026-03-09T09:01:00', 2),
        entry('2026-03-09T09:00:30', 3),
        entry('2026-03-09T09:02:00', 7),
        { ...entry('2026-03-09T09:00:00', 1, 'SELECT 1 FROM crm.x', 's2'), user: 'other' },
        { ...entry('2026-03-09T09:00:00', 9, 'SELECT 1 FROM crm.x', 's2'), user: 'other' },
      ]),
    );
    await lake.ingest([path], 'postgres-pgaudit');
    const { gaps, bounds, untouched } = await scopeOf(['support_app'], '2026-03-09', '2026-03-10');
    const said = gaps.map(({ why }) => why).join('\n');
    expect(said).toContain('3 of 7 are not held, in 1 of 1 series');
    expect(said).toContain('1 time is earlier than that of the record before, by up to 30 s');
    expect(bounds?.persons).toEqual({ atLeast: 0, atMost: null });
    expect(bounds?.open.join()).toContain('postgres-pgaudit lacks records');
    expect(untouched).toEqual([]);
  });

  test('whose clock is years ahead is named', async () => {
    const path = join(lake.folder, 'ahead.ndjson');
    writeFileSync(path, accessLine('ahead', { time: '2999-03-09T09:00:00Z', actor: 'e-1', subjects: [] }));
    await lake.ingest([path]);
    const { gaps } = await scopeOf(['e-1']);
    expect(gaps.map(({ why }) => why).join()).toContain(
      'The clock of this source, or its time zone, is ahead: 1 batch',
    );
  });
});
