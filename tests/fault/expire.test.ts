import { spawn } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fsLakeReader } from '../../src/adapters/fs/lake-reader.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { seededRandom } from '../../src/core/random.ts';
import { leafBytes } from '../../src/model/lake-leaf.ts';
import type { LakeVerdict } from '../../src/verify/verify-lake.ts';
import { verifyLake } from '../../src/verify/verify-lake.ts';
import { type Expiry, expireBatches } from '../../src/workflow/expire-batches.ts';
import { type IngestBooks, ingestLog } from '../../src/workflow/ingest-log.ts';
import { accessLine, type ScratchLake, scratchLake } from '../ingest/scratch-lake.ts';
import { indexedLeaves } from '../verify/memory-reader.ts';
import { committedBatches, committedLeaves } from './committed.ts';
import { runCandour } from './ingest-world.ts';

let lake: ScratchLake;
beforeEach(() => {
  lake = scratchLake();
});
afterEach(() => lake.remove());

const line = (day: string, n: number): string =>
  accessLine(`ev-${day}-${n}`, { time: `${day}T09:00:00Z`, subjects: [`c-${n}`] });

/** A batch of its own for each day. */
async function takeDays(...days: readonly string[]): Promise<void> {
  for (const day of days) {
    const path = join(lake.folder, `${day}.ndjson`);
    writeFileSync(path, `${[0, 1, 2].map((n) => line(day, n)).join('\n')}\n`);
    await lake.ingest([path]);
  }
}

async function expire(before: string, destroy = true): Promise<Expiry> {
  const expiry = await expireBatches.run({ before, destroy }, lake.app);
  if (!expiry.ok) throw new Error(expiry.error.message);
  return expiry.value;
}

async function events(asOf?: number): Promise<number> {
  const session = await lake.app.lake.open(asOf);
  if (!session.ok) throw new Error(`${session.error.code}: ${session.error.message}`);
  const rows = await session.value.rows<{ readonly events: bigint }>('check-count');
  await session.value.close();
  return Number(rows[0]?.events);
}

const verdict = (): LakeVerdict =>
  verifyLake({ leaves: indexedLeaves(lake.data), reader: fsLakeReader(lake.data), hashing: nodeHashing });

const paths = (): readonly string[] => [...fsLakeReader(lake.data).paths()];

test('without --yes nothing goes; with it batches of earlier days are destroyed, the others and the log stay', async () => {
  await takeDays('2026-01-05', '2026-02-05', '2026-03-05');
  const would = await expire('2026-03-05', false);
  expect(would).toMatchObject({ destroyed: false, records: 6 });
  expect(await events()).toBe(9);
  const done = await expire('2026-03-05');
  expect(done.batches.map(({ from, to }) => [from, to])).toEqual([
    ['2026-01-05', '2026-01-05'],
    ['2026-02-05', '2026-02-05'],
  ]);
  expect(await events()).toBe(3);
  expect(verdict().differences).toEqual([]);
  for (const { batch } of done.batches) expect(paths().filter((path) => path.includes(batch))).toEqual([]);
  expect(committedLeaves(lake.data).map(([, leaf]) => leaf.type)).toEqual([
    'batch',
    'batch',
    'batch',
    'expired',
    'expired',
  ]);
  expect((await expire('2026-03-05')).batches).toEqual([]);
});

test('a batch with one event on or after the day stays whole', async () => {
  const path = join(lake.folder, 'both.ndjson');
  writeFileSync(path, `${line('2026-01-05', 1)}\n${line('2026-03-05', 2)}\n`);
  await lake.ingest([path]);
  expect((await expire('2026-03-05')).batches).toEqual([]);
  expect((await expire('2026-03-06')).batches).toHaveLength(1);
});

test('a state before an expiry says which batch has expired; states after it, and from before the batch, are read as ever', async () => {
  await takeDays('2026-03-05');
  expect(await events(0)).toBe(0);
  await takeDays('2026-01-05');
  expect(await events(1)).toBe(3);
  expect(await events(2)).toBe(6);
  await expire('2026-02-01');
  const [, gone] = committedBatches(lake.data);
  const session = await lake.app.lake.open(2);
  expect(session).toMatchObject({ ok: false, error: { code: 'LAKE_EXPIRED', facts: { leaf: 1, expired: 2 } } });
  if (!session.ok) expect(session.error.message).toContain(gone?.batch ?? '?');
  expect(await events(1)).toBe(3);
  expect(await events(3)).toBe(3);
  expect(await lake.app.lake.open(4)).toMatchObject({ error: { code: 'LAKE_NO_SUCH_STATE' } });
});

