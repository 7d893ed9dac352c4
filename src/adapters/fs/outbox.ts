import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from '../../core/result.ts';
import type { LedgerEntry, Outbox, OutboxDraft } from '../../ports/outbox.ts';
import { outboxFault } from './outbox-fault.ts';

// Measured: fsync of single small files is bound by the disk's latency, so several in flight; more than 16 gave nothing.
const WRITES_IN_FLIGHT = 16;

/**
 * The outbox of one case in `<caseFolder>/outbox`. A draft is written beside it (`outbox.next`), every file fsynced, and then
 * takes its place by two renames. A kill before the first leaves the old outbox; a kill between the two leaves none under the
 * name but both on disk, and `begin` puts the old one back; the new one is never seen in part. Files are 0600, folders 0700.
 */
export function fsOutbox(caseFolder: string): Outbox {
  const current = join(caseFolder, 'outbox');
  const next = join(caseFolder, 'outbox.next');
  const replaced = join(caseFolder, 'outbox.replaced');

  return {
    async secret(fresh) {
      const path = join(caseFolder, 'notice-secret');
      try {
        await mkdir(caseFolder, { recursive: true, mode: 0o700 });
        const kept = await readFile(path, 'utf8').catch(() => '');
        if (kept !== '') return ok(kept);
        const made = fresh();
        await writeDurable(`${path}.next`, Buffer.from(made));
        await rename(`${path}.next`, path);
        await syncFolder(caseFolder);
        return ok(made);
      } catch (error) {
        return unwritable('keeping the secret of notice ids', error);
      }
    },

    async begin(): Promise<Result<OutboxDraft>> {
      try {
        await putBack();
        await rm(replaced, { recursive: true, force: true });
        await rm(next, { recursive: true, force: true });
        await mkdir(next, { recursive: true, mode: 0o700 });
        const ledger = await open(join(next, 'index.ndjson'), 'wx', 0o600);
        return ok(draftIn(ledger));
      } catch (error) {
        return unwritable('beginning an outbox', error);
      }
    },
  };

  /** After a kill between the two renames of `commit`: succeeds only where the outbox itself is missing. */
  async function putBack(): Promise<void> {
    await rename(replaced, current).catch(() => undefined);
  }

  function draftIn(ledger: FileHandle): OutboxDraft {
    const inFlight = new Set<Promise<void>>();
    let failure: Error | null = null;
    let lines: string[] = [];
    const flush = async () => {
      const text = lines.join('');
      lines = [];
      if (text !== '') await ledger.appendFile(text);
    };
    const settle = async () => {
      await Promise.all(inFlight);
    };
    const discard = async () => {
      await settle();
      await ledger.close().catch(() => undefined);
      await putBack();
      await rm(next, { recursive: true, force: true });
    };
    return {
      discard,

      async add(entry: LedgerEntry, file) {
        lines.push(`${JSON.stringify(entry)}\n`);
        if (lines.length >= 1000) await flush();
        if (file === null || failure !== null) return;
        while (inFlight.size >= WRITES_IN_FLIGHT) await Promise.race(inFlight);
        const write: Promise<void> = writeDurable(join(next, `${entry.notice}.eml`), file)
          .catch((error: unknown) => {
            failure ??= error instanceof Error ? error : new Error('unknown');
          })
          .finally(() => inFlight.delete(write));
        inFlight.add(write);
      },

      async commit() {
        try {
          await settle();
          if (failure instanceof Error) throw failure;
          await flush();
          await ledger.sync();
          await ledger.close();
          await syncFolder(next);
          await rename(current, replaced).catch(ignoreMissing);
          await rename(next, current);
          await syncFolder(caseFolder);
          await rm(replaced, { recursive: true, force: true });
          return ok(undefined);
        } catch (error) {
          await discard();
          return unwritable('committing an outbox', error);
        }
      },
    };
  }
}

async function writeDurable(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename survives a power cut only once its folder is synced too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';

function ignoreMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}

const unwritable = (context: string, error: unknown): Result<never> =>
  err(outboxFault('OUTBOX_UNWRITABLE', `${context}: expected a writable case folder; found ${codeOf(error)}`));
