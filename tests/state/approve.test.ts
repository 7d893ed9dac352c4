import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fsCaseFiles } from '../../src/adapters/fs/case-file.ts';
import { fsOutbox } from '../../src/adapters/fs/outbox.ts';
import { fsOutboxInspector } from '../../src/adapters/fs/outbox-inspector.ts';
import { sha256Hex } from '../../src/core/hash.ts';
import { instantFromMs } from '../../src/core/instant.ts';
import { ok } from '../../src/core/result.ts';
import type { NoticeBook } from '../../src/model/notice.ts';
import type { LedgerEntry } from '../../src/ports/outbox.ts';
import { approveNotices } from '../../src/workflow/approve-notices.ts';
import { factBaseOf } from '../../src/workflow/fact-base.ts';
import { type ScratchState, scratchState, unwrap } from './scratch-state.ts';

const CASE = 'case-1';
const AT = instantFromMs(Date.UTC(2026, 2, 23));
const PERSONS = ['c-1', 'c-2', 'c-3', 'c-4'];

let state: ScratchState;
let folder = '';

beforeEach(async () => {
  state = scratchState();
  folder = join(state.folder, 'case');
  mkdirSync(folder);
  await append({ kind: 'opened', title: 'invented', finding: null });
  await draft('draft-1', '');
});
afterEach(() => state.close());

async function append(body: Parameters<ScratchState['store']['cases']['append']>[4][number]) {
  const seq = state.store.cases.events(CASE);
  unwrap(await state.store.cases.append(CASE, seq.ok ? seq.value.length : 0, AT, 'ada', [body]));
}

const bookOf = (name: string, change: Partial<NoticeBook> = {}): NoticeBook => ({
  case: CASE,
  affected: PERSONS.length,
  perState: { drafted: 3, queued: 0, accepted: 0, letter: 1, unreachable: 0, excepted: 0, unknown: 0 },
  variants: [],
  balanced: true,
  draft: name,
  faults: [],
  ...change,
});

/** Three messages and a letter, as the action drafts them: records, then the outbox, then the event. */
async function draft(name: string, text: string, change: Partial<NoticeBook> = {}): Promise<void> {
  const files = PERSONS.map((subject) =>
    subject === 'c-4' ? null : Buffer.from(`To: ${subject}@example.com\n${text}`),
  );
  const entries = PERSONS.map(
    (subject, i): LedgerEntry => ({
      notice: `n-${i}`,
      subject,
      controller: 'uk',
      variant: 'uk',
      regime: 'uk-gdpr',
      language: 'en',
      languageAsked: null,
      state: files[i] === null ? 'letter' : 'drafted',
      why: files[i] === null ? 'no-email' : null,
      sha256: files[i] == null ? null : sha256Hex(files[i]),
    }),
  );
  const drafts = entries.map((entry) => {
    const { notice, subject, controller, variant, regime, language, why, sha256 } = entry;
    const body = { draft: name, notice, controller, variant, regime, language, state: entry.state, why, sha256 };
    return { kind: 'notice' as const, at: AT, by: 'ada', case: CASE, seq: null, about: subject, body };
  });
  unwrap(await state.store.records.keep(drafts.slice(0, 2)));
  unwrap(await state.store.records.keep(drafts.slice(2)));
  const outbox = unwrap(await fsOutbox(folder).begin());
  for (const [i, entry] of entries.entries()) await outbox.add(entry, files[i] ?? null);
  unwrap(await outbox.commit());
  await append({ kind: 'notices-drafted', document: bookOf(name, change) });
}

const approve = (approvedBy = 'grace', cases = state.store.cases) =>
  approveNotices.run(
    { case: CASE, approvedBy },
    {
      cases,
      records: state.store.records,
      clock: { now: () => AT },
      operator: 'ada',
      progress: { step: () => ({ at: () => {}, end: () => {} }) },
      caseFolder: () => folder,
      outboxInspector: fsOutboxInspector,
    },
  );
const approval = () => factBaseOf(unwrap(state.store.cases.events(CASE))).approval;
const path = (name: string): string => join(folder, 'outbox', name);
const indexOf = (line: (entry: Record<string, unknown>) => Record<string, unknown> | null): void => {
  const lines = readFileSync(path('index.ndjson'), 'utf8').trim().split('\n');
  const changed = lines.flatMap((text) => {
    const one = line(JSON.parse(text) as Record<string, unknown>);
    return one === null ? [] : [JSON.stringify(one)];
  });
  writeFileSync(path('index.ndjson'), `${changed.join('\n')}\n`);
};

