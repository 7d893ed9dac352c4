import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import { generateSigningKey, parseSigningKey } from '../../src/core/node-signer.ts';
import { type Policy, parsePolicy } from '../../src/core/note/policy.ts';
import { formatVerifierKey } from '../../src/core/note/verifier-key.ts';
import { seededRandom } from '../../src/core/random.ts';
import type { Result } from '../../src/core/result.ts';
import { verifyData } from '../../src/verification.ts';
import { openCase } from '../../src/workflow/open-case.ts';
import { takePeople } from '../../src/workflow/take-people.ts';
import type { DirectoryVerdict } from '../../src/workflow/verify-directory.ts';
import { accessLine, type ScratchLake, scratchLake } from '../ingest/scratch-lake.ts';
import { mutatedCopy } from '../state/state-mutation.ts';

const silent = { step: () => ({ at: () => {}, end: () => {} }) };
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
const verify = async (data: string, policy: Policy | null = null): Promise<DirectoryVerdict> =>
  must(await verifyData(data, policy, silent));
const policyOf = (vkey: string): Policy => must(parsePolicy(Buffer.from(`log ${vkey}\nquorum none\n`), nodeHashing));

let lake: ScratchLake;
let data: string;

/** Every file under `log/`, `lake/` and `people/`, as paths in the directory. */
const filesIn = (root: string): readonly string[] =>
  ['log', 'lake', 'people'].flatMap((part) =>
    readdirSync(join(root, part), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)),
  );

/** Every path, size and time in the directory, its folders included; taking the writer's lock touches the folder `state`. */
const shapeOf = (root: string): readonly string[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path !== 'state')
    .sort()
    .map((path) => `${path} ${statSync(join(root, path)).size} ${statSync(join(root, path)).mtimeMs}`);

/** What is found while the file's bytes are others; null: it is not there. */
async function damaged(path: string, change: (bytes: Buffer) => Buffer | null): Promise<DirectoryVerdict> {
  const whole = join(data, path);
  const before = readFileSync(whole);
  const after = change(Buffer.from(before));
  if (after === null) rmSync(whole);
  else writeFileSync(whole, after);
  try {
    return await verify(data);
  } finally {
    writeFileSync(whole, before);
  }
}

const flip =
  (at: number, bit = 0) =>
  (bytes: Buffer): Buffer => {
    bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
    return bytes;
  };

function run(...args: readonly string[]): { readonly code: number | null; readonly stdout: string } {
  const { stdout, status } = spawnSync(process.execPath, [resolve('src/cli/candour.ts'), 'verify', ...args], {
    encoding: 'utf8',
    cwd: lake.folder,
    env: { ...process.env, INIT_CWD: lake.folder },
  });
  return { code: status, stdout };
}

beforeAll(async () => {
  lake = scratchLake();
  data = lake.data;
  const access = join(lake.folder, 'access.ndjson');
  const lines = Array.from({ length: 300 }, (_, n) => (n % 50 === 49 ? '{"broken":' : accessLine(`ev-${n}`)));
  writeFileSync(access, `${lines.join('\n')}\n`);
  await lake.ingest([access]);
  const customers = join(lake.folder, 'customers.csv');
  writeFileSync(customers, 'id,email\nc-1,ada@example.com\n,nobody@example.com\n');
  must(await takePeople({ kind: 'customers', paths: [customers] }, lake.app.people));
  const deps = await lake.app.deps();
  const { case: caseId } = must(await openCase.run({ title: 'A leak', finding: null }, deps));
  const place = { case: caseId, incident: 'incident-a', at: deps.clock.now(), by: 'ada' };
  const message = (person: string) =>
    ({ person, notice: `n-${person}`, channel: 'email', acceptedAt: place.at, sha256: 'ab'.repeat(32) }) as const;
  must(await deps.telling.tell(place, ['c-1', 'c-2'].map(message)));
});
afterAll(() => lake.remove());

