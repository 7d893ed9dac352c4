import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '../../src/core/result.ts';
import type { Appended } from '../../src/ports/evidence-log.ts';
import { copyOf, expectWhole, leaf, leaves, MISHAPS, type Mishap, mishapAt, openLog, unwrap } from './log-world.ts';

// In memory where there is such a folder: what is injected does not depend on the disk, and each case syncs dozens of times.
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

let folder = '';
let runs = 0;
beforeAll(() => {
  folder = mkdtempSync(join(SCRATCH, 'candour-log-step-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A data directory whose log holds the first `size` leaves. */
async function seeded(size: number): Promise<string> {
  runs += 1;
  const data = join(folder, `seed-${runs}`);
  const log = openLog(data);
  unwrap(await log.whileHeld(async (held) => ({ ok: true, value: held.state() })));
  if (size > 0) unwrap(await log.append(leaves(0, size)));
  await log.close();
  return data;
}

/**
 * Appends `count` leaves to a copy of `seed` while step `at` meets a mishap, opens the directory again as the next start would, and
 * checks everything; then appends again, as many or one more. Gives what the step was; null: there were fewer steps.
 */
async function run(seed: string, size: number, count: number, at: number, mishap: Mishap): Promise<string | null> {
  runs += 1;
  const data = join(folder, `run-${runs}`);
  copyOf(seed, data);
  const world = mishapAt(at, mishap);
  const hurt = openLog(data, { disk: world.disk, die: world.die, wrapDecision: world.wrapDecision });
  const added = leaves(size, size + count);
  let answer: Result<Appended> | null = null;
  try {
    answer = await hurt.append(added);
  } catch {
    // Ended or killed: nobody was told anything.
  }
  await world.settled();
  await hurt.close();
  // What a dead process would have answered, nobody hears.
  if (world.dead()) answer = null;

  const next = openLog(data);
  const there = unwrap(await next.whileHeld(async (held) => ({ ok: true, value: held.state() }))).treeSize;
  // All of it or nothing of it; and what was answered holds.
  expect([size, size + count]).toContain(there);
  if (answer !== null) expect(there).toBe(answer.ok ? size + count : size);
  const kept = there === size ? leaves(0, size) : leaves(0, size + count);
  await expectWhole(data, next, kept);

  const again = runs % 2 === 0 ? added : [...added, leaf('more')];
  expect(unwrap(await next.append(again)).index).toBe(there);
  await expectWhole(data, next, [...kept, ...again]);
  await next.close();
  rmSync(data, { recursive: true });
  return world.hit();
}

describe.each([
  [0, 1],
  [254, 2],
  [255, 3],
  [300, 250],
])('%i leaves and %i more', (size, count) => {
  test.each(MISHAPS)('every step %s: no acknowledged leaf is lost, none is half there', async (mishap) => {
    const seed = await seeded(size);
    const hit: string[] = [];
    for (let at = 1; ; at += 1) {
      const step = await run(seed, size, count, at, mishap);
      if (step === null) break;
      hit.push(step);
    }
    for (const step of ['write', 'move', 'syncFolder', 'decide', 'read', 'remove']) expect(hit).toContain(step);
  });
});

describe('where a tile of level 1 becomes full', () => {
  test.each(['fails late', 'killed after'] as const)(
    '65,534 leaves and 4 more, every 17th step %s: the same',
    async (mishap) => {
      const seed = await seeded(65_534);
      const hit: string[] = [];
      for (let at = 8; ; at += 17) {
        const step = await run(seed, 65_534, 4, at, mishap);
        if (step === null) break;
        hit.push(step);
      }
      expect(hit.length).toBeGreaterThan(1);
    },
  );
});

describe('the first start of a log', () => {
  test.each(MISHAPS)('every step %s: the next start begins it, or goes on', async (mishap) => {
    for (let at = 1; ; at += 1) {
      runs += 1;
      const data = join(folder, `first-${runs}`);
      const world = mishapAt(at, mishap);
      const hurt = openLog(data, { disk: world.disk, die: world.die, wrapDecision: world.wrapDecision });
      await hurt.append([leaf(0)]).catch(() => null);
      await world.settled();
      await hurt.close();
      const next = openLog(data);
      const { index } = unwrap(await next.append([leaf('next')]));
      await expectWhole(data, next, index === 0 ? [leaf('next')] : [leaf(0), leaf('next')]);
      await next.close();
      if (world.hit() === null) break;
    }
  });
});

describe('recovery itself', () => {
  test.each(MISHAPS)(
    'every step of the next start %s: the start after it completes what was decided',
    async (mishap) => {
      const seed = await decidedOnly(await seeded(254));
      for (let at = 1; ; at += 1) {
        runs += 1;
        const data = join(folder, `again-${runs}`);
        copyOf(seed, data);
        const world = mishapAt(at, mishap);
        const second = openLog(data, { disk: world.disk, die: world.die, wrapDecision: world.wrapDecision });
        await second.whileHeld(async (held) => ({ ok: true, value: held.state() })).catch(() => null);
        await world.settled();
        await second.close();
        const third = openLog(data);
        await expectWhole(data, third, leaves(0, 257));
        await third.close();
        rmSync(data, { recursive: true });
        if (world.hit() === null) break;
      }
    },
  );
});

/** A copy of 254 leaves with three more, killed at the decision, once it is durable. */
async function decidedOnly(seed: string): Promise<string> {
  for (let at = 1; ; at += 1) {
    const probe = mishapAt(at, 'killed after');
    const data = `${seed}-decided-${at}`;
    copyOf(seed, data);
    const log = openLog(data, { disk: probe.disk, die: probe.die, wrapDecision: probe.wrapDecision });
    await log.append(leaves(254, 257)).catch(() => null);
    await probe.settled();
    await log.close();
    if (probe.hit() === 'decide') return data;
    if (probe.hit() === null) throw new Error('no step decides');
  }
}
