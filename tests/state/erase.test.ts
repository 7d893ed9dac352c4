import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { masterKeys, secretKey, subjectTag, unseal } from '../../src/adapters/sqlite/sealing.ts';
import { utf8 } from '../../src/core/bytes.ts';
import { type Instant, instantFromMs } from '../../src/core/instant.ts';
import { ok } from '../../src/core/result.ts';
import { parseStateEntry } from '../../src/core/state-leaf.ts';
import type { StateRecord } from '../../src/model/record.ts';
import type { CaseFiles } from '../../src/ports/case-file.ts';
import type { RecordDraft } from '../../src/ports/record-store.ts';
import { eraseSubject } from '../../src/workflow/erase-subject.ts';
import { holdCase } from '../../src/workflow/hold-case.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { bytesOnDisk, guess, hasTraceOf } from './adversary.ts';
import { MASTER, type ScratchState, scratchState, unwrap } from './scratch-state.ts';

const NOW: Instant = instantFromMs(Date.UTC(2026, 2, 1, 9));
const CUSTOMERS = Array.from({ length: 600 }, (_, n) => `c-${String(n).padStart(6, '0')}`);
const AFFECTED = CUSTOMERS.filter((_, n) => n % 15 === 7);
const [FIRST = '', SECOND = ''] = AFFECTED;

let state: ScratchState;
let caseId: string;
const noFiles: CaseFiles = {
  disclosed: () => ok([]),
  keepDisclosed: () => {},
  reconstructed: () => ok([]),
  keepReconstructed: () => {},
  sha256: () => '',
  forget: async () => ok({ removed: 0, rewritten: [] }),
};
const deps = () => ({
  ...state.store,
  clock: { now: () => NOW },
  operator: 'ada',
  ids: { fresh: (prefix: string) => `${prefix}-1` },
  files: noFiles,
});
/** All that is known of every affected person's records but whom they are about. */
const draftsAbout = (about: string): readonly RecordDraft[] => {
  const common = { at: NOW, by: 'ada', case: caseId, seq: null, about };
  const notice = {
    draft: 'draft-1',
    notice: 'n-1',
    controller: 'uk',
    variant: 'uk-gdpr',
    regime: 'uk-gdpr',
    language: 'en',
    state: 'drafted',
    why: null,
    sha256: 'ab'.repeat(32),
  } as const;
  return [
    { kind: 'notice', ...common, body: notice },
    { kind: 'read', ...common, body: { what: 'notice', id: 'n-1' } },
  ];
};
const plausible = (customer: string): readonly StateRecord[] =>
  draftsAbout(customer).map((draft): StateRecord => ({ v: 1, ...draft }));
const place = () => ({ case: caseId, incident: 'incident-1', at: NOW, by: 'ada' });

beforeEach(async () => {
  state = scratchState();
  caseId = unwrap(await openCase.run({ title: 'A leak', finding: null }, deps())).case;
  unwrap(await state.store.records.keep(AFFECTED.flatMap(draftsAbout)));
  const message = { notice: 'n-1', channel: 'email', acceptedAt: NOW, sha256: 'cd'.repeat(32) } as const;
  unwrap(
    await state.store.telling.tell(
      place(),
      AFFECTED.map((person) => ({ person, ...message })),
    ),
  );
});
afterEach(() => state.close());

const erase = (subject: string, one: string | null = caseId, reason = 'request 2026-117') =>
  eraseSubject.run({ subject, case: one, reason }, deps());
const guessed = (): readonly string[] => {
  const entries = [...state.log.kept, ...state.logOf('incident-1').kept];
  const spoils = { folder: state.folder, databasePath: state.path, master: MASTER, entries };
  return [...guess(spoils, caseId, CUSTOMERS, plausible)].sort();
};

/** Whatever the state holds of a person, before it is erased. */
function secretsOf(person: string): readonly Uint8Array[] {
  const keys = masterKeys(MASTER);
  const tag = subjectTag(keys, caseId, person);
  const row = state.database.prepare('SELECT id, wrapped FROM subject_key WHERE tag = ?').get(tag);
  const wrapped = row?.['wrapped'];
  if (!(wrapped instanceof Uint8Array)) throw new Error('no key of that person');
  const key = unseal(keys.wrapping, wrapped, tag) ?? Buffer.alloc(0);
  const records = state.database
    .prepare('SELECT commitment, sealed FROM record WHERE key = ?')
    .all(Number(row?.['id']));
  return [
    tag,
    wrapped,
    ...records.flatMap(({ commitment, sealed }) => {
      if (!(sealed instanceof Uint8Array)) return [];
      const plain = unseal(secretKey(key), sealed, utf8(String(commitment))) ?? Buffer.alloc(0);
      return [sealed, plain.subarray(0, 32), plain.subarray(32)];
    }),
    key,
  ];
}