describe('a directory that only Candour wrote', () => {
  test('verifies while it is open, its journal not yet emptied, and nothing is written to it', async () => {
    expect(statSync(join(data, 'state', 'candour.sqlite-wal')).size).toBeGreaterThan(0);
    const before = shapeOf(data);
    const verdict = await verify(data);
    expect(verdict.faults).toEqual([]);
    expect(verdict.unchecked).toEqual([]);
    expect(verdict.notices).toMatchObject([{ incident: 'incident-a', treeSize: 2 }]);
    expect(shapeOf(data)).toEqual(before);
    await lake.app.close();
    const closed = shapeOf(data);
    expect((await verify(data)).ok).toBe(true);
    expect(shapeOf(data)).toEqual(closed);
  });

  test('verifies by the verb with exit 0, every file read, the data directory by default', () => {
    const { code, stdout } = run('--data', data, '--json');
    expect(code).toBe(0);
    const files = filesIn(data);
    const state = statSync(join(data, 'state', 'candour.sqlite')).size;
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      files: files.length + 1,
      bytes: files.reduce((sum, path) => sum + statSync(join(data, path)).size, state),
      faults: [],
      trust: 'own',
    });
    const text = run(data).stdout;
    expect(text).toContain('no difference');
    expect(text).toContain('not that nobody rewrote all of them');
  });

  test('a copy without keys and without the empty folders verifies; that no row was opened is said', async () => {
    const copy = join(lake.folder, 'copy');
    cpSync(data, copy, { recursive: true });
    rmSync(join(copy, 'keys'), { recursive: true });
    rmSync(join(copy, 'lake', 'list'), { recursive: true });
    const vkey = readFileSync(join(copy, 'log', 'vkey'), 'utf8').trim();
    expect(await verify(copy, policyOf(vkey))).toMatchObject({
      ok: true,
      trust: 'given',
      unchecked: [{ part: 'state/' }],
    });
    rmSync(copy, { recursive: true });
  });

  test('a folder with nothing in it but folders has no difference, and is left alone', async () => {
    const empty = join(lake.folder, 'empty');
    mkdirSync(join(empty, 'lake'), { recursive: true });
    expect(await verify(empty)).toMatchObject({ ok: true, treeSize: 0, origin: null });
    expect(readdirSync(empty)).toEqual(['lake']);
  });
});

describe('one byte that was flipped', () => {
  // At most three places a file: each byte of files this size is tested below the verb (tests/verify/verify-lake, src/verify/log).
  test('is found in every file, and its place named', async () => {
    let flips = 0;
    for (const path of filesIn(data)) {
      const { size } = statSync(join(data, path));
      for (let at = flips % 7; at < size; at += Math.max(1, Math.ceil(size / 3))) {
        const { ok, faults } = await damaged(path, flip(at, flips % 8));
        flips += 1;
        expect(ok).toBe(false);
        expect(
          faults.some(({ file, from, to }) => file === path && (from ?? at + 1) <= at && at < (to ?? 0)),
          `${path} at ${at}: ${JSON.stringify(faults)}`,
        ).toBe(true);
      }
    }
    expect(flips).toBeGreaterThan(2 * filesIn(data).length);
    expect((await verify(data)).ok).toBe(true);
  }, 180_000);

  test.each(['log/tile/0', 'lake/raw', 'people/customers'])('under %s is named by the verb, with exit 1', (part) => {
    const path = filesIn(data).find((each) => each.startsWith(part)) ?? '';
    const whole = join(data, path);
    const before = readFileSync(whole);
    writeFileSync(whole, flip(3)(Buffer.from(before)));
    const { code, stdout } = run(data, '--json');
    const text = run(data).stdout;
    writeFileSync(whole, before);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      faults: [{ file: path, from: part === 'log/tile/0' ? 3 : 0 }],
    });
    expect(text).toContain(`${path}, bytes `);
  });

  test('in an entry leaves unsaid what the log no longer vouches for, and says so', async () => {
    const path = filesIn(data).find((each) => each.startsWith('log/tile/entries')) ?? '';
    const { faults, unchecked } = await damaged(path, flip(9));
    expect(faults.map(({ file }) => file)).toEqual([path]);
    expect(unchecked.map(({ part }) => part)).toEqual(['lake/ and people/', 'state/']);
  });
});

