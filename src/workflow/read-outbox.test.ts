import { describe, expect, test } from 'vitest';
import { instantFromMs } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { LedgerEntry } from '../ports/outbox.ts';
import type { OutboxReader } from '../ports/outbox-reader.ts';
import type { RecordDraft } from '../ports/record-store.ts';
import { readOutbox } from './read-outbox.ts';

const entry: LedgerEntry = {
  notice: 'n-1',
  subject: 'c-1',
  controller: 'uk',
  variant: 'uk-gdpr',
  regime: 'uk-gdpr',
  language: 'en',
  languageAsked: null,
  state: 'drafted',
  why: null,
  sha256: null,
};
const message = { from: 'a', to: 'b', subject: 's', text: 't', html: 'h' };
const outboxOf = (entries: readonly LedgerEntry[]): OutboxReader => ({
  page: async () => ok({ entries, total: entries.length }),
  entry: async (notice) => ok(entries.find((one) => one.notice === notice) ?? null),
  message: async (notice) => ok(notice === 'n-1' ? message : null),
});

function reading(entries: readonly LedgerEntry[], answer: Result<readonly never[]> = ok([])) {
  const kept: RecordDraft[] = [];
  const keep = async (drafts: readonly RecordDraft[]) => {
    kept.push(...drafts);
    return answer;
  };
  const deps = async () => ({ clock: { now: () => instantFromMs(0) }, operator: 'ada', records: { keep } });
  return { kept, outbox: readOutbox('case-1', outboxOf(entries), deps) };
}

describe('an outbox that an operator looks at', () => {
  test('records a page as a list, and a message under the key of whom it is to, before either is shown', async () => {
    const { kept, outbox } = reading([entry]);
    expect(await outbox.page(0, 10)).toEqual(ok({ entries: [entry], total: 1 }));
    expect(await outbox.message('n-1')).toEqual(ok(message));
    expect(kept).toMatchObject([
      { kind: 'read', by: 'ada', case: 'case-1', about: null, body: { what: 'notice-list' } },
      { kind: 'read', by: 'ada', case: 'case-1', about: 'c-1', body: { what: 'notice', id: 'n-1' } },
    ]);
  });

  test('shows nothing when the read cannot be recorded', async () => {
    const fault = err({ code: 'LOG_STORE', message: 'full' });
    const { outbox } = reading([entry], fault);
    expect([await outbox.page(0, 10), await outbox.message('n-1')]).toEqual([fault, fault]);
  });

  test('records nothing where there is nothing to see', async () => {
    const { kept, outbox } = reading([]);
    expect(await outbox.page(0, 10)).toEqual(ok({ entries: [], total: 0 }));
    expect([await outbox.message('n-1'), await outbox.message('n-2')]).toEqual([ok(null), ok(null)]);
    expect(kept).toEqual([]);
  });
});
