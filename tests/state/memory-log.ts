import { ok } from '../../src/core/result.ts';
import type { EvidenceLog, HeldLog, LogState } from '../../src/ports/evidence-log.ts';

/** A log without a tree, for what is not about trees: entries in order, one holder at a time. */
export interface MemoryLog extends EvidenceLog {
  readonly kept: Uint8Array[];
}

export function memoryLog(kept: Uint8Array[] = []): MemoryLog {
  const state = (): LogState => ({ origin: 'memory', treeSize: kept.length, rootHash: '', note: '' });
  const held: HeldLog = {
    state,
    publishCosigned: async () => ok(undefined),
    async append(entries) {
      kept.push(...entries);
      return ok({ index: kept.length - entries.length, treeSize: kept.length, rootHash: '' });
    },
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    kept,
    state: () => ok(state()),
    append: (entries) => held.append(entries),
    whileHeld(work) {
      const turn = last.then(() => work(held));
      last = turn.catch(() => undefined);
      return turn;
    },
    async *entries(from, to) {
      for (let index = from; index < to; index += 1) yield { index, entry: kept[index] ?? new Uint8Array() };
    },
    inclusionProof: async () => ok([]),
    consistencyProof: async () => ok([]),
    close: async () => {},
  };
}

/** The main log and one for each incident, in a map that outlives the stores of a test. */
export function memoryLogs(): {
  readonly logs: Map<string, MemoryLog>;
  of(incident: string | null): MemoryLog;
} {
  const logs = new Map<string, MemoryLog>();
  return {
    logs,
    of(incident) {
      const log = logs.get(incident ?? '') ?? memoryLog();
      logs.set(incident ?? '', log);
      return log;
    },
  };
}
