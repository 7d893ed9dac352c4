import { existsSync } from 'node:fs';
import { opendir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../../core/hash.ts';
import type { OutboxInspector } from '../../ports/outbox-inspector.ts';
import { ledgerLines, messagePath } from './outbox-ledger.ts';

/** The committed outbox in `<caseFolder>/outbox`. Memory: one message. */
export function fsOutboxInspector(caseFolder: string): OutboxInspector {
  const folder = join(caseFolder, 'outbox');
  return {
    async *entries() {
      for await (const entry of ledgerLines(folder)) {
        const path = messagePath(folder, entry.notice);
        yield { ...entry, found: path !== null && existsSync(path) ? sha256Hex(await readFile(path)) : null };
      }
    },
    async messages() {
      if (!existsSync(folder)) return 0;
      let count = 0;
      for await (const { name } of await opendir(folder)) if (name.endsWith('.eml')) count += 1;
      return count;
    },
  };
}
