import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Instant } from '../../src/core/instant.ts';
import type { LakeSession } from '../../src/ports/lake.ts';
import type { VolumeRow } from '../../src/trace/evidence.ts';
import { judgeTrace, shortlistOf, type TraceAnswer, type TraceQuestion } from '../../src/trace/judge-trace.ts';
import { actorName, evidenceIn, SCOPE, sampleOf, seenBy, smallWorld, type World } from '../../src/trace/small-world.ts';
import { TRACE_MODEL } from '../../src/trace/trace-model.ts';
import { logWindow } from '../../src/workflow/log-window.ts';
import { replayTrace } from '../../src/workflow/replay-trace.ts';
import { type MemoryLake, memoryLake } from './memory-lake.ts';

const CULPRIT = 7;
const KNOBS = { actors: 60, customers: 1_500, segments: 3, medianViews: 90, zipf: 0.7, queue: 0.3 };
const DAY_MS = 86_400_000;
const customerName = (customer: number): string => `c-${String(customer).padStart(6, '0')}`;
const instantOn = (day: number): Instant => new Date(Date.parse(SCOPE.from) + day * DAY_MS).toISOString() as Instant;

type GhostRow = { readonly actor: string; readonly customer: string; readonly segment: string };

let world: World;
let lake: MemoryLake;
let found: ReturnType<typeof evidenceIn>;
beforeAll(async () => {
  world = smallWorld(3, KNOBS);
  lake = await memoryLake();
  await fill(lake, world);
  found = evidenceIn(world, sampleOf(world.random, seenBy(world, CULPRIT), 40));
}, 60_000);
afterAll(() => lake.close());

/** One access a view at nine in the morning; actor 8 works under an account, and opens some customers by their e-mail address. */
async function fill(to: MemoryLake, { byActor, segmentOf }: World): Promise<void> {
  const accesses = byActor.flatMap((views, actor) =>
    views.map(({ customer, day }, n) => {
      const account = actor === 8 ? 'svc.eight' : actorName(actor);
      const subject = actor === 8 && n % 2 === 0 ? `mail.${customer}@example.com` : customerName(customer);
      const time = new Date(Date.parse(instantOn(day)) + 9 * 3_600_000).toISOString().slice(0, 19);
      return `('${time}', '${account}', '${subject}')`;
    }),
  );
  const customers = [...segmentOf].map((segment, customer) => `('${customerName(customer)}', 's-${segment}')`);
  const aliases = [...segmentOf.keys()].flatMap((customer) => [
    `('${customerName(customer)}', '${customerName(customer)}')`,
    `('mail.${customer}@example.com', '${customerName(customer)}')`,
  ]);
  await to.connection.run(`INSERT INTO access ("time", actor, subject) VALUES ${accesses.join(', ')}`);
  await to.connection.run(`INSERT INTO customer_current (id, region) VALUES ${customers.join(', ')}`);
  await to.connection.run(`INSERT INTO subject_alias VALUES ${aliases.join(', ')}`);
  await to.connection.run(`INSERT INTO actor_alias VALUES ('svc.eight', '${actorName(8)}')`);
  await to.keep('place', 'trace-place');
}

