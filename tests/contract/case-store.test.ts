import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sqliteCaseStore } from '../../src/adapters/sqlite/case-store.ts';
import { openState } from '../../src/adapters/sqlite/state.ts';
import { instantFromMs } from '../../src/core/instant.ts';
import type { Result } from '../../src/core/result.ts';
import type { CaseEventBody } from '../../src/model/case.ts';
import type { CaseStore } from '../../src/ports/case-store.ts';

/** An adapter of the port: opens the store that lives in a folder, the same one each time. */
interface Subject {
  readonly name: string;
  open(folder: string): CaseStore;
}

const SUBJECTS: readonly Subject[] = [
  {
    name: 'SQLite',
    open: (folder) => sqliteCaseStore(unwrap(openState({ path: join(folder, 'candour.sqlite'), sqlFolder: 'sql' }))),
  },
];

const T0 = instantFromMs(Date.UTC(2026, 2, 1, 9));
const T1 = instantFromMs(Date.UTC(2026, 2, 1, 10));
const opened = (title: string): CaseEventBody => ({ kind: 'opened', title, finding: null });
const noted = (text: string): CaseEventBody => ({ kind: 'noted', text });
const closed: CaseEventBody = { kind: 'closed', reason: 'done' };

function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

describe.each(SUBJECTS)('a case store in $name', ({ open }) => {
  let folder = '';
  let store: CaseStore;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'candour-cases-'));
    store = open(folder);
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('numbers the events of each case from 0 and gives them back in order', () => {
    const first = unwrap(store.append('c-a', 0, T0, 'ada', [opened('A'), noted('one')]));
    const second = unwrap(store.append('c-a', 2, T1, 'bob', [noted('two')]));
    unwrap(store.append('c-b', 0, T1, 'bob', [opened('B')]));
    expect([...first, ...second].map((event) => event.seq)).toEqual([0, 1, 2]);
    expect(unwrap(store.events('c-a'))).toEqual([...first, ...second]);
    expect(second[0]).toEqual({ kind: 'noted', text: 'two', case: 'c-a', seq: 2, at: T1, by: 'bob' });
  });

  test('keeps what it acknowledged when it is opened again', () => {
    const events = unwrap(store.append('c-a', 0, T0, 'ada', [opened('A'), closed]));
    store.close();
    store = open(folder);
    expect(unwrap(store.events('c-a'))).toEqual(events);
  });

  test('gives documents back as they were, whatever characters they hold', () => {
    const value = { nested: [1, 2.5, null, true, 'naïve "quoted" \u2028 𝄞 \u0000'] };
    const body: CaseEventBody = { kind: 'fact-set', key: 'sold', value, status: 'likely', evidence: "it's told" };
    unwrap(store.append('c-a', 0, T0, 'ada', [opened('A'), body]));
    expect(unwrap(store.events('c-a'))[1]).toMatchObject(body);
  });

  test.each([
    ['an event that another writer has already written', 1],
    ['a hole', 3],
  ])('refuses %s, and writes nothing of that append', (_, expectedSeq) => {
    const events = unwrap(store.append('c-a', 0, T0, 'ada', [opened('A'), noted('one')]));
    const late = store.append('c-a', expectedSeq, T1, 'bob', [noted('late'), noted('later')]);
    expect(late).toMatchObject({ ok: false, error: { code: 'CASE_CONFLICT' } });
    expect(unwrap(store.events('c-a'))).toEqual(events);
  });

  test('of two writers with the same view of a case one is refused', () => {
    const other = open(folder);
    try {
      unwrap(store.append('c-a', 0, T0, 'ada', [opened('A')]));
      unwrap(other.append('c-a', 1, T1, 'bob', [noted('first')]));
      expect(store.append('c-a', 1, T1, 'ada', [noted('second')])).toMatchObject({ ok: false });
      expect(unwrap(store.events('c-a'))).toEqual(unwrap(other.events('c-a')));
    } finally {
      other.close();
    }
  });

  test('an append of nothing writes nothing and succeeds', () => {
    expect(unwrap(store.append('c-a', 0, T0, 'ada', []))).toEqual([]);
    expect(store.list()).toEqual([]);
  });

  test('an unknown case is a fault, not an empty list', () => {
    expect(store.events('c-none')).toMatchObject({ ok: false, error: { code: 'CASE_UNKNOWN' } });
  });

  test('lists cases oldest first with title and status', () => {
    unwrap(store.append('c-late', 0, T1, 'ada', [opened('Late')]));
    unwrap(store.append('c-early', 0, T0, 'ada', [opened('Early'), noted('x'), closed]));
    expect(store.list()).toEqual([
      { case: 'c-early', title: 'Early', openedAt: T0, status: 'closed' },
      { case: 'c-late', title: 'Late', openedAt: T1, status: 'open' },
    ]);
  });
});
