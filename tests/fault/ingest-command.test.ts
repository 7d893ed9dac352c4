import { execFileSync } from 'node:child_process';
import { chmodSync, createWriteStream, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IngestBooks } from '../../src/workflow/ingest-log.ts';
import { type CommandRun, type IngestWorld, ingestWorld, nativeLine, nativeLines, runCandour } from './ingest-world.ts';

let world: IngestWorld;
beforeEach(() => {
  world = ingestWorld();
});
afterEach(() => world.remove());

const ingest = (paths: readonly string[], options: Parameters<typeof runCandour>[1] = {}): Promise<CommandRun> =>
  runCandour(['ingest', 'candour', ...paths, '--data', world.data, '--json'], options);

const rowsOf = (run: CommandRun): IngestBooks['rows'] => {
  expect(run.code, run.err).toBe(0);
  return (JSON.parse(run.out) as IngestBooks).rows;
};

const MIB = 1024 * 1024;

/** `megabytes` of one line, generated while it is read. */
function* longLine(megabytes: number): Generator<Buffer> {
  yield Buffer.from(`${nativeLine(1)}\n{"x":"`);
  const block = Buffer.alloc(MIB, 'x');
  for (let n = 0; n < megabytes; n += 1) yield block;
  yield Buffer.from(`"}\n${nativeLine(2)}\n`);
}

test('a line of 100 MB is quarantined with its length, in no more memory than a line over the limit needs', async () => {
  const short = await ingest(['-'], { input: longLine(20) });
  expect(rowsOf(short)).toEqual({ read: 3, accepted: 2, duplicate: 0, quarantined: 1 });
  const long = await ingest(['-'], { input: longLine(100) });
  expect(rowsOf(long)).toEqual({ read: 3, accepted: 0, duplicate: 2, quarantined: 1 });
  expect(
    (await world.quarantine()).map(({ file, line, byte_offset, code, length }) => ({
      file,
      line,
      byte_offset,
      code,
      length,
    })),
  ).toEqual(
    [20, 100].map((megabytes) => ({
      file: '-',
      line: 2,
      byte_offset: nativeLine(1).length + 1,
      code: 'record-too-long',
      length: megabytes * MIB + 8,
    })),
  );
  expect(short.peakBytes).toBeGreaterThan(50 * MIB);
  expect(long.peakBytes - short.peakBytes).toBeLessThan(64 * MIB);
  expect(long.peakBytes).toBeLessThan(768 * MIB);
});

test('a list, a text or a number in the place of a line is of the wrong shape, whatever else it lacks', async () => {
  const run = await ingest(['-'], { input: [`${nativeLine(1)}\n[]\n"text"\n7\n{}\n`] });
  expect(rowsOf(run)).toEqual({ read: 5, accepted: 1, duplicate: 0, quarantined: 4 });
  const { reasons } = JSON.parse(run.out) as { reasons: { code: string; count: number; meaning: string }[] };
  expect(reasons.map(({ code, count }) => [code, count])).toEqual([
    ['shape-wrong', 3],
    ['id-missing', 1],
  ]);
  expect(reasons[0]?.meaning).toContain('an object');
});

test('a path beside --replay is bad usage: nothing of it would be read', async () => {
  const run = await ingest([world.at('never-read'), '--replay']);
  expect(run.code).toBe(2);
  expect(run.err).toContain('--replay takes what is in quarantine again and reads no path');
});

test('a seed that is none is bad usage, and the demo then leaves what an earlier one made', async () => {
  const kept = world.at('demo/.candour-demo');
  mkdirSync(dirname(kept));
  writeFileSync(kept, '');
  for (const seed of ['abc', '-1', '1.5', '4294967296', '']) {
    for (const verb of [
      ['demo', '--data', dirname(kept)],
      ['simulate', '--out', world.at('company')],
    ]) {
      const run = await runCandour([...verb, `--seed=${seed}`]);
      expect(run.code).toBe(2);
      expect(run.err).toContain('whole number from 0 to 4294967295');
    }
  }
  expect(existsSync(kept)).toBe(true);
  expect(existsSync(world.at('company'))).toBe(false);
});

