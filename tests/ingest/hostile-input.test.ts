import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { quarantineRows } from './quarantine-rows.ts';
import { accessLine, type ScratchLake, scratchLake } from './scratch-lake.ts';

let lake: ScratchLake;
beforeEach(() => {
  lake = scratchLake();
});
afterEach(() => lake.remove());

const good = ['one', 'two', 'three'].map((id) => accessLine(id));

function file(name: string, ...parts: readonly (string | Buffer)[]): string {
  const path = join(lake.folder, name);
  writeFileSync(path, Buffer.concat(parts.map((part) => Buffer.from(part))));
  return path;
}

/** Ingests one file and gives its counts and reasons; the equation must hold. */
async function taken(path: string): Promise<readonly [read: number, accepted: number, reasons: readonly string[]]> {
  const { rows, reasons } = await lake.ingest([path]);
  expect(rows.read).toBe(rows.accepted + rows.duplicate + rows.quarantined);
  return [rows.read, rows.accepted, reasons.map(({ code, count }) => `${code} ${count}`)];
}

const lines = (...all: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(all.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]));

test('lines end as they like: LF, CRLF, none at the end, blank ones between, a byte order mark before', async () => {
  expect(await taken(file('lf', good.join('\n')))).toEqual([3, 3, []]);
  const more = ['4', '5'].map((id) => accessLine(id));
  expect(await taken(file('crlf', `\ufeff${more.join('\r\n')}\r\n\r\n  \r\n`))).toEqual([2, 2, []]);
});

test('a line of 100 MB is quarantined with its full length and hash, and its neighbours are taken', async () => {
  const path = join(lake.folder, 'long');
  const fd = openSync(path, 'w');
  writeSync(fd, `${good[0]}\n{"a":"`);
  for (let n = 0; n < 100; n += 1) writeSync(fd, Buffer.alloc(1024 * 1024, 0x78));
  writeSync(fd, `"}\n${good[1]}\n`);
  closeSync(fd);
  expect(await taken(path)).toEqual([3, 2, ['record-too-long 1']]);
  const [row] = await quarantineRows(lake.data);
  expect(row).toMatchObject({ code: 'record-too-long', line: 2, byte_offset: (good[0] ?? '').length + 1 });
  expect(row?.['length']).toBe(100 * 1024 * 1024 + 8);
});

test('what is not UTF-8, holds NUL or a raw control byte is quarantined with file, line and byte offset', async () => {
  const first = accessLine('first');
  const latin = Buffer.from('{"actor":"\u00e9"}', 'latin1');
  const nul = Buffer.from('{"actor":"a\u0000b"}');
  const path = file('odd', lines(first, latin, nul, '{"actor":"\u0001"}', accessLine('last')));
  expect(await taken(path)).toEqual([5, 2, ['binary 1', 'encoding-invalid 1', 'json-malformed 1']]);
  const at = first.length + 1;
  expect(
    (await quarantineRows(lake.data)).map(({ file: name, line, byte_offset, code }) => [name, line, byte_offset, code]),
  ).toEqual([
    [path, 2, at, 'encoding-invalid'],
    [path, 3, at + latin.length + 1, 'binary'],
    [path, 4, at + latin.length + nul.length + 2, 'json-malformed'],
  ]);
});

test('JSON that is deep, broken, of another kind or only half an escape costs no other record', async () => {
  const path = file(
    'deep',
    lines(
      accessLine('a'),
      '['.repeat(100_000),
      '{"a":'.repeat(50_000),
      '"a text"',
      '17',
      accessLine('b').replace('e-0412', '\\ud800'),
      accessLine('c'),
    ),
  );
  const [read, accepted] = await taken(path);
  expect([read, accepted]).toEqual([7, 2]);
});

test('times that no log has are quarantined: before Unix, after 9999, infinite, none', async () => {
  const odd = ['1969-12-31T23:59:59Z', '294247-01-10T00:00:00Z', '-0044-03-15T00:00:00Z', 'infinity', 'yesterday', ''];
  const path = file(
    'times',
    lines(
      ...odd.map((time, n) => accessLine(`t${n}`, { time })),
      accessLine('sound', { time: '9999-12-31T23:59:59Z' }),
    ),
  );
  expect(await taken(path)).toEqual([7, 1, ['time-invalid 6']]);
});