test('--as-of reads what the log held then, and refuses a size that it never had', async () => {
  await takeDays('2026-03-05', '2026-03-06');
  const ask = (asOf: string): ReturnType<typeof runCandour> =>
    runCandour(['detect', '--as-of', asOf, '--data', lake.data, '--json']);
  const windowTo = async (asOf: string): Promise<unknown> => {
    const run = await ask(asOf);
    return (JSON.parse(run.out) as { readonly window?: { readonly to: string } }).window?.to.slice(0, 10);
  };
  expect(await windowTo('1')).toBe('2026-03-06');
  expect(await windowTo('2')).toBe('2026-03-07');
  const refused = await ask('9999');
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'LAKE_NO_SUCH_STATE' } });
});

test('the secret of an expired batch is destroyed: no record of it can be proved, and the database does not hold it', async () => {
  await takeDays('2026-01-05', '2026-03-05');
  const [old, kept] = committedBatches(lake.data);
  if (old === undefined || kept === undefined) throw new Error('expected two batches');
  const database = join(lake.data, 'state', 'candour.sqlite');
  expect(readFileSync(database).includes(old.batch) || readFileSync(`${database}-wal`).includes(old.batch)).toBe(true);
  await expire('2026-02-01');
  expect(await lake.app.proveRecord(old.batch, 0)).toMatchObject({ error: { code: 'LAKE_RECORD_UNKNOWN' } });
  expect(await lake.app.proveRecord(kept.batch, 0)).toMatchObject({ ok: true });
  expect(readFileSync(database).includes(old.batch)).toBe(false);
  expect(readFileSync(`${database}-wal`)).toHaveLength(0);
});

test('killed between tombstone and files: nobody reads them, verify names them, the next start removes them', async () => {
  await takeDays('2026-01-05', '2026-03-05');
  const [old] = committedBatches(lake.data);
  const log = lake.app.log();
  if (!log.ok) throw new Error(log.error.message);
  // What stands when the process dies right after the tombstone was published.
  await log.value.append([leafBytes({ v: 1, type: 'expired', time: '2026-11-25T21Z', leaf: 0, until: '2026-02-01' })]);
  expect(await events()).toBe(3);
  const named = verdict().differences;
  expect(new Set(named.map(({ code }) => code))).toEqual(new Set(['VERIFY_FILE_EXPIRED']));
  expect(named.every(({ index }) => index === 0)).toBe(true);
  await takeDays('2026-03-06');
  expect(verdict().differences).toEqual([]);
  expect(paths().filter((path) => path.includes(old?.batch ?? '?'))).toEqual([]);
});

test('killed at any moment, a batch is there whole or has its tombstone', async () => {
  const days = Array.from({ length: 12 }, (_, n) => `2026-01-${String(n + 1).padStart(2, '0')}`);
  await takeDays(...days);
  const random = seededRandom(20_261_125);
  for (let n = 0; n < 5; n += 1) {
    await runExpire(lake.data, `2026-01-${String(2 * (n + 1) + 1).padStart(2, '0')}`, 300 + random() * 900);
    const { differences } = verdict();
    expect(differences.filter(({ code }) => code !== 'VERIFY_FILE_EXPIRED')).toEqual([]);
  }
  expect(await expire('2026-01-11')).toMatchObject({ destroyed: true });
  expect(verdict().differences).toEqual([]);
  expect(await events()).toBe(6);
}, 120_000);

test('records that an expired batch took in from quarantine do not come back by a replay', async () => {
  const packsFolder = join(lake.folder, 'packs');
  cpSync('packs/sources', join(packsFolder, 'sources'), { recursive: true });
  const map = join(packsFolder, 'sources', 'candour', 'map.sql');
  const whole = readFileSync(map, 'utf8');
  const take = async (paths: string[], replay: boolean): Promise<IngestBooks['rows']> => {
    const books = await ingestLog({ source: 'candour', paths, replay }, { ...lake.app.ingest, packsFolder });
    if (!books.ok) throw new Error(books.error.message);
    return books.value.rows;
  };
  const log = join(lake.folder, 'log');
  writeFileSync(log, `${line('2026-01-05', 1)}\n${line('2026-01-05', 2)}\n`);
  writeFileSync(map, whole.replace('r.actor,', 'CAST(NULL AS VARCHAR) AS actor,'));
  expect(await take([log], false)).toMatchObject({ accepted: 0, quarantined: 2 });
  writeFileSync(map, whole);
  expect(await take([], true)).toMatchObject({ read: 2, accepted: 2 });
  // The replayed events are old; the batch that holds nothing but quarantine is as old as its commit.
  const gone = await expire('2026-02-01');
  expect(gone.batches.map(({ leaf, records }) => [leaf, records])).toEqual([[1, 2]]);
  expect(await take([], true)).toMatchObject({ read: 0 });
  expect(await events()).toBe(0);
  expect(verdict().differences).toEqual([]);
});

/** The real command, killed after so long. */
const runExpire = (data: string, before: string, killAfterMs: number): Promise<void> =>
  new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['src/cli/main.ts', 'expire', '--before', before, '--yes', '--json', '--data', data],
      { stdio: 'ignore' },
    );
    const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    child.on('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