test.each([
  ['log/checkpoint', 'VERIFY_LOG_UNSIGNED'],
  ['log/vkey', 'VERIFY_LOG_MISSING'],
  ['log/notices/incident-a/checkpoint', 'VERIFY_LOG_UNSIGNED'],
  ['lake/raw', 'VERIFY_FILE_MISSING'],
  ['people/customers', 'VERIFY_FILE_MISSING'],
])('that a file is gone is named: %s', async (part, code) => {
  const path = filesIn(data).find((each) => each.startsWith(part)) ?? '';
  expect((await damaged(path, () => null)).faults).toMatchObject([{ code, file: path }]);
});

test('without its log a directory has no difference that could be named but that, and nothing is said of the rest', async () => {
  renameSync(join(data, 'log'), join(data, 'log-away'));
  const { code, stdout } = run(data, '--json');
  renameSync(join(data, 'log-away'), join(data, 'log'));
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    treeSize: null,
    faults: [{ code: 'VERIFY_LOG_MISSING', file: 'log/vkey' }],
    unchecked: [{ part: 'log' }, { part: 'lake/ and people/' }, { part: 'state/' }],
  });
});

test.each([
  ['log/notes.txt', 'VERIFY_LOG_UNKNOWN'],
  ['log/notices/notes.txt', 'VERIFY_LOG_UNKNOWN'],
  ['log/notices/incident-a/tile/9/000', 'VERIFY_LOG_UNKNOWN'],
  ['lake/raw/b-none.parquet', 'VERIFY_FILE_UNNAMED'],
  ['people/ties/0123.parquet', 'VERIFY_FILE_UNNAMED'],
])('a file that nothing names is named: %s', async (path, code) => {
  mkdirSync(dirname(join(data, path)), { recursive: true });
  writeFileSync(join(data, path), 'x');
  const { faults } = await verify(data);
  rmSync(join(data, path));
  expect(faults).toMatchObject([{ code, file: path }]);
});

describe('the state', () => {
  const database = (): string => join(data, 'state', 'candour.sqlite');

  test('every row that was changed, removed or added is named, each in a copy of its own', async () => {
    const kept = join(lake.folder, 'kept.sqlite');
    copyFileSync(database(), kept);
    const random = seededRandom(20_261_125);
    for (let n = 0; n < 30; n += 1) {
      const { what, names } = mutatedCopy(kept, database(), random);
      const { ok, faults } = await verify(data);
      expect(ok, what).toBe(false);
      expect(faults.every(({ file }) => file === 'state/candour.sqlite')).toBe(true);
      const rows = faults.map((fault) => ({
        ...fault,
        message: '',
        table: fault.table ?? '',
        key: fault.key ?? '',
        incident: fault.incident ?? null,
      }));
      expect(names(rows), `${what}: ${JSON.stringify(faults)}`).toBe(true);
    }
    copyFileSync(kept, database());
    expect((await verify(data)).ok).toBe(true);
  });

  test('that it is gone, or is no database, is named', async () => {
    const before = readFileSync(database());
    rmSync(database());
    const gone = await verify(data);
    writeFileSync(database(), Buffer.from('no database'.repeat(1000)));
    const other = await verify(data);
    writeFileSync(database(), before);
    expect(gone.faults).toMatchObject([{ code: 'STATE_ROW_MISSING', file: 'state/candour.sqlite', found: 'no file' }]);
    expect(other.faults).toMatchObject([{ code: 'STATE_UNREADABLE', file: 'state/candour.sqlite' }]);
  });
});

test('a key that is known from elsewhere and is not the one in the directory is not satisfied by it', async () => {
  const other = must(parseSigningKey(must(generateSigningKey('ed25519', 'example.com/other'))));
  const { ok, faults } = await verify(data, policyOf(formatVerifierKey(other.key)));
  expect(ok).toBe(false);
  const inLog = (folder: string) => ['vkey', 'checkpoint'].map((name) => `${folder}/${name}`);
  expect(faults.map(({ file }) => file)).toEqual([...inLog('log'), ...inLog('log/notices/incident-a')]);
});
