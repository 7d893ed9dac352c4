import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok } from '../../core/result.ts';
import type { LedgerEntry } from '../../ports/outbox.ts';
import type { DraftedMessage, OutboxReader } from '../../ports/outbox-reader.ts';
import { ledgerLines, messagePath } from './outbox-ledger.ts';

/** The committed outbox in `<caseFolder>/outbox`; `parse` reads the bytes of one message. Memory: one page. */
export function fsOutboxReader(caseFolder: string, parse: (bytes: Uint8Array) => DraftedMessage): OutboxReader {
  const folder = join(caseFolder, 'outbox');
  return {
    async page(from, count) {
      const page: LedgerEntry[] = [];
      let total = 0;
      for await (const entry of ledgerLines(folder)) {
        if (total >= from && page.length < count) page.push(entry);
        total += 1;
      }
      return ok({ entries: page, total });
    },
    async entry(notice) {
      for await (const entry of ledgerLines(folder)) if (entry.notice === notice) return ok(entry);
      return ok(null);
    },
    async message(notice) {
      const path = messagePath(folder, notice);
      return path !== null && existsSync(path) ? ok(parse(await readFile(path))) : ok(null);
    },
  };
}
