import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { err, ok, type Result } from '../../core/result.ts';
import { ensurePrivateFile } from '../disk.ts';
import { stateFault } from './fault.ts';
import { isBusy } from './sqlite-error.ts';

/** A lock that is held. */
export interface HeldLock {
  /** Idempotent. */
  release(): void;
}

/** One writer at a time among all processes that open the same path; the holder's death, however sudden, frees it. */
export interface WriterLock {
  /**
   * Waits at most `timeoutMs` without blocking the event loop; 0 tries once. Not re-entrant: a holder that asks again waits for
   * itself. Error: `STATE_LOCKED`. Waiters are served in no order.
   */
  acquire(timeoutMs: number): Promise<Result<HeldLock>>;
  /** Runs `work` under the lock and releases it whatever happens. Errors: `STATE_LOCKED`, and those of `work`. */
  whileHeld<T>(timeoutMs: number, work: () => Promise<Result<T>>): Promise<Result<T>>;
}

// A commit takes some milliseconds, an orphan sweep seconds: try often at first, then spare the processor.
const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 100;

/**
 * The lock is an open exclusive transaction on an empty SQLite database at `path` (Node has no flock): the kernel drops the
 * file locks under it when the process ends. Nothing is ever written, so a crash leaves nothing behind. It must not be in WAL
 * mode, where readers would pass an exclusive transaction. Local file systems only, as for SQLite itself.
 */
export function writerLock(path: string): WriterLock {
  const acquire = async (timeoutMs: number): Promise<Result<HeldLock>> => {
    ensurePrivateFile(path);
    const until = performance.now() + timeoutMs;
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      const held = tryOnce(path);
      if (held !== null) return ok(held);
      const left = until - performance.now();
      if (left <= 0)
        return err(stateFault('STATE_LOCKED', `waiting to write: another process wrote for ${timeoutMs} ms`));
      // Waiters that started together part ways.
      await pause(Math.min(left, wait * (0.5 + Math.random())));
    }
  };
  return {
    acquire,
    async whileHeld(timeoutMs, work) {
      const held = await acquire(timeoutMs);
      if (!held.ok) return held;
      try {
        return await work();
      } finally {
        held.value.release();
      }
    },
  };
}

function tryOnce(path: string): HeldLock | null {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw error;
  }
  return {
    release() {
      // Closing ends the transaction; there is nothing in it to lose.
      if (database.isOpen) database.close();
    },
  };
}
