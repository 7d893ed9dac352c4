import { expect, test } from 'vitest';
import { instantFromMs } from '../core/instant.ts';
import { nodeHashing } from '../core/node-hashing.ts';
import { saltsCommitment } from '../core/salts-commitment.ts';
import { stateEntry } from '../core/state-leaf.ts';
import type { BatchLeaf } from '../model/lake-leaf.ts';
import { type LogTree, stateCheck } from './state-check.ts';

const SEALED: LogTree = { origin: 'log.example.com/x/notices/incident-a', treeSize: 3, rootHash: '0f'.repeat(32) };
const EMPTY = { schema: [], keys: [], secrets: [], rows: () => [] };

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

const SECRET = new Uint8Array(32).fill(5);

/** A batch at leaf 0, and one at leaf 1 that has expired; `secrets` as they stand in the state. */
function secretFaults(secrets: readonly (readonly [string, Uint8Array])[]): readonly string[] {
  const check = stateCheck(nodeHashing);
  const salts = saltsCommitment(nodeHashing, SECRET);
  check.lake(0, batchLeaf('b-live', salts));
  check.lake(1, batchLeaf('b-old', salts));
  check.lake(2, { v: 1, type: 'expired', time: '2026-03-01T09Z', leaf: 1, until: '2026-01-01' });
  return check
    .done({ ...EMPTY, secrets: secrets.map(([batch, secret]) => ({ batch, secret })) })
    .map(({ code, table, key, index }) => `${code} ${table} ${key} ${index}`);
}

function batchLeaf(batch: string, salts: string): BatchLeaf {
  const rooted = { path: `raw/${batch}.parquet`, bytes: 1, root: '0a'.repeat(32), rows: 1 };
  const counts = { records: 1, accepted: 1, duplicate: 0, quarantined: 0, idReused: 0, unknownFields: 0, accesses: 1 };
  return {
    v: 1,
    type: 'batch',
    time: '2026-03-01T09Z',
    batch,
    source: 'candour',
    pack: '',
    ...counts,
    from: '2026-03-01',
    to: '2026-03-01',
    files: [],
    list: null,
    raw: { ...rooted, records: 1, recordsRoot: '0b'.repeat(32), salts },
    keys: { ...rooted, engine: 'x' },
    quarantine: null,
    released: null,
    chunks: rooted,
  };
}

test.each<[string, readonly (readonly [string, Uint8Array])[], readonly string[]]>([
  ['there, and no other, is no fault', [['b-live', SECRET]], []],
  ['missing is named', [], ['STATE_ROW_MISSING batch_secret b-live 0']],
  ['changed is named', [['b-live', SECRET.with(3, 6)]], ['STATE_ROW_CHANGED batch_secret b-live 0']],
  [
    'of no batch is named',
    [
      ['b-live', SECRET],
      ['b-more', SECRET],
    ],
    ['STATE_ROW_ADDED batch_secret b-more null'],
  ],
  [
    'of an expired batch is named',
    [
      ['b-live', SECRET],
      ['b-old', SECRET],
    ],
    ['STATE_ROW_NOT_ERASED batch_secret b-old 1'],
  ],
])('the secret of a batch that is %s', (_, secrets, expected) => {
  expect(secretFaults(secrets)).toEqual(expected);
});
