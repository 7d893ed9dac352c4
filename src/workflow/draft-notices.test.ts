import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../core/instant.ts';
import { err, ok } from '../core/result.ts';
import type { Company } from '../model/company.ts';
import { factsSchema } from '../model/facts.ts';
import { loadNoticePack } from '../packs/notice-pack.ts';
import type { LakeRow, LakeSession } from '../ports/lake.ts';
import type { Message } from '../ports/message-composer.ts';
import type { LedgerEntry, Outbox } from '../ports/outbox.ts';
import type { RecordDraft } from '../ports/record-store.ts';
import { draftNotices } from './draft-notices.ts';
import { noticeId } from './notice-id.ts';

const pack = loadNoticePack(join(import.meta.dirname, '../../packs'), 'person-email');
if (!pack.ok) throw new Error(pack.error.message);

const controller = (id: string, country: string) => ({
  id,
  name: `Example ${country}`,
  country,
  address: '1 Example Street',
  email: `privacy@${id}.example.com`,
  privacyContact: `privacy@${id}.example.com`,
  website: `https://${id}.example.com`,
});
const company: Company = { name: 'Example', controllers: [controller('uk', 'GB'), controller('fr', 'FR')] };

const person = (subject: string, change: LakeRow = {}): LakeRow => ({
  subject,
  basis: 'accessed',
  fields: ['email', 'no-such-word'],
  fields_complete: true,
  known: true,
  controller: 'uk',
  country: 'GB',
  region: null,
  language: 'en',
  email: `${subject}@example.com`,
  name: `Name of ${subject}`,
  address: null,
  postcode: null,
  city: null,
  ...change,
});

/** A session that knows only the two statements this action reads. */
function sessionOf(people: readonly LakeRow[], affected = people.length): LakeSession {
  const refuse = () => Promise.reject(new Error('not used by this action'));
  return {
    books: { batches: 0, records: 0, accepted: 0, duplicate: 0, quarantined: 0 },
    checkpoint: 'test',
    treeSize: 1,
    rows: async <Row extends LakeRow>() => [{ persons: BigInt(affected) } as unknown as Row],
    async *stream<Row extends LakeRow>() {
      for (const row of people) yield [row as Row];
    },
    columns: () => {
      throw new Error('not used by this action');
    },
    writeParquet: refuse,
    load: refuse,
    keep: refuse,
    close: async () => {},
  };
}

function memoryOutbox() {
  const log: string[] = [];
  const ledger: LedgerEntry[] = [];
  const files = new Map<string, string>();
  const outbox: Outbox = {
    secret: async () => ok('secret'),
    begin: async () =>
      ok({
        async add(entry, file) {
          ledger.push(entry);
          if (file !== null) files.set(entry.notice, Buffer.from(file).toString());
        },
        async commit() {
          log.push('commit');
          return ok(undefined);
        },
        async discard() {
          log.push('discard');
        },
      }),
  };
  return { outbox, ledger, files, log };
}

async function draft(people: readonly LakeRow[], affected?: number, packUsed = pack.ok ? pack.value : null) {
  if (packUsed === null) throw new Error('no pack');
  const memory = memoryOutbox();
  const messages: Message[] = [];
  const kept: RecordDraft[] = [];
  const facts = factsSchema.parse({ cause: 'insider' });
  const result = await draftNotices(
    {
      case: 'c-1',
      company,
      pack: packUsed,
      incident: {
        facts,
        untouched: [],
        authorities: {},
        readerLaw: () => ({ forbids: [], mandates: [], representatives: [], contacts: [] }),
      },
    },
    {
      session: sessionOf(people, affected),
      outbox: memory.outbox,
      composer: {
        async compose(message) {
          messages.push(message);
          return Buffer.from(message.text);
        },
      },
      clock: { now: () => '2026-03-22T09:00:00.000Z' as Instant },
      ids: { fresh: (prefix) => `${prefix}-x` },
      progress: { step: () => ({ at: () => {}, end: () => {} }) },
      operator: 'ada',
      records: {
        async keep(drafts) {
          kept.push(...drafts);
          return ok([]);
        },
      },
    },
  );
  return { result, messages, kept, ...memory };
}

