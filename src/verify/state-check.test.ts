import { expect, test } from 'vitest';
import { instantFromMs } from '../core/instant.ts';
import { nodeHashing } from '../core/node-hashing.ts';
import { stateEntry } from '../core/state-leaf.ts';
import { type LogTree, stateCheck } from './state-check.ts';

const SEALED: LogTree = { origin: 'log.example.com/x/notices/incident-a', treeSize: 3, rootHash: '0f'.repeat(32) };
const EMPTY = { schema: [], keys: [], rows: () => [] };

function faultsOf(found: LogTree | null): readonly string[] {
  const check = stateCheck(nodeHashing);
  check.leaf('', 0, stateEntry({ type: 'sealed', incident: 'incident-a', ...SEALED }, instantFromMs(0)));
  check.tree('', { origin: 'log.example.com/x', treeSize: 1, rootHash: '0e'.repeat(32) });
  if (found !== null) check.tree('incident-a', found);
  return check.done(EMPTY).map(({ code, index }) => `${code} ${index}`);
}

test('a notices log that is as it was sealed is no fault', () => {
  expect(faultsOf(SEALED)).toEqual([]);
});

test.each<[string, LogTree | null]>([
  ['size', { ...SEALED, treeSize: 4 }],
  ['root', { ...SEALED, rootHash: '0d'.repeat(32) }],
  ['name', { ...SEALED, origin: 'log.example.com/y/notices/incident-a' }],
  ['existence', null],
])('a notices log that is not as it was sealed, in its %s, is named', (_, found) => {
  expect(faultsOf(found)).toEqual(['STATE_SEAL_BROKEN 0']);
});
