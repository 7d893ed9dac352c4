import { ok } from '../core/result.ts';
import type { OutboxReader } from '../ports/outbox-reader.ts';
import { keepRead, type ReadDeps } from './keep-read.ts';

/**
 * The outbox of a case for an operator's eyes: every page of its ledger and every message is recorded before it is shown, a message under
 * the key of whom it is to. Errors besides the outbox's: those of the evidence log.
 */
export function readOutbox(caseId: string, outbox: OutboxReader, deps: () => Promise<ReadDeps>): OutboxReader {
  return {
    entry: (notice) => outbox.entry(notice),
    async page(from, count) {
      const page = await outbox.page(from, count);
      if (!page.ok || page.value.entries.length === 0) return page;
      const kept = await keepRead({ what: 'notice-list', id: null, case: caseId, about: null }, await deps());
      return kept.ok ? page : kept;
    },
    async message(notice) {
      const message = await outbox.message(notice);
      if (!message.ok || message.value === null) return message;
      const entry = await outbox.entry(notice);
      if (!entry.ok) return entry;
      // A message without its line is what a killed erasure left: it is nobody's, and not shown.
      if (entry.value === null) return ok(null);
      const about = entry.value.subject;
      const kept = await keepRead({ what: 'notice', id: notice, case: caseId, about }, await deps());
      return kept.ok ? message : kept;
    },
  };
}