test('bytes that are no log at all are kept and counted, never taken', async () => {
  const [read, accepted] = await taken(file('noise', randomBytes(200_000)));
  expect(accepted).toBe(0);
  expect(read).toBeGreaterThan(0);
  expect(await taken(file('prose', 'Dear all,\nthis is no log.\n'))).toEqual([1, 0, ['form-unknown 1']]);
  expect(await taken(file('utf16', Buffer.from(`\ufeff${good.join('\n')}`, 'utf16le')))).toEqual([
    1,
    0,
    ['encoding-invalid 1'],
  ]);
  expect(await taken(file('empty', ''))).toEqual([0, 0, []]);
});

test('gzip and zstd are known by their bytes, of several members and frames, whatever the name', async () => {
  const [one = '', two = '', three = ''] = good;
  expect(await taken(file('a.log', gzipSync(`${one}\n`), gzipSync(`${two}\n`)))).toEqual([2, 2, []]);
  expect(
    await taken(file('b.gz', zstdCompressSync(`${three}\n`), zstdCompressSync(`${accessLine('four')}\n`))),
  ).toEqual([2, 2, []]);
  expect(await taken(file('c.gz', `${accessLine('five')}\n`))).toEqual([1, 1, []]);
});

test('of a compressed file that breaks off or is damaged all that comes before is taken, and the damage is counted', async () => {
  const many = Array.from({ length: 5000 }, (_, n) => accessLine(`n${n}`, { resource: String(Math.sin(n)) }));
  const packed = gzipSync(many.join('\n'));
  const [read, accepted, reasons] = await taken(file('cut.gz', packed.subarray(0, packed.length - 2000)));
  expect(reasons).toEqual(['stream-truncated 1']);
  expect(accepted).toBe(read - 1);
  expect(accepted).toBeGreaterThan(4000);
  expect(await taken(file('tail.gz', gzipSync(lines(...good)), 'no gzip'))).toEqual([4, 3, ['stream-truncated 1']]);
});

test('a document that breaks off gives its whole elements and one quarantined rest; what is no element is quarantined alone', async () => {
  const [one = '', two = '', three = ''] = good;
  expect(await taken(file('cut.json', `[${one},\n${two},\n${three.slice(0, 30)}`))).toEqual([
    3,
    2,
    ['document-truncated 1'],
  ]);
  expect(await taken(file('bad.json', `[${three}, nonsense, ${accessLine('four')}]`))).toEqual([
    3,
    2,
    ['json-malformed 1'],
  ]);
});

test('the same file twice adds nothing; the same id with other bytes is kept and counted', async () => {
  const path = file('log', lines(...good));
  expect((await lake.ingest([path])).rows).toEqual({ read: 3, accepted: 3, duplicate: 0, quarantined: 0 });
  const again = await lake.ingest([path]);
  expect(again.rows).toEqual({ read: 3, accepted: 0, duplicate: 3, quarantined: 0 });
  expect(again.batches).toEqual([]);
  const reused = await lake.ingest([file('reused', lines(accessLine('one', { resource: 'other' })))]);
  expect(reused.rows.accepted).toBe(1);
  expect(reused.reasons).toEqual([{ code: 'id-reused', count: 1 }]);
});

test('directories, globs and repeated paths: every file once in a fixed order, hidden ones left out', async () => {
  mkdirSync(join(lake.folder, 'logs', 'day'), { recursive: true });
  file('logs/a.ndjson', lines(accessLine('a')));
  file('logs/day/b.ndjson', lines(accessLine('b')));
  file('logs/.hidden', lines(accessLine('h')));
  file('logs/c.txt', lines(accessLine('c')));
  expect((await lake.ingest([join(lake.folder, 'logs')])).rows).toMatchObject({ read: 3, accepted: 3 });
  expect((await lake.ingest([join(lake.folder, 'logs', '**', '*.ndjson')])).rows).toMatchObject({
    read: 2,
    duplicate: 2,
  });
  await expect(lake.ingest([join(lake.folder, 'nothing-*')])).rejects.toThrow('INTAKE_NOTHING');
});
