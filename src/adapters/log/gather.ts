import { setTimeout as pause } from 'node:timers/promises';
import { err, ok, type Result } from '../../core/result.ts';
import type { Appended, HeldLog } from '../../ports/evidence-log.ts';

interface Waiting {
  readonly entries: readonly Uint8Array[];
  readonly answer: (appended: Result<Appended>) => void;
  readonly fail: (error: unknown) => void;
}

// Bounds what one commit holds in memory: staging, tiles and a second derivation are a few times the entries.
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_ENTRIES = 65_536;

/** Gathers what is appended at the same time into one commit. */
export interface Gathering {
  add(entries: readonly Uint8Array[]): Promise<Result<Appended>>;
  /** Resolves when everything that was added is answered. */
  idle(): Promise<void>;
}

/**
 * Commits begin at least `beatMs` apart: the first of a quiet time at once, the others at the next beat, all that wait under one
 * checkpoint. An add is never split. Every add is answered: with an error of `held`, or thrown what `held` throws.
 */
export function gathering(
  beatMs: number,
  held: (work: (log: HeldLog) => Promise<Result<void>>) => Promise<Result<void>>,
): Gathering {
  const waiting: Waiting[] = [];
  let running: Promise<void> | null = null;
  let startedAt = Number.NEGATIVE_INFINITY;

  const take = (): readonly Waiting[] => {
    let [bytes, entries, count] = [0, 0, 0];
    for (const each of waiting) {
      for (const entry of each.entries) bytes += entry.length;
      entries += each.entries.length;
      if (count > 0 && (bytes > MOST_BYTES || entries > MOST_ENTRIES)) break;
      count += 1;
    }
    return waiting.splice(0, count);
  };

  const commit = async (batch: readonly Waiting[]): Promise<void> => {
    const answered = await held(async (log) => {
      const appended = await log.append(batch.flatMap(({ entries }) => entries));
      if (!appended.ok) return appended;
      let { index } = appended.value;
      for (const { entries, answer } of batch) {
        answer(ok({ ...appended.value, index }));
        index += entries.length;
      }
      return ok(undefined);
    });
    if (!answered.ok) for (const { answer } of batch) answer(err(answered.error));
  };

  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      await pause(Math.max(0, startedAt + beatMs - performance.now()));
      startedAt = performance.now();
      const batch = take();
      try {
        await commit(batch);
      } catch (error) {
        for (const { fail } of batch) fail(error);
      }
    }
    running = null;
  };

  return {
    add: (entries) =>
      new Promise((answer, fail) => {
        waiting.push({ entries, answer, fail });
        running ??= run();
      }),
    idle: async () => {
      await running;
    },
  };
}
