import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Instant, instantFromMs } from '../../src/core/instant.ts';
import type { EvidenceLog } from '../../src/ports/evidence-log.ts';
import type { RecordDraft } from '../../src/ports/record-store.ts';
import { type ScratchState, scratchState, unwrap } from './scratch-state.ts';

const NOW: Instant = instantFromMs(Date.UTC(2026, 2, 1, 9));
const note = { kind: 'noted', text: 'x' } as const;
const about = (person: string): RecordDraft => ({
  kind: 'read',
  at: NOW,
  by: 'ada',
  case: 'c-a',
  seq: null,
  about: person,
  body: { what: 'notice', id: 'n-1' },
});

let state: ScratchState;
beforeEach(() => {
  state = scratchState();
});
afterEach(() => state.close());

const rows = (): { readonly records: number; readonly pending: number; readonly keys: number } => {
  const count = (sql: string): number => Number(state.database.prepare(sql).get()?.['n']);
  return {
    records: count('SELECT count(*) AS n FROM record WHERE leaf IS NOT NULL'),
    pending: count('SELECT count(*) AS n FROM record WHERE leaf IS NULL'),
    keys: count('SELECT count(*) AS n FROM subject_key'),
  };
};

/** The next append of the main log ends as if the process were killed there. */
function killed(when: 'before' | 'after'): void {
  const log: { whileHeld: EvidenceLog['whileHeld'] } = state.log;
  const { whileHeld } = log;
  log.whileHeld = (work) =>
    whileHeld((held) => {
      log.whileHeld = whileHeld;
      return work({
        ...held,
        async append(entries) {
          if (when === 'after') await held.append(entries);
          throw new Error('killed');
        },
      });
    });
}

describe('what a kill leaves', () => {
  test('before the append: rows that nobody reads, and that the next start removes with their keys', async () => {
    unwrap(await state.store.cases.append('c-a', 0, NOW, 'ada', [note]));
    const before = rows();
    killed('before');
    await expect(state.store.cases.append('c-a', 1, NOW, 'ada', [note], [about('p-1')])).rejects.toThrow('killed');
    expect(rows()).toEqual({ records: 1, pending: 2, keys: 2 });
    expect(unwrap(state.store.cases.events('c-a'))).toHaveLength(1);
    unwrap(await state.again().store.settle());
    expect(rows()).toEqual(before);
  });

  test('after the append: rows that the next start marks, and their events are there', async () => {
    unwrap(await state.store.cases.append('c-a', 0, NOW, 'ada', [note]));
    killed('after');
    await expect(state.store.cases.append('c-a', 1, NOW, 'ada', [note, note])).rejects.toThrow('killed');
    const again = state.again().store;
    unwrap(await again.settle());
    expect(rows()).toEqual({ records: 3, pending: 0, keys: 1 });
    expect(unwrap(again.cases.events('c-a')).map(({ seq }) => seq)).toEqual([0, 1, 2]);
  });

  test('of another process is settled by whoever writes next, without a start', async () => {
    unwrap(await state.store.cases.append('c-a', 0, NOW, 'ada', [note]));
    const other = state.again().store;
    killed('after');
    await expect(other.cases.append('c-a', 1, NOW, 'bob', [note])).rejects.toThrow('killed');
    expect(await state.store.cases.append('c-a', 1, NOW, 'ada', [note])).toMatchObject({
      error: { code: 'CASE_CONFLICT' },
    });
    expect(unwrap(await state.store.cases.append('c-a', 2, NOW, 'ada', [note]))).toMatchObject([{ seq: 2 }]);
  });

  test.each([
    ['before', 1],
    ['after', 0],
  ] as const)('%s the leaf of an erasure: all of it or nothing', async (when, held) => {
    unwrap(await state.store.cases.append('c-a', 0, NOW, 'ada', [note], [about('p-1'), about('p-2')]));
    const erasure = { case: 'c-a', person: 'p-1', at: NOW, by: 'ada', reason: 'asked', seq: 1 };
    killed(when);
    await expect(state.store.records.erase(erasure)).rejects.toThrow('killed');
    const { store } = state.again();
    unwrap(await store.settle());
    expect([...store.records.heldAbout('c-a', 'p-1').values()]).toEqual(held === 0 ? [] : [1]);
    expect([...store.records.heldAbout('c-a', 'p-2').values()]).toEqual([1]);
    expect(unwrap(store.cases.events('c-a'))).toHaveLength(2 - held);
    expect(rows().keys).toBe(2 + held);
  });

  test('a fault of the log is given back, and what was written is removed by the next writer', async () => {
    const { whileHeld } = state.log;
    const log: { whileHeld: EvidenceLog['whileHeld'] } = state.log;
    const refusal = { ok: false, error: { code: 'LOG_STORE', message: 'full' } } as const;
    log.whileHeld = (work) => whileHeld((held) => work({ ...held, append: async () => refusal }));
    expect(await state.store.cases.append('c-a', 0, NOW, 'ada', [note])).toEqual(refusal);
    log.whileHeld = whileHeld;
    unwrap(await state.store.cases.append('c-a', 0, NOW, 'ada', [note]));
    expect(rows()).toEqual({ records: 1, pending: 0, keys: 1 });
  });
});
