import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApp } from '../../src/app.ts';
import { chunkFold } from '../../src/core/chunk-fold.ts';
import { seededRandom } from '../../src/core/random.ts';
import { filesBehind, type RootedFile } from '../../src/model/lake-leaf.ts';
import { committedBatches } from './committed.ts';

const RECORDS = 40_000;
const BATCH = 4_000;
const KILLS = 12;

let folder = '';
let log = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'candour-kill-'));
  log = join(folder, 'access.ndjson');
  const lines = Array.from({ length: RECORDS }, (_, i) =>
    i % 1000 === 999
      ? `{"broken":${i}`
      : JSON.stringify({
          time: new Date(Date.UTC(2026, 2, 1) + i * 10_000).toISOString(),
          event_id: `ev-${i}`,
          actor: `e-${i % 50}`,
          action: 'read',
          subjects: [`c-${i % 900}`],
        }),
  );
  writeFileSync(log, `${lines.join('\n')}\n`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Books {
  readonly rows: {
    readonly read: number;
    readonly accepted: number;
    readonly duplicate: number;
    readonly quarantined: number;
  };
}

/** Runs the real command; kills it after `killAfterMs`, if given. Null when it was killed before it finished. */
function ingest(data: string, killAfterMs: number | null): Promise<Books | null> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['src/cli/main.ts', 'ingest', 'candour', log, '--data', data, '--json', '--batch-records', String(BATCH)],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
    });
    const timer = killAfterMs === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    child.on('close', (code) => {
      if (timer !== null) clearTimeout(timer);
      resolve(code === 0 ? (JSON.parse(out) as Books) : null);
    });
  });
}

const filesOf = (data: string): readonly RootedFile[] =>
  committedBatches(data).flatMap((leaf) => [...filesBehind(leaf, leaf.files), leaf.chunks]);

function rootOf(bytes: Uint8Array): string {
  const fold = chunkFold();
  for (let at = 0; at < bytes.length; ) {
    const room = fold.room();
    const piece = bytes.subarray(at, at + room.length);
    room.set(piece);
    fold.advance(piece.length);
    at += piece.length;
  }
  return fold.done().root;
}

/** Every file that a leaf names is there, whole; gives the records of all batches. */
function checkWhole(data: string): { readonly records: number; readonly accepted: number } {
  let records = 0;
  let accepted = 0;
  for (const file of filesOf(data))
    expect(rootOf(readFileSync(join(data, 'lake', file.path))), file.path).toBe(file.root);
  for (const leaf of committedBatches(data)) {
    expect(leaf.records).toBe(leaf.accepted + leaf.duplicate + leaf.quarantined);
    records += leaf.records;
    accepted += leaf.accepted;
  }
  return { records, accepted };
}

test('a kill at any moment leaves whole batches, and a clean run after it ends with the counts of an undisturbed one', async () => {
  const undisturbed = await ingest(join(folder, 'calm'), null);
  expect(undisturbed?.rows).toEqual({ read: RECORDS, accepted: RECORDS - 40, duplicate: 0, quarantined: 40 });

  const random = seededRandom(20_261_124);
  const data = join(folder, 'killed');
  let killed = 0;
  for (let i = 0; i < KILLS; i += 1) {
    if ((await ingest(data, 250 + random() * 1500)) === null) killed += 1;
    const { accepted } = checkWhole(data);
    expect(accepted).toBeLessThanOrEqual(RECORDS - 40);
  }
  expect(killed).toBeGreaterThan(3);

  const last = await ingest(data, null);
  expect(last?.rows.read).toBe(RECORDS);
  expect((last?.rows.accepted ?? 0) + (last?.rows.duplicate ?? 0)).toBe(RECORDS - 40);
  expect(checkWhole(data).accepted).toBe(RECORDS - 40);

  // Readers see each event once, and nothing that no leaf names is left.
  const session = await openApp(data).lake.open();
  if (!session.ok) throw new Error(session.error.message);
  const rows = await session.value.rows<{ readonly events: bigint; readonly accesses: bigint }>('check-count');
  await session.value.close();
  expect(rows).toEqual([{ events: BigInt(RECORDS - 40), accesses: BigInt(RECORDS - 40) }]);
  const named = new Set(filesOf(data).map((file) => file.path));
  const present = readdirSync(join(data, 'lake'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(data, 'lake').length + 1));
  expect(new Set(present)).toEqual(named);
  expect(readdirSync(join(data, 'tmp'))).toEqual([]);
});