describe('trace-ghost', () => {
  const ghostsOf = async (
    ghosts: readonly { readonly actor: number; readonly from: number; readonly to: number }[],
    leaked: readonly number[],
    perGhost = 300,
  ) => {
    await lake.load(
      'probe',
      leaked.map((customer, probe_no) => ({ probe_no, customer: customerName(customer), leaked: true })),
    );
    await lake.load(
      'ghost',
      ghosts.map(({ actor, from, to }) => ({
        actor: actorName(actor),
        from_time: instantOn(from),
        to_time: instantOn(to),
      })),
    );
    return lake.rows<GhostRow>('trace-ghost', { per_ghost: perGhost });
  };
  const openedBy = (actor: number, from: number, to: number, segments: ReadonlySet<number>): readonly string[] =>
    seenBy(world, actor, from, to)
      .filter((customer) => segments.has(world.segmentOf[customer] ?? -1))
      .map(customerName)
      .sort();

  test('what each opened in his time, each customer once, of the listed segments', async () => {
    const unopened = [...world.segmentOf.keys()].filter((customer) => (world.viewers[customer] ?? 0) === 0);
    const leaked = unopened.find((customer) => world.segmentOf[customer] === 1) ?? 1;
    const rows = await ghostsOf(
      [
        { actor: 4, from: 0, to: 365 },
        { actor: 10, from: 100, to: 200 },
      ],
      [leaked],
    );
    const of = (actor: number) => rows.filter((row) => row.actor === actorName(actor)).map(({ customer }) => customer);
    expect(of(4)).toEqual(openedBy(4, 0, 365, new Set([1])));
    expect(of(10)).toEqual(openedBy(10, 100, 200, new Set([1])));
    expect(of(10).length).toBeLessThan(openedBy(10, 0, 365, new Set([1])).length);
    expect(new Set(rows.map(({ segment }) => segment))).toEqual(new Set(['s-1']));
  });

  test('under all his accounts, and by whatever name the log has for the customer', async () => {
    const leaked = [0, 1, 2];
    const rows = await ghostsOf([{ actor: 8, from: 0, to: 365 }], leaked);
    const expected = openedBy(8, 0, 365, new Set([0, 1, 2])).filter((name) => !leaked.map(customerName).includes(name));
    expect(rows.map(({ customer }) => customer)).toEqual(expected);
    expect(new Set(rows.map(({ actor }) => actor))).toEqual(new Set([actorName(8)]));
  });

  test('a listed customer is in no simulated list', async () => {
    const opened = seenBy(world, 4);
    const leaked = opened.slice(0, 10);
    const rows = await ghostsOf([{ actor: 4, from: 0, to: 365 }], leaked);
    expect(rows.length).toBeGreaterThan(10);
    for (const { customer } of rows) expect(leaked.map(customerName)).not.toContain(customer);
  });

  test('at most as many as asked, the same each time, and no pattern of the ids', async () => {
    const ask = () => ghostsOf([{ actor: 4, from: 0, to: 365 }], [0, 1, 2], 12);
    const [first, second] = [await ask(), await ask()];
    expect(first).toHaveLength(12);
    expect(second).toEqual(first);
    const lowest = openedBy(4, 0, 365, new Set([0, 1, 2])).slice(0, 12);
    expect(first.map(({ customer }) => customer)).not.toEqual(lowest);
  });

  test('who is in no log gives nothing', async () => {
    expect(await ghostsOf([{ actor: 999, from: 0, to: 365 }], [0, 1, 2])).toEqual([]);
  });
});

describe('of a large lake a sample is looked at', () => {
  test('volumes of one customer in four stand for all, and are the same each time', async () => {
    const volumes = async (oneIn: number) => {
      await lake.keep('seen', 'trace-seen', { ...logWindow(SCOPE), controls_of: null, volumes_of: oneIn });
      return lake.rows<VolumeRow>('trace-volume', { one_in: oneIn });
    };
    const [all, some] = [await volumes(1), await volumes(4)];
    const sum = (rows: readonly VolumeRow[]): number =>
      rows.reduce((total, { customers }) => total + Number(customers), 0);
    expect(sum(some) / sum(all)).toBeGreaterThan(0.85);
    expect(sum(some) / sum(all)).toBeLessThan(1.15);
    expect(some.every(({ customers }) => Number(customers) % 4 === 0)).toBe(true);
    expect(await volumes(4)).toEqual(some);
  });

  test('controls of one customer in three stand for all of their segment', async () => {
    const leaked = [0, 3, 6].map((customer, probe_no) => ({
      probe_no,
      customer: customerName(customer),
      leaked: true,
    }));
    await lake.load('probe', leaked);
    const controls = async (oneIn: number) => {
      await lake.keep('seen', 'trace-seen', { ...logWindow(SCOPE), controls_of: oneIn, volumes_of: null });
      return lake.rows<{ readonly customer: string; readonly stratum_share: number }>('trace-control', {
        per_leaked: 15,
        per_stratum: 40,
        one_in: oneIn,
      });
    };
    const some = await controls(3);
    const shares = some.reduce((sum, { stratum_share }) => sum + stratum_share, 0);
    expect(shares / (KNOBS.customers / KNOBS.segments)).toBeGreaterThan(0.85);
    expect(shares / (KNOBS.customers / KNOBS.segments)).toBeLessThan(1.15);
    const base = new Set((await controls(1)).map(({ customer }) => customer));
    expect(base.size).toBeGreaterThan(some.length / 2);
    for (const { customer } of some) expect(Number(customer.slice(2)) % KNOBS.segments).toBe(0);
  });
});

