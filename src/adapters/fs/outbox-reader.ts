import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ok } from '../../core/result.ts';
import type { LedgerEntry } from '../../ports/outbox.ts';
import type { DraftedMessage, OutboxReader } from '../../ports/outbox-reader.ts';

/** The committed outbox in `<caseFolder>/outbox`; `parse` reads the bytes of one message. Memory: one page. */
export function fsOutboxReader(caseFolder: string, parse: (bytes: Uint8Array) => DraftedMessage): OutboxReader {
  const folder = join(caseFolder, 'outbox');
  async function* entries(): AsyncGenerator<LedgerEntry> {
    const path = join(folder, 'index.ndjson');
    if (!existsSync(path)) return;
    const input = createReadStream(path);
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
      if (line !== '') yield JSON.parse(line) as LedgerEntry;
  }
  return {
    async page(from, count) {
      const page: LedgerEntry[] = [];
      let total = 0;
      for await (const entry of entries()) {
        if (total >= from && page.length < count) page.push(entry);
        total += 1;
      }
      return ok({ entries: page, total });
    },
    async entry(notice) {
      for await (const entry of entries()) if (entry.notice === notice) return ok(entry);
      return ok(null);
    },
    async message(notice) {
      // The name comes from an address line: only what ids are made of may reach the file system.
      if (!/^[a-z0-9-]+$/.test(notice)) return ok(null);
      const path = join(folder, `${notice}.eml`);
      return existsSync(path) ? ok(parse(await readFile(path))) : ok(null);
    },
  };
}