describe('approving notices', () => {
  test('is an event with its own leaf, and the book says who approved', async () => {
    const before = state.log.state();
    expect(await approve()).toEqual(ok({ draft: 'draft-1', approvedBy: 'grace', persons: 4, messages: 3 }));
    expect(approval()).toMatchObject({ approvedBy: 'grace', messages: 3 });
    expect(unwrap(state.log.state()).treeSize).toBe(unwrap(before).treeSize + 1);
  });

  test('needs somebody else than who drafted', async () => {
    expect(await approve('ada')).toMatchObject({ error: { code: 'NOTICE_SAME_PERSON' } });
  });

  test.each([
    ['a message', () => writeFileSync(path('n-1.eml'), 'To: c-2@example.com\nother words')],
    [
      'a message and its hash in the ledger',
      () => {
        writeFileSync(path('n-1.eml'), 'other words');
        indexOf((one) => (one['notice'] === 'n-1' ? { ...one, sha256: sha256Hex('other words') } : one));
      },
    ],
    ['whom it is to', () => indexOf((one) => (one['notice'] === 'n-1' ? { ...one, subject: 'c-9' } : one))],
    ['a state', () => indexOf((one) => (one['notice'] === 'n-3' ? { ...one, state: 'excepted' } : one))],
    ['a removed message', () => rmSync(path('n-0.eml'))],
    ['a removed line', () => indexOf((one) => (one['notice'] === 'n-1' ? null : one))],
    ['the last line removed', () => indexOf((one) => (one['notice'] === 'n-3' ? null : one))],
    ['a message more', () => writeFileSync(path('n-9.eml'), 'To: c-9@example.com')],
    ['a line that is no JSON', () => writeFileSync(path('index.ndjson'), '{')],
    ['a name that leads out of the outbox', () => indexOf((one) => ({ ...one, notice: '../notice-secret' }))],
    ['no outbox at all', () => rmSync(path('.'), { recursive: true })],
  ])('is refused when somebody changed %s', async (_what, change) => {
    change();
    expect(await approve()).toMatchObject({ error: { code: 'NOTICE_OUTBOX_DIFFERS' } });
    expect(approval()).toBeNull();
  });

  test('is refused for drafts that are not fit', async () => {
    await draft('draft-2', 'x', { faults: [{ code: 'NOTICE_KEY_MISSING', message: 'no date', persons: 3 }] });
    expect(await approve()).toMatchObject({ error: { code: 'NOTICE_NOT_FIT', message: /no date \(3 persons\)/ } });
    await draft('draft-3', 'x', { balanced: false });
    expect(await approve()).toMatchObject({ error: { code: 'NOTICE_NOT_FIT' } });
  });

  test('ends with the next draft, and with a fact that the notices do not know', async () => {
    unwrap(await approve());
    await draft('draft-2', 'new words');
    expect(approval()).toBeNull();
    expect(await approve()).toMatchObject({ value: { draft: 'draft-2' } });
    await append({ kind: 'fact-set', key: 'recovered', value: 'yes', status: 'confirmed', evidence: 'police' });
    expect(approval()).toBeNull();
    expect(await approve()).toMatchObject({ error: { code: 'NOTICE_OUTDATED' } });
  });

  test('of a draft whose outbox a kill put in place before the case said so is refused', async () => {
    const old = unwrap(state.store.cases.events(CASE)).length;
    await draft('draft-2', 'new words');
    const cases = {
      ...state.store.cases,
      events: () => ok(unwrap(state.store.cases.events(CASE)).slice(0, old)),
    };
    expect(await approve('grace', cases)).toMatchObject({ error: { code: 'NOTICE_OUTBOX_DIFFERS' } });
  });

  test('does not count an erased person', async () => {
    unwrap(
      await fsCaseFiles(
        () => folder,
        async () => [],
      ).forget(CASE, 'c-2'),
    );
    const seq = unwrap(state.store.cases.events(CASE)).length;
    unwrap(await state.store.records.erase({ case: CASE, person: 'c-2', at: AT, by: 'ada', reason: 'asked', seq }));
    expect(await approve()).toMatchObject({ value: { persons: 3, messages: 2 } });
  });
});