describe('after an erasure', () => {
  test('a brute force over the whole customer table finds everybody before it, and nobody erased after it', async () => {
    expect(guessed()).toEqual(AFFECTED);
    for (const person of [FIRST, SECOND]) unwrap(await erase(person));
    expect(guessed()).toEqual(AFFECTED.slice(2));
  });

  test('no sixteen bytes of key, nonce or record are left in any file, free pages and journal included', async () => {
    const secrets = secretsOf(FIRST);
    expect(secrets).toHaveLength(2 + 3 * 3 + 1);
    // What was stored can be found before, so that finding nothing afterwards means something.
    const before = secrets.map((secret) => hasTraceOf(secret, bytesOnDisk(state.folder)));
    expect(before.filter(Boolean)).toHaveLength(5);
    unwrap(await erase(FIRST));
    expect(secrets.map((secret) => hasTraceOf(secret, bytesOnDisk(state.folder)))).toEqual(secrets.map(() => false));
  });

  test('leaves stay, one names those that were erased, and nothing in the log or the case says whose they were', async () => {
    const before = [...state.log.kept];
    const erased = unwrap(await erase(FIRST));
    expect(erased).toEqual({ cases: [caseId], records: 3, files: 0 });
    expect(state.log.kept.slice(0, before.length)).toEqual(before);
    const leaves = state.log.kept.slice(before.length).map(parseStateEntry);
    expect(leaves).toMatchObject([
      { type: 'record' },
      { type: 'erased', leaves: [expect.any(Number), expect.any(Number)] },
      { type: 'erased', leaves: [0], incident: 'incident-1' },
    ]);
    expect(state.logOf('incident-1').kept).toHaveLength(AFFECTED.length);
    const events = unwrap(state.store.cases.events(caseId));
    expect(events.at(-1)).toMatchObject({ kind: 'erased', reason: 'request 2026-117' });
    expect(JSON.stringify(events)).not.toContain(FIRST);
    expect(Buffer.concat(state.log.kept).toString()).not.toContain(FIRST);
  });

  test('the others can still be read', async () => {
    unwrap(await erase(FIRST));
    expect([...state.store.records.heldAbout(caseId, SECOND)]).toEqual([
      ['notice', 1],
      ['read', 1],
      ['told', 1],
    ]);
    expect(unwrap(state.store.telling.told(caseId, 'incident-1', SECOND))?.record.about).toBe(SECOND);
  });

  test('a second one says that nothing is held', async () => {
    unwrap(await erase(FIRST));
    const before = state.log.kept.length;
    expect(await erase(FIRST)).toMatchObject({ error: { code: 'ERASE_NOTHING' } });
    expect(state.log.kept).toHaveLength(before);
  });

  test('a process that still reads an older state is said, and the repetition finishes the work', async () => {
    const reader = state.again().database;
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM record').get();
    const quick = state.database;
    quick.exec('PRAGMA busy_timeout = 50');
    const secrets = secretsOf(FIRST);
    expect(await erase(FIRST)).toMatchObject({ error: { code: 'STATE_NOT_SCRUBBED' } });
    reader.exec('ROLLBACK');
    expect(await erase(FIRST)).toMatchObject({ error: { code: 'ERASE_NOTHING' } });
    expect(secrets.some((secret) => hasTraceOf(secret, bytesOnDisk(state.folder)))).toBe(false);
  });
});

describe('a legal hold', () => {
  test('blocks erasure until it is lifted, and both are in the case', async () => {
    unwrap(await holdCase.run({ case: caseId, hold: true, reason: 'claim 12' }, deps()));
    for (const one of [caseId, null]) expect(await erase(FIRST, one)).toMatchObject({ error: { code: 'ERASE_HELD' } });
    expect(state.store.records.heldAbout(caseId, FIRST).size).toBe(3);
    unwrap(await holdCase.run({ case: caseId, hold: false, reason: 'claim 12 settled' }, deps()));
    unwrap(await erase(FIRST));
    expect(state.store.records.heldAbout(caseId, FIRST).size).toBe(0);
    expect(unwrap(state.store.cases.events(caseId)).map(({ kind }) => kind)).toEqual([
      'opened',
      'held',
      'hold-lifted',
      'erased',
    ]);
  });

  test('cannot be put twice, nor lifted where there is none', async () => {
    expect(await holdCase.run({ case: caseId, hold: false, reason: 'x' }, deps())).toMatchObject({
      error: { code: 'CASE_HOLD_SAME' },
    });
  });
});

describe('an erasure', () => {
  test('without a case takes every case, and what was read outside of cases', async () => {
    const [notice] = draftsAbout(FIRST);
    if (notice === undefined) throw new Error('no draft');
    unwrap(
      await state.store.records.keep([
        { ...notice, case: null, kind: 'read', body: { what: 'explanation', id: 'e-1' } },
      ]),
    );
    expect(unwrap(await erase(FIRST, null))).toEqual({ cases: [caseId], records: 4, files: 0 });
    expect(state.store.records.heldAbout(null, FIRST).size).toBe(0);
  });

  test('is refused when its reason, which stays, names the person', async () => {
    expect(await erase(FIRST, caseId, `asked by ${FIRST}.`)).toMatchObject({ error: { code: 'CASE_TEXT_PERSONAL' } });
  });
});
