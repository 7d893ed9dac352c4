import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { instantFromMs } from '../../src/core/instant.ts';
import type { CaseEventBody } from '../../src/model/case.ts';
import type { CaseStore } from '../../src/ports/case-store.ts';
import { scratchState, unwrap } from '../state/scratch-state.ts';

/** An adapter of the port: a place of its own, and the store that lives there, as every process opens it. */
interface Subject {
  readonly name: string;
  make(): { open(): CaseStore; close(): void };
}

const SUBJECTS: readonly Subject[] = [
  {
    name: 'SQLite',
    make() {
      const state = scratchState();
      return { open: () => state.again().store.cases, close: () => state.close() };
    },
  },
];

const T0 = instantFromMs(Date.UTC(2026, 2, 1, 9));
const T1 = instantFromMs(Date.UTC(2026, 2, 1, 10));
const opened = (title: string): CaseEventBody => ({ kind: 'opened', title, finding: null });
const noted = (text: string): CaseEventBody => ({ kind: 'noted', text });
const closed: CaseEventBody = { kind: 'closed', reason: 'done' };

describe.each(SUBJECTS)('a case store in $name', ({ make }) => {
  let place: ReturnType<Subject['make']>;
  let store: CaseStore;

  beforeEach(() => {
    place = make();
    store = place.open();
  });
  afterEach(() => place.close());

  test('numbers the events of each case from 0 and gives them back in order', async () => {
    const first = unwrap(await store.append('c-a', 0, T0, 'ada', [opened('A'), noted('one')]));
    const second = unwrap(await store.append('c-a', 2, T1, 'bob', [noted('two')]));
    unwrap(await store.append('c-b', 0, T1, 'bob', [opened('B')]));
    expect([...first, ...second].map((event) => event.seq)).toEqual([0, 1, 2]);
    expect(unwrap(store.events('c-a'))).toEqual([...first, ...second]);
    expect(second[0]).toEqual({ kind: 'noted', text: 'two', case: 'c-a', seq: 2, at: T1, by: 'bob' });
  });

  test('keeps what it acknowledged when it is opened again', async () => {
    const events = unwrap(await store.append('c-a', 0, T0, 'ada', [opened('A'), closed]));
    store = place.open();
    expect(unwrap(store.events('c-a'))).toEqual(events);
  });

  test('gives documents back as they were, whatever characters they hold', async () => {
    const value = { nested: [1, 2.5, null, true, 'naïve "quoted" \u2028 𝄞 \u0000'] };
    const body: CaseEventBody = { kind: 'fact-set', key: 'sold', value, status: 'likely', evidence: "it's told" };
    unwrap(await store.append('c-a', 0, T0, 'ada', [opened('A'), body]));
    expect(unwrap(store.events('c-a'))[1]).toMatchObject(body);
  });

  test.each([
    ['an event that another writer has already written', 1],
    ['a hole', 3],
  ])('refuses %s, and writes nothing of that append', async (_, expectedSeq) => {
    const events = unwrap(await store.append('c-a', 0, T0, 'ada', [opened('A'), noted('one')]));
    const late = await store.append('c-a', expectedSeq, T1, 'bob', [noted('late'), noted('later')]);
    expect(late).toMatchObject({ ok: false, error: { code: 'CASE_CONFLICT' } });
    expect(unwrap(store.events('c-a'))).toEqual(events);
  });

  test('of two writers with the same view of a case one is refused', async () => {
    const other = place.open();
    unwrap(await store.append('c-a', 0, T0, 'ada', [opened('A')]));
    unwrap(await other.append('c-a', 1, T1, 'bob', [noted('first')]));
    expect(await store.append('c-a', 1, T1, 'ada', [noted('second')])).toMatchObject({ ok: false });
    expect(unwrap(store.events('c-a'))).toEqual(unwrap(other.events('c-a')));
  });

  test('an append of nothing writes nothing and succeeds', async () => {
    expect(unwrap(await store.append('c-a', 0, T0, 'ada', []))).toEqual([]);
    expect(unwrap(store.list())).toEqual([]);
  });

  test('an unknown case is a fault, not an empty list', () => {
    expect(store.events('c-none')).toMatchObject({ ok: false, error: { code: 'CASE_UNKNOWN' } });
  });

  test('lists cases oldest first with title and status', async () => {
    unwrap(await store.append('c-late', 0, T1, 'ada', [opened('Late')]));
    unwrap(await store.append('c-early', 0, T0, 'ada', [opened('Early'), noted('x'), closed]));
    expect(unwrap(store.list())).toEqual([
      { case: 'c-early', title: 'Early', openedAt: T0, status: 'closed' },
      { case: 'c-late', title: 'Late', openedAt: T1, status: 'open' },
    ]);
  });
});