describe('drafting notices', () => {
  it('puts every affected person into exactly one state, and the book balances', async () => {
    const { result, ledger } = await draft([
      person('a'),
      person('b', { email: 'none', address: '1 Example Road', city: 'Exampleton' }),
      person('c', { email: null }),
      person('d', { known: false, controller: null }),
      person('e', { controller: 'sold-off' }),
    ]);
    expect(result).toMatchObject({
      ok: true,
      value: {
        affected: 5,
        balanced: true,
        perState: { drafted: 1, letter: 1, unreachable: 1, unknown: 2, queued: 0, accepted: 0, excepted: 0 },
      },
    });
    expect(ledger.map((entry) => [entry.subject, entry.state, entry.why])).toEqual([
      ['a', 'drafted', null],
      ['b', 'letter', 'no-usable-email'],
      ['c', 'unreachable', 'no-usable-email-or-address'],
      ['d', 'unknown', 'no-customer-record'],
      ['e', 'unknown', 'controller-not-declared'],
    ]);
  });

  it('says that the book does not balance when somebody counted got no line', async () => {
    const { result } = await draft([person('a')], 2);
    expect(result).toMatchObject({ ok: true, value: { affected: 2, balanced: false } });
  });

  it("writes from the entity that is that customer's controller, in that customer's language", async () => {
    const { messages, result } = await draft([
      person('a'),
      person('b', { controller: 'fr', country: 'FR', language: 'fr-FR' }),
      person('c', { controller: 'fr', country: 'FR', language: 'de' }),
    ]);
    expect(messages.map((m) => [m.from.email, m.to.email, m.language])).toEqual([
      ['privacy@uk.example.com', 'a@example.com', 'en'],
      ['privacy@fr.example.com', 'b@example.com', 'fr'],
      ['privacy@fr.example.com', 'c@example.com', 'fr'],
    ]);
    expect(result.ok ? result.value.variants : []).toEqual([
      { id: 'eu-gdpr', regime: 'eu-gdpr', language: 'fr', persons: 2 },
      { id: 'uk-gdpr', regime: 'uk-gdpr', language: 'en', persons: 1 },
    ]);
  });

  it('records the language that was asked for when the notice is in another', async () => {
    const { ledger } = await draft([person('a', { language: 'de-DE' }), person('b')]);
    expect(ledger.map((entry) => [entry.language, entry.languageAsked])).toEqual([
      ['en', 'de-DE'],
      ['en', null],
    ]);
  });

  it('names neither the person nor the address in the ledger and in file names', async () => {
    const { ledger, files } = await draft([person('a')]);
    expect(JSON.stringify([ledger, [...files.keys()]])).not.toMatch(/@|Name of/);
    expect(files.get(ledger[0]?.notice ?? '')).toContain(`reference ${ledger[0]?.notice}`);
  });

  it('keeps a record about every affected person, with the hash of what was written to them', async () => {
    const { kept, ledger } = await draft([person('a'), person('b', { email: null })]);
    expect(kept.map(({ kind, about, case: caseId, body }) => ({ kind, about, caseId, body }))).toEqual(
      ledger.map(({ subject, notice, controller: of, variant, regime, language, state, why, sha256 }) => ({
        kind: 'notice',
        about: subject,
        caseId: 'c-1',
        body: { draft: 'draft-x', notice, controller: of, variant, regime, language, state, why, sha256 },
      })),
    );
    expect(ledger.map(({ sha256 }) => sha256?.length)).toEqual([64, undefined]);
  });

  it('reports what the lint finds with the number of people, and drafts all the same', async () => {
    if (!pack.ok) throw new Error('no pack');
    const [first] = pack.value.plan.variants;
    if (first === undefined) throw new Error('no variant');
    const plan = { ...pack.value.plan, variants: [{ ...first, when: 'always', keys: ['records-count' as const] }] };
    const { result } = await draft([person('a'), person('b')], 2, { ...pack.value, plan });
    expect(result).toMatchObject({
      ok: true,
      value: { perState: { drafted: 2 }, faults: [{ code: 'NOTICE_KEY_MISSING', persons: 2 }] },
    });
  });

  it('leaves the outbox before it alone when a notice cannot be written', async () => {
    if (!pack.ok) throw new Error('no pack');
    const plan = { ...pack.value.plan, conditions: { ...pack.value.plan.conditions, always: 'person.nothing' } };
    const { result, log } = await draft([person('a')], 1, { ...pack.value, plan });
    expect(result).toMatchObject(err({ code: 'NOTICE_CONDITION_INVALID' }));
    expect(log).toEqual(['discard']);
  });
});

describe('the id of a notice', () => {
  it('is the same for the same person and channel, and another for any other', () => {
    const ids = [
      noticeId('k', 'c-1', 'a', 'email'),
      noticeId('k', 'c-1', 'a', 'letter'),
      noticeId('k', 'c-2', 'a', 'email'),
      noticeId('k', 'c-1', 'b', 'email'),
      noticeId('l', 'c-1', 'a', 'email'),
    ];
    expect(new Set(ids).size).toBe(5);
    expect(noticeId('k', 'c-1', 'a', 'email')).toBe(ids[0]);
    expect(ids[0]).toMatch(/^n(-[a-z2-7]{5}){4}$/);
  });
});
