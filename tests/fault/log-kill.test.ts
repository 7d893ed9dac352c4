import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderLogReader } from '../../src/adapters/log/folder-log-reader.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { parseSigningKey } from '../../src/core/node-signer.ts';
import { nodeTreeHasher } from '../../src/core/node-tree-hasher.ts';
import { seededRandom } from '../../src/core/random.ts';
import { checkLog } from '../../src/verify/log/check-log.ts';
import { type Acknowledged, expectCalls, killedAppender } from './log-killer.ts';
import { openLog, unwrap } from './log-world.ts';

// 1,000 kills: CANDOUR_KILLS=1000 npx vitest run tests/fault/log-kill.test.ts
const KILLS = Number(process.env['CANDOUR_KILLS'] ?? 40);
const SECONDS_A_KILL = 10;
const SEED = 20_201_024;

// After each kill all of the log is checked: of one log for all of them most of the time would go into what was checked before.
const KILLS_A_LOG = 100;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'candour-log-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test(
  `${KILLS} kills at random moments: no acknowledged leaf is lost, and no call is half there`,
  async () => {
    const random = seededRandom(SEED);
    let told: Acknowledged[] = [];
    let acknowledged = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      if (kill % KILLS_A_LOG === 0) told = [];
      const data = join(folder, String(Math.floor(kill / KILLS_A_LOG)));
      const fresh = await killedAppender(data, `kill${kill}`, random, 60);
      told.push(...fresh);
      acknowledged += fresh.length;
      const log = openLog(data);
      const state = unwrap(await log.whileHeld(async (held) => ({ ok: true, value: held.state() })));
      await expectCalls(log, state.treeSize, told);
      await log.close();
      const { key } = unwrap(parseSigningKey(readFileSync(join(data, 'keys', 'log.key'), 'utf8')));
      const reader = folderLogReader(join(data, 'log'));
      const verdict = checkLog({ reader, verifier: key, witnesses: [], hashing: nodeHashing, hasher: nodeTreeHasher });
      expect(verdict.differences).toEqual([]);
      expect(verdict.treeSize).toBe(state.treeSize);
    }
    expect(acknowledged).toBeGreaterThanOrEqual(KILLS);
  },
  KILLS * SECONDS_A_KILL * 1000,
);
