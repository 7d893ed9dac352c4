import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerEntry, OutboxDraft } from '../../ports/outbox.ts';
import { fsOutbox } from './outbox.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'candour-outbox-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const entry = (notice: string): LedgerEntry => ({
  notice,
  subject: `s-${notice}`,
  controller: 'example-uk',
  variant: 'uk-gdpr',
  regime: 'uk-gdpr',
  language: 'en',
  languageAsked: null,
  state: 'drafted',
  why: null,
  sha256: 'x',
});
const begin = async (): Promise<OutboxDraft> => {
  const draft = await fsOutbox(folder).begin();
  if (!draft.ok) throw new Error(draft.error.message);
  return draft.value;
};
const fill = async (...notices: readonly string[]) => {
  const draft = await begin();
  for (const notice of notices) await draft.add(entry(notice), Buffer.from(notice));
  return draft.commit();
};
const listed = () => readdirSync(join(folder, 'outbox')).toSorted();
const modeOf = (path: string) => statSync(join(folder, path)).mode & 0o777;

describe('the outbox folder', () => {
  it('holds one private file per notice and a ledger in the order of adding', async () => {
    expect(await fill('n-b', 'n-a')).toEqual({ ok: true, value: undefined });
    expect(listed()).toEqual(['index.ndjson', 'n-a.eml', 'n-b.eml']);
    const lines = readFileSync(join(folder, 'outbox/index.ndjson'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([entry('n-b'), entry('n-a')]);
    expect([modeOf('outbox'), modeOf('outbox/n-a.eml'), modeOf('outbox/index.ndjson')]).toEqual([0o700, 0o600, 0o600]);
  });

  it('is replaced whole by the next draft', async () => {
    await fill('n-a', 'n-b');
    await fill('n-c');
    expect(listed()).toEqual(['index.ndjson', 'n-c.eml']);
    expect(readdirSync(folder)).toEqual(['outbox']);
  });

  it('stays as it was while a draft is written, and when it is discarded', async () => {
    await fill('n-a');
    const draft = await begin();
    await draft.add(entry('n-b'), Buffer.from('b'));
    expect(listed()).toEqual(['index.ndjson', 'n-a.eml']);
    await draft.discard();
    expect(readdirSync(folder)).toEqual(['outbox']);
    expect(listed()).toEqual(['index.ndjson', 'n-a.eml']);
  });

  it('comes back after a kill between the two renames', async () => {
    await fill('n-a');
    renameSync(join(folder, 'outbox'), join(folder, 'outbox.replaced'));
    mkdirSync(join(folder, 'outbox.next'));
    await (await begin()).discard();
    expect(listed()).toEqual(['index.ndjson', 'n-a.eml']);
    expect(existsSync(join(folder, 'outbox.replaced'))).toBe(false);
  });

  it('does not bring back an old outbox over a new one', async () => {
    await fill('n-b');
    mkdirSync(join(folder, 'outbox.replaced'));
    writeFileSync(join(folder, 'outbox.replaced', 'n-a.eml'), '');
    await (await begin()).discard();
    expect(listed()).toEqual(['index.ndjson', 'n-b.eml']);
  });

  it('refuses to commit when a file could not be written, and the outbox before it stands', async () => {
    await fill('n-a');
    const draft = await begin();
    await draft.add(entry('n-b'), Buffer.from('b'));
    await draft.add(entry('n-b'), Buffer.from('the same id again'));
    expect(await draft.commit()).toMatchObject({ ok: false, error: { code: 'OUTBOX_UNWRITABLE' } });
    expect(listed()).toEqual(['index.ndjson', 'n-a.eml']);
  });

  it('keeps one secret per case', async () => {
    const outbox = fsOutbox(folder);
    expect(await outbox.secret(() => 'first')).toEqual({ ok: true, value: 'first' });
    expect(await outbox.secret(() => 'second')).toEqual({ ok: true, value: 'first' });
    expect(modeOf('notice-secret')).toBe(0o600);
  });
});
