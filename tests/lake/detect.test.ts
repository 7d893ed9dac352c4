import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instantFromMs, type Period } from '../../src/core/instant.ts';
import { ok } from '../../src/core/result.ts';
import type { ActorDayRow } from '../../src/detect/actor-day.ts';
import type { Finding } from '../../src/model/finding.ts';
import { detectAccesses, detectInput } from '../../src/workflow/detect-accesses.ts';
import { access, DAY, EDGES, explainedWorld } from './explained-world.ts';
import { type MemoryLake, memoryLake } from './memory-lake.ts';

const MARCH = { from: '2026-03-01T00:00:00Z', to: '2026-04-01T00:00:00Z' };
const DAY_NO = Date.parse(DAY) / 86_400_000;

let lake: MemoryLake;
beforeAll(async () => {
  lake = await memoryLake();
});
beforeEach(() => lake.clear());
afterAll(() => lake.close());

const actorDays = () => lake.rows<ActorDayRow>('detect-actor-days', MARCH);

describe('detect-actor-days', () => {
  it.each(EDGES)('$claim', async (edge) => {
    await explainedWorld(lake, [edge]);
    const unexplained = edge.explained ? 0n : 1n;
    expect(await actorDays()).toEqual([
      { actor: 'e-1', day: DAY_NO, subjects: 1n, unexplained, fresh: unexplained, unnamed_rows: 0n },
    ]);
  });

  it('counts each person of a day once, however often opened and however many ties cover it', async () => {
    await explainedWorld(lake, [...EDGES, ...EDGES]);
    const unexplained = BigInt(EDGES.filter((edge) => !edge.explained).length);
    expect(await actorDays()).toEqual([
      { actor: 'e-1', day: DAY_NO, subjects: BigInt(EDGES.length), unexplained, fresh: unexplained, unnamed_rows: 0n },
    ]);
  });

  it('takes one unexplained access of the day as enough, although an earlier one was explained', async () => {
    await explainedWorld(lake, [
      { claim: 'explained', subject: 'end', at: '10:30:00', explained: true },
      { claim: 'not explained', subject: 'end', at: '11:00:00', explained: false },
    ]);
    expect(await actorDays()).toMatchObject([{ subjects: 1n, unexplained: 1n }]);
  });

  it('counts rows without named subjects once, and as nobody', async () => {
    await explainedWorld(lake, []);
    await lake.insert('access', [
      access({ at: `${DAY} 09:00`, action: 'export', subjectCount: 4000 }),
      access({ at: `${DAY} 10:00`, action: 'search', subjectCount: 20 }),
      access({ at: `${DAY} 11:00`, action: 'export' }),
    ]);
    expect(await actorDays()).toMatchObject([{ subjects: 0n, unexplained: 0n, fresh: 0n, unnamed_rows: 4020n }]);
  });

  it('leaves out what shows nobody, and what is outside the window', async () => {
    await lake.insert('access', [
      access({ at: `${DAY} 09:00`, action: 'login', subject: 'c-1' }),
      access({ at: `${DAY} 09:00`, action: 'grant', subject: 'c-1' }),
      access({ at: `${DAY} 09:00`, action: 'other', subjectCount: 9 }),
      access({ at: '2026-02-28 23:59:59', subject: 'c-1' }),
      access({ at: '2026-04-01 00:00:00', subject: 'c-1' }),
    ]);
    expect(await actorDays()).toEqual([]);
  });

  it('calls a person fresh only on the first day of being opened unexplained, per actor', async () => {
    await lake.insert('access', [
      access({ at: '2026-03-02 09:00', actor: 'a', subject: 'c-1' }),
      access({ at: '2026-03-03 09:00', actor: 'a', subject: 'c-1' }),
      access({ at: '2026-03-03 09:00', actor: 'a', subject: 'c-2' }),
      access({ at: '2026-03-03 09:00', actor: 'b', subject: 'c-1' }),
    ]);
    const days = [...(await actorDays())].sort((a, b) => a.day - b.day || (a.actor < b.actor ? -1 : 1));
    expect(days.map((row) => [row.actor, row.unexplained, row.fresh])).toEqual([
      ['a', 1n, 1n],
      ['a', 2n, 1n],
      ['b', 1n, 1n],
    ]);
  });

  it('lets an unknown account and an unknown subject stand for themselves', async () => {
    await lake.insert('access', [access({ at: `${DAY} 09:00`, actor: 'stranger', subject: 'someone' })]);
    expect(await actorDays()).toMatchObject([{ actor: 'stranger', subjects: 1n, unexplained: 1n }]);
  });
});

describe('detect-range', () => {
  it('is empty for an empty lake', async () => {
    expect(await lake.rows('detect-range')).toEqual([{ first: null, last: null }]);
  });
});

describe('detectAccesses', () => {
  const kept: { window: Period; findings: readonly Finding[] }[] = [];
  const run = (input: Readonly<Record<string, unknown>> = {}) =>
    detectAccesses.run(detectInput.parse(input), {
      lake: { open: async () => ({ ok: true, value: { ...lake, close: async () => {} } }) },
      packsFolder: fileURLToPath(new URL('../../packs', import.meta.url)),
      progress: { step: () => ({ at: () => {}, end: () => {} }) },
      findings: {
        async replaceWindow(window, findings) {
          kept.push({ window, findings });
          return ok(null);
        },
        list: () => ok([]),
        get: () => ok(null),
      },
      clock: { now: () => instantFromMs(0) },
      operator: 'ada',
    });
  const team = ['e-1', 'e-2', 'e-3', 'e-4', 'e-5', 'e-6'];
  beforeEach(async () => {
    kept.length = 0;
    await lake.insert(
      'workforce',
      team.map((actor) => ({ actor, team: 'support' })),
    );
  });

  it('finds the one who opened strangers, over the whole lake, and keeps the findings', async () => {
    const quiet = team.map((actor) => access({ at: '2026-03-02 09:00', actor, subject: 'c-0' }));
    const loud = Array.from({ length: 60 }, (_, i) =>
      access({ at: '2026-03-02 10:00', actor: 'e-1', subject: `c-${i}` }),
    );
    await lake.insert('access', [...quiet, ...loud, access({ at: '2026-03-04 23:59', actor: 'e-2', subject: 'c-0' })]);
    const found = await run();
    const window = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-05T00:00:00.000Z' };
    expect(found).toMatchObject({
      value: {
        window,
        findings: [{ actor: 'e-1', day: DAY, kind: 'burst', subjects: 60, unexplained: 60 }],
        leftOut: 0,
      },
    });
    expect(kept).toMatchObject([{ window, findings: [{ actor: 'e-1' }] }]);
    expect(await run({ from: '2026-03-03' })).toMatchObject({ value: { findings: [] } });
  });

  it('refuses an empty lake and an empty window', async () => {
    expect(await run()).toMatchObject({ error: { code: 'DETECT_NO_ACCESS' } });
    await lake.insert('access', [access({ at: '2026-03-02 09:00', subject: 'c-0' })]);
    expect(await run({ from: '2026-03-05', to: '2026-03-05' })).toMatchObject({
      error: { code: 'DETECT_WINDOW_EMPTY' },
    });
  });
});
