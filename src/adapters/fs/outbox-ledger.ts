import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LedgerEntry } from '../../ports/outbox.ts';

/** The lines of an outbox's ledger as they stand; none where there is none. */
export async function* ledgerLines(folder: string): AsyncGenerator<LedgerEntry> {
  const path = join(folder, 'index.ndjson');
  if (!existsSync(path)) return;
  const input = createReadStream(path);
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
    if (line !== '') yield JSON.parse(line) as LedgerEntry;
}

/** Where a notice's message lies; null for a name that no notice has: it comes from an address line or a file, and only ids may reach the file system. */
export const messagePath = (folder: string, notice: string): string | null =>
  /^[a-z0-9-]+$/.test(notice) ? join(folder, `${notice}.eml`) : null;
