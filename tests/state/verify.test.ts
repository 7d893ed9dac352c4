import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Instant, instantFromMs } from '../../src/core/instant.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { EvidenceLog } from '../../src/ports/evidence-log.ts';
import type { StateFault } from '../../src/verify/state-check.ts';
import { checkedState } from './checked-state.ts';
import { MASTER, type ScratchState, scratchState, unwrap } from './scratch-state.ts';
import { mutatedCopy } from './state-mutation.ts';

const MUTATIONS = Number(process.env['CANDOUR_MUTATIONS'] ?? 100);
const SEED = 20_261_125;
const NOW: Instant = instantFromMs(Date.UTC(2026, 2, 1, 9));

let state: ScratchState;
let incident: string;

/** Cases with people, a notices log, findings, an erasure: every kind of row. */
beforeAll(async () => {
  state = scratchState();
  const { cases, findings, records, telling } = state.store;
  const window = { from: NOW, to: NOW };
  unwrap(await findings.replaceWindow(window, [], NOW, 'ada'));
  for (const caseId of ['case-a', 'case-b']) {
    unwrap(await cases.append(caseId, 0, NOW, 'ada', [{ kind: 'opened', title: 'A leak', finding: null }]));
    const read = (person: string | null) =>
      ({
        kind: 'read',
        at: NOW,
        by: 'ada',
        case: caseId,
        seq: null,
        about: person,
        body: { what: 'notice', id: 'n' },
      }) as const;
    unwrap(await records.keep(['p-1', 'p-2', 'p-3', 'p-4', null].map(read)));
    for (const seq of [1, 2, 3])
      unwrap(await cases.append(caseId, seq, NOW, 'ada', [{ kind: 'noted', text: `note ${seq}` }]));
  }
  incident = 'incident-a';
  const place = { case: 'case-a', incident, at: NOW, by: 'ada' };
  const message = (person: string) =>
    ({ person, notice: `n-${person}`, channel: 'email', acceptedAt: NOW, sha256: 'ab'.repeat(32) }) as const;
  unwrap(await telling.tell(place, ['p-1', 'p-2', 'p-3'].map(message)));
  unwrap(await telling.tellMore(place, [{ ...message('p-2'), notice: 'again' }]));
  unwrap(await telling.seal(place, 4));
  unwrap(await records.erase({ case: 'case-a', person: 'p-1', at: NOW, by: 'ada', reason: 'asked', seq: 5 }));
  unwrap(records.scrub());
});
afterAll(() => state.close());

const verify = (
  path: string,
  log: (incident: string | null) => EvidenceLog = state.logOf,
): Promise<readonly StateFault[]> => checkedState(path, MASTER, log, [incident]);

describe('the check of the state', () => {
  test('finds nothing in a state that only Candour wrote, with an erasure in it', async () => {
    expect(await verify(state.path)).toEqual([]);
  });

  test(`names each of ${MUTATIONS} rows that were changed, removed or added, one in each copy`, async () => {
    const random = seededRandom(SEED);
    const copy = join(state.folder, 'copy.sqlite');
    const unnamed: string[] = [];
    for (let n = 0; n < MUTATIONS; n += 1) {
      const mutation = mutatedCopy(state.path, copy, random);
      const faults = await verify(copy);
      if (!mutation.names(faults)) unnamed.push(`${mutation.what}: ${faults.map(({ message }) => message).join('; ')}`);
    }
    expect(unnamed).toEqual([]);
  });
});