test('standard input is read, packed or not', async () => {
  expect(rowsOf(await ingest(['-'], { input: [nativeLines(0, 10).join('\n')] })).accepted).toBe(10);
  const packed = zstdCompressSync(nativeLines(5, 15).join('\n'));
  // Byte by byte: the magic number may come in pieces.
  const bytes = Array.from(packed, (byte) => Buffer.from([byte]));
  expect(rowsOf(await ingest(['-'], { input: bytes }))).toEqual({
    read: 10,
    accepted: 5,
    duplicate: 5,
    quarantined: 0,
  });
  expect(rowsOf(await ingest(['-'], { input: [] })).read).toBe(0);
});

test('a named pipe is read to its end, and one in a directory is passed over', async () => {
  mkdirSync(world.at('logs'));
  execFileSync('mkfifo', [world.at('logs/pipe')]);
  writeFileSync(world.at('logs/file'), nativeLine(100));
  expect(rowsOf(await ingest([world.at('logs')])).read).toBe(1);

  const reading = ingest([world.at('logs/pipe')]);
  await pipeline(Readable.from([nativeLines(0, 10).join('\n')]), createWriteStream(world.at('logs/pipe')));
  expect(rowsOf(await reading).accepted).toBe(10);
});

test('directories, quoted globs and links: every file once, named as it was found', async () => {
  mkdirSync(world.at('logs/day=1'), { recursive: true });
  writeFileSync(world.at('logs/day=1/a.ndjson'), nativeLine(1));
  writeFileSync(world.at('logs/b.txt'), `${nativeLine(2)}\n{broken\n`);
  symlinkSync('day=1/a.ndjson', world.at('logs/current'));
  symlinkSync('..', world.at('logs/day=1/up'));
  expect(rowsOf(await ingest([world.at('logs')]))).toEqual({ read: 3, accepted: 2, duplicate: 0, quarantined: 1 });
  expect((await world.quarantine()).map(({ file }) => file)).toEqual([world.at('logs/b.txt')]);
  expect(rowsOf(await ingest([world.at('logs/**/*.ndjson')])).duplicate).toBe(1);
});

test('nothing at a path is refused with the path, what to do, and exit 1, and nothing is read', async () => {
  writeFileSync(world.at('good'), nativeLine(1));
  const run = await ingest([world.at('good'), world.at('no-such-*')]);
  expect(run.code).toBe(1);
  expect(JSON.parse(run.out)).toMatchObject({ error: { code: 'INTAKE_NOTHING' } });
  expect(run.err).toContain(world.at('no-such-*'));
  expect(world.batches()).toEqual([]);
});

/** A user without rights: this one, or nobody (65534) when the tests run as root, whom no permission stops. */
const uid = process.getuid?.() === 0 ? 65534 : undefined;

test('a file that may not be read is refused by name before anything is read', async () => {
  mkdirSync(world.at('logs'));
  writeFileSync(world.at('logs/a'), nativeLine(1));
  writeFileSync(world.at('logs/b'), nativeLine(2), { mode: 0o000 });
  chmodSync(world.at('logs/b'), 0o000);
  chmodSync(dirname(world.data), 0o777);
  const run = await ingest([world.at('logs')], uid === undefined ? {} : { uid });
  expect(run.code).toBe(1);
  expect(JSON.parse(run.out)).toMatchObject({ error: { code: 'INTAKE_UNREADABLE', facts: { files: 1 } } });
  expect(run.err).toContain(world.at('logs/b'));
  expect(run.err).not.toContain('    at ');
  expect(world.batches()).toEqual([]);
});

test('--strict makes a quarantined record exit 1, and the document still comes', async () => {
  const run = await runCandour(['ingest', 'candour', '-', '--data', world.data, '--json', '--strict'], {
    input: [`${nativeLine(1)}\n{broken\n`],
  });
  expect(run.code).toBe(1);
  expect((JSON.parse(run.out) as IngestBooks).rows).toEqual({ read: 2, accepted: 1, duplicate: 0, quarantined: 1 });
});

test('without a path it is bad usage, an unknown source is refused with the known ones', async () => {
  expect((await ingest([])).code).toBe(2);
  const run = await runCandour(['ingest', 'no-such-source', '-', '--data', world.data, '--json']);
  expect(run.code).toBe(1);
  expect(run.err).toContain('aws-cloudtrail');
});
