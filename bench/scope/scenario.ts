import { join } from 'node:path';
import { questionTable } from '../question-table.ts';
import { ensureWorld } from '../world/world.ts';

export async function scopeScenario(scratch: string, quick: boolean): Promise<string> {
  const data = join(scratch, quick ? 'world-small' : 'world-medium');
  const truth = await ensureWorld(data, quick);
  return [
    `## Scope over ${truth.accesses.toLocaleString('en')} accesses`,
    '',
    'Both give persons, and persons by country, controller and field, for the culprit and the window. Candour besides says which fields were not touched,',
    'where the log is silent, freezes the list with its hash and records it in the case; it also builds the relations that resolve every account and spelling.',
    '',
    ...(await questionTable('scope', data, quick ? 1 : 3)),
  ].join('\n');
}