describe('replayTrace', () => {
  /** The lake, and what was asked of it and loaded into it. */
  function watched(): {
    readonly session: LakeSession;
    readonly asked: string[];
    readonly loaded: Map<string, unknown[]>;
  } {
    const asked: string[] = [];
    const loaded = new Map<string, unknown[]>();
    const session: LakeSession = {
      ...lake,
      rows: (statement, params) => {
        if (!asked.includes(statement)) asked.push(statement);
        return lake.rows(statement, params);
      },
      stream: (statement, params) => {
        asked.push(statement);
        return lake.stream(statement, params);
      },
      columns: (statement, params) => {
        asked.push(statement);
        return lake.columns(statement, params);
      },
      keep: (table, statement, params) => {
        asked.push(statement);
        return lake.keep(table, statement, params);
      },
      load: (table, rows) => {
        loaded.set(table, [...rows]);
        return lake.load(table, rows);
      },
    };
    return { session, asked, loaded };
  }

  const question: TraceQuestion = {
    case: 'c',
    alpha: 0.001,
    scope: SCOPE,
    sample: { records: 40, linked: 40, foreign: 0 },
    checkpoint: '5f0c1f4c9f2b7a6d',
  };

  async function run(
    replays: number,
  ): Promise<ReturnType<typeof watched> & { before: TraceAnswer; after: TraceAnswer }> {
    const { evidence, activity } = found;
    const shortlist = new Set(shortlistOf(evidence));
    const rows = activity.filter(({ actor }) => shortlist.has(actor));
    const before = judgeTrace(question, evidence, rows);
    await lake.load(
      'probe',
      evidence.positions.map(({ customer }, probe_no) => ({ probe_no, customer, leaked: true })),
    );
    const spy = watched();
    const after = await replayTrace(spy.session, question, evidence, rows, before, replays);
    return { ...spy, before, after };
  }

  test('extracts once, however many leaks are simulated, and keeps the culprit', async () => {
    const { asked, before, after } = await run(30);
    expect(before.trace.named).toMatchObject([{ actor: actorName(CULPRIT) }]);
    expect(asked).toEqual(['trace-ghost', 'trace-seen', 'trace-roster', 'trace-probe', 'trace-shortlist']);
    expect(after.trace).toMatchObject({ verdict: 'one', named: [{ actor: actorName(CULPRIT) }] });
    expect(after.trace.replay).toMatchObject({ replays: 30, steps: [{ slack: 0 }] });
    const { absent = 0, elsewhere = 0 } = after.trace.replay ?? {};
    expect(absent).toBeGreaterThan(10);
    expect(absent + elsewhere).toBe(30);
  });

  test('ghosts are never the accused; half copy over the whole scope, half for as long as is stated, within it', async () => {
    const { loaded, before } = await run(3);
    const ghosts = (loaded.get('ghost') ?? []) as { actor: string; from_time: string; to_time: string }[];
    expect(ghosts).toHaveLength(TRACE_MODEL.replayGhosts);
    expect(new Set(ghosts.map(({ actor }) => actor)).size).toBe(TRACE_MODEL.replayGhosts);
    expect(ghosts.map(({ actor }) => actor)).not.toContain(actorName(CULPRIT));
    const stated = Date.parse(before.trace.window?.to ?? '') - Date.parse(before.trace.window?.from ?? '');
    for (const { from_time, to_time } of ghosts.filter((_, i) => i % 2 === 0))
      expect([from_time, to_time]).toEqual([SCOPE.from, SCOPE.to]);
    for (const { from_time, to_time } of ghosts.filter((_, i) => i % 2 === 1)) {
      expect(Date.parse(to_time) - Date.parse(from_time)).toBe(Math.max(7 * DAY_MS, stated));
      expect(Date.parse(from_time)).toBeGreaterThanOrEqual(Date.parse(SCOPE.from));
      expect(Date.parse(to_time)).toBeLessThanOrEqual(Date.parse(SCOPE.to));
    }
  });

  test('the same state of the lake gives the same leaks', async () => {
    const [first, second] = [await run(10), await run(10)];
    expect(second.after).toEqual(first.after);
    expect(second.loaded.get('ghost')).toEqual(first.loaded.get('ghost'));
  });
});
