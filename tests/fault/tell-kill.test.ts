import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { instantFromMs } from '../../src/core/instant.ts';
import { randomBelow, seededRandom } from '../../src/core/random.ts';
import { factBaseOf } from '../../src/workflow/fact-base.ts';
import { openRealState } from '../state/real-state.ts';
import { unwrap } from '../state/scratch-state.ts';

const KILLS = Number(process.env['CANDOUR_KILLS'] ?? 6);
const SEED = 20_201_024;
const PERSONS = 12;
const CASE = 'case-told';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'candour-tell-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the delivery; kills it `afterMs` after its first word, or lets it end (null). Gives the last count it acknowledged. */
async function delivery(afterMs: number | null): Promise<number> {
  const child = spawn(process.execPath, ['tests/fault/tell-writer.ts', folder, CASE, String(PERSONS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  let timer: NodeJS.Timeout | null = null;
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (afterMs !== null) timer ??= setTimeout(() => child.kill('SIGKILL'), afterMs);
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  if (timer !== null) clearTimeout(timer);
  if (afterMs === null) expect(child.exitCode).toBe(0);
  return Number(
    text
      .slice(0, Math.max(0, text.lastIndexOf('\n')))
      .split('\n')
      .at(-1),
  );
}

test(`a delivery killed ${KILLS} times and begun anew tells each person once; the tree's size is the number told`, async () => {
  const first = await openRealState(folder);
  const opened = { kind: 'opened', title: 'A leak', finding: null } as const;
  unwrap(await first.store.cases.append(CASE, 0, instantFromMs(0), 'ada', [opened]));
  await first.close();
  const random = seededRandom(SEED);
  let acknowledged = 0;
  for (let kill = 0; kill <= KILLS; kill += 1) {
    const told = await delivery(kill === KILLS ? null : randomBelow(random, 600));
    expect(told).toBeGreaterThanOrEqual(acknowledged);
    const state = await openRealState(folder);
    const { telling } = factBaseOf(unwrap(state.store.cases.events(CASE)));
    const incident = telling?.incident ?? '';
    const size = unwrap(state.store.telling.count(incident));
    const persons = Array.from({ length: PERSONS }, (_, n) =>
      unwrap(state.store.telling.told(CASE, incident, `p-${n}`)),
    );
    expect(await state.verify()).toEqual([]);
    await state.close();
    expect(size).toBeGreaterThanOrEqual(told);
    expect(persons.filter((one) => one !== null)).toHaveLength(size);
    acknowledged = size;
  }
  expect(acknowledged).toBe(PERSONS);
});
