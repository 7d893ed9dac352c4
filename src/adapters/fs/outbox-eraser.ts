import { createReadStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LedgerEntry } from '../../ports/outbox.ts';

/**
 * Takes a person's line and messages out of a case's outbox and out of what a killed draft left beside it; returns how many were removed.
 * Messages go first: a kill leaves a line whose message is gone, which the next erasure removes.
 */
export async function forgetInOutbox(caseFolder: string, person: string): Promise<number> {
  let removed = 0;
  for (const name of ['outbox', 'outbox.next', 'outbox.replaced']) {
    const folder = join(caseFolder, name);
    if (existsSync(join(folder, 'index.ndjson'))) removed += await forgetIn(folder, person);
  }
  return removed;
}

async function forgetIn(folder: string, person: string): Promise<number> {
  const index = join(folder, 'index.ndjson');
  const next = `${index}.next`;
  const file = await open(next, 'w', 0o600);
  let removed = 0;
  try {
    let kept: string[] = [];
    for await (const line of createInterface({ input: createReadStream(index), crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line === '') continue;
      const { subject, notice } = JSON.parse(line) as LedgerEntry;
      if (subject !== person) {
        kept.push(`${line}\n`);
        if (kept.length < 1000) continue;
        await file.appendFile(kept.join(''));
        kept = [];
        continue;
      }
      const message = join(folder, `${notice}.eml`);
      removed += existsSync(message) ? 2 : 1;
      await rm(message, { force: true });
    }
    await file.appendFile(kept.join(''));
    await file.sync();
  } finally {
    await file.close();
  }
  if (removed === 0) {
    await rm(next);
    return 0;
  }
  await rename(next, index);
  const names = await open(folder, 'r');
  await names.sync();
  await names.close();
  return removed;
}
