import { readState } from '../../src/adapters/sqlite/state-reader.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import type { EvidenceLog } from '../../src/ports/evidence-log.ts';
import { type StateFault, stateCheck } from '../../src/verify/state-check.ts';
import { unwrap } from './scratch-state.ts';

/** Holds a state database against logs that are no files: what `candour verify` does with a directory's. */
export async function checkedState(
  path: string,
  master: Uint8Array,
  logOf: (incident: string | null) => EvidenceLog,
  incidents: readonly string[],
): Promise<readonly StateFault[]> {
  const check = stateCheck(nodeHashing);
  for (const incident of [null, ...incidents]) {
    const log = logOf(incident);
    const state = unwrap(log.state());
    for await (const { index, entry } of log.entries(0, state.treeSize)) check.leaf(incident ?? '', index, entry);
    check.tree(incident ?? '', state);
  }
  const state = unwrap(readState({ path, sqlFolder: 'sql' }, master));
  try {
    return check.done(state);
  } finally {
    state.close();
  }
}
