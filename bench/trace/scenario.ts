import { join } from 'node:path';
import { questionTable } from '../question-table.ts';
import { ensureWorld } from '../world/world.ts';

export async function traceScenario(scratch: string, quick: boolean): Promise<string> {
  const data = join(scratch, quick ? 'world-small' : 'world-medium');
  const truth = await ensureWorld(data, quick);
  return [
    `## Trace over ${truth.accesses.toLocaleString('en')} accesses, a list of ${truth.records} records`,
    '',
    'Plain SQL ranks everybody by how far the listed people they opened exceed their share of all customers: it always names somebody, and gives no',
    'probability. Candour compares the list with matched controls that did not leak, gives an e-value, a posterior and the time of extraction, and can answer',
    '"not from this log". Only the first name can be compared; it is also the true one.',
    '',
    ...(await questionTable('trace', data, quick ? 1 : 3, {
      'Candour, without replays': ['0'],
      'Candour, 200 replays before the name': ['200'],
    })),
  ].join('\n');
}
