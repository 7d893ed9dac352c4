import { z } from 'zod';
import { adoptedEntry } from '../core/adopted-leaf.ts';
import { merkleFault } from '../core/merkle/fault.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { LogState } from '../ports/evidence-log.ts';
import type { Clock } from '../ports/shell.ts';
import type { WitnessedLog } from '../ports/witnessed-log.ts';

export const adoptLogInput = z.strictObject({
  alone: z.boolean().default(false).describe('also where the witnesses do not answer as the policy asks'),
});

export interface AdoptLogDeps {
  readonly clock: Clock;
  /** The main log (null), or the notices log of an incident. */
  log(incident: string | null): Result<WitnessedLog>;
  /** Incidents that have a notices log. */
  incidents(): readonly string[];
}

/** The document of `candour log adopt --json`. */
export interface AdoptedLogs {
  readonly adopted: readonly {
    readonly incident: string | null;
    readonly origin: string;
    readonly treeSize: number;
    readonly rootHash: string;
  }[];
  /** Of the main log, with the leaves that say so. */
  readonly treeSize: number;
  readonly rootHash: string;
}

/**
 * Goes on with logs whose newest decided state nobody remembers (`LOG_FORGOTTEN`): `state/` was lost. Each is verified byte for byte, its witnesses
 * are asked, and a leaf of the main log says for good that it was done and at which size. Errors: `LOG_REMEMBERED`, `LOG_DAMAGED`, `LOG_AHEAD`,
 * `LOG_FORKED`, `LOG_NOT_COSIGNED`, those of the evidence log.
 */
export const adoptLog = {
  name: 'log.adopt',
  permission: 'release',
  input: adoptLogInput,
  async run({ alone }: z.output<typeof adoptLogInput>, deps: AdoptLogDeps): Promise<Result<AdoptedLogs>> {
    const forgotten: { readonly incident: string | null; readonly log: WitnessedLog; readonly state: LogState }[] = [];
    for (const incident of [null, ...deps.incidents()]) {
      const log = deps.log(incident);
      if (!log.ok) return log;
      if (!log.value.isForgotten()) continue;
      const state = log.value.state();
      if (!state.ok) return state;
      forgotten.push({ incident, log: log.value, state: state.value });
    }
    const main = deps.log(null);
    if (!main.ok) return main;
    if (forgotten.length === 0)
      return err(merkleFault('LOG_REMEMBERED', 'adopting: the newest state of every log is remembered'));
    // The notices logs first: what the leaf in the main log says of them is done then. A notices log takes no leaf: its size counts people.
    for (const { incident, log } of forgotten) {
      if (incident === null) continue;
      const adopted = await log.adopt({ leaves: [], alone });
      if (!adopted.ok) return adopted;
    }
    const at = deps.clock.now();
    const leaves = forgotten.map(({ incident, state }) => adoptedEntry({ incident, ...state }, at));
    const said = main.value.isForgotten() ? await main.value.adopt({ leaves, alone }) : await main.value.append(leaves);
    if (!said.ok) return said;
    const { treeSize, rootHash } = said.value;
    return ok({
      adopted: forgotten.map(({ incident, state }) => ({
        incident,
        origin: state.origin,
        treeSize: state.treeSize,
        rootHash: state.rootHash,
      })),
      treeSize,
      rootHash,
    });
  },
} as const;
