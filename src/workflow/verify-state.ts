import type { Hashing } from '../core/hashing.ts';
import { ok, type Result } from '../core/result.ts';
import type { EvidenceLog, LogState } from '../ports/evidence-log.ts';
import { type StateDump, type StateFault, stateCheck } from '../verify/state-check.ts';

export interface VerifyStateDeps {
  /** The main log (null), or the notices log of an incident. */
  log(incident: string | null): EvidenceLog;
  /** Incidents that have a notices log. */
  incidents(): readonly string[];
  /** One snapshot of the state as it stands. */
  read(): Result<StateDump & { close(): void }>;
  readonly hashing: Pick<Hashing, 'sha256'>;
}

/**
 * Compares every row of the state with the leaves, while nobody writes. One pass over the entries of all logs, one over the rows. Errors:
 * those of the evidence log, `STATE_UNREADABLE`; differences are no error but the answer.
 */
export async function verifyState(deps: VerifyStateDeps): Promise<Result<readonly StateFault[]>> {
  return deps.log(null).whileHeld(async (held) => {
    const check = stateCheck(deps.hashing);
    const feed = async (incident: string, log: EvidenceLog, state: LogState): Promise<void> => {
      for await (const { index, entry } of log.entries(0, state.treeSize)) check.leaf(incident, index, entry);
      check.tree(incident, state);
    };
    await feed('', deps.log(null), held.state());
    for (const incident of deps.incidents()) {
      const log = deps.log(incident);
      const state = log.state();
      if (!state.ok) return state;
      await feed(incident, log, state.value);
    }
    const state = deps.read();
    if (!state.ok) return state;
    try {
      return ok(check.done(state.value));
    } finally {
      state.value.close();
    }
  });
}
