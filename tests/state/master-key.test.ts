import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { masterKey } from '../../src/adapters/fs/master-key.ts';
import { holdsKeys, sqliteStateStore } from '../../src/adapters/sqlite/state-store.ts';
import { instantFromMs } from '../../src/core/instant.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { scratchState, unwrap } from './scratch-state.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'candour-master-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the master key', () => {
  test('is made once, of 32 random bytes, for its owner alone', () => {
    const path = join(folder, 'keys', 'master.key');
    const made = unwrap(masterKey(path, false));
    expect(made).toHaveLength(32);
    expect(unwrap(masterKey(path, true))).toEqual(made);
    expect(unwrap(masterKey(join(folder, 'other', 'master.key'), false))).not.toEqual(made);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'keys')).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(folder, 'keys'))).toEqual(['master.key']);
  });

  test('is not made anew where something is kept under the one that is gone', () => {
    expect(masterKey(join(folder, 'master.key'), true)).toMatchObject({ error: { code: 'MASTER_KEY' } });
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([0, 31, 33])('of %d bytes is refused', (length) => {
    writeFileSync(join(folder, 'master.key'), new Uint8Array(length));
    expect(masterKey(join(folder, 'master.key'), false)).toMatchObject({ error: { code: 'MASTER_KEY' } });
  });

  test('that is another one opens no state that holds anything', async () => {
    const state = scratchState();
    const other = new Uint8Array(32).fill(8);
    const open = () =>
      sqliteStateStore({ database: state.database, master: other, hashing: nodeHashing, logOf: state.logOf });
    expect([holdsKeys(state.database), open().ok]).toEqual([false, true]);
    unwrap(await state.store.cases.append('c-a', 0, instantFromMs(0), 'ada', [{ kind: 'noted', text: 'x' }]));
    expect(holdsKeys(state.database)).toBe(true);
    expect(open()).toMatchObject({ ok: false, error: { code: 'STATE_KEY_OTHER' } });
    state.close();
  });
});
