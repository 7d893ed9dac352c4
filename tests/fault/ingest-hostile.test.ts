import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type IngestWorld, ingestWorld, nativeLine, nativeLines, unclosed } from './ingest-world.ts';

let world: IngestWorld;
beforeEach(() => {
  world = ingestWorld();
});
afterEach(() => world.remove());

/** Writes the file, ingests it as native lines, checks what every ingest owes, ingests it again and checks that this added nothing. */
async function taken(name: string, content: string | Buffer) {
  const path = world.at(name);
  writeFileSync(path, content);
  const books = await world.take('candour', [path]);
  expect(unclosed(world, books)).toEqual([]);
  const batches = world.batches().length;
  const again = await world.take('candour', [path]);
  expect(again.rows).toEqual({ ...books.rows, accepted: 0, duplicate: books.rows.accepted + books.rows.duplicate });
  expect(again.batches).toEqual([]);
  expect(world.batches()).toHaveLength(batches);
  return { path, rows: books.rows, reasons: books.reasons, quarantine: await world.quarantine() };
}

const books = (accepted: number, quarantined: number, duplicate = 0) => ({
  read: accepted + quarantined + duplicate,
  accepted,
  duplicate,
  quarantined,
});

test('binary junk between lines costs only its own lines, each named by line and byte', async () => {
  const junk = Buffer.from([0, 1, 2, 0xfe, 0xff, 0x80, 0x81]);
  const first = `${nativeLine(1)}\n`;
  const { path, rows, quarantine } = await taken(
    'log',
    Buffer.concat([Buffer.from(first), junk, Buffer.from(`\n${nativeLine(2)}\n`), junk]),
  );
  expect(rows).toEqual(books(2, 2));
  const second = first.length + junk.length + 1 + nativeLine(2).length + 1;
  expect(quarantine).toEqual([
    { file: path, line: 2, byte_offset: first.length, code: 'encoding-invalid', length: junk.length },
    { file: path, line: 4, byte_offset: second, code: 'encoding-invalid', length: junk.length },
  ]);
});

test('a file of nothing but binary junk is one quarantined record', async () => {
  const { path, rows, quarantine } = await taken('junk', Buffer.from(Array.from({ length: 5000 }, (_, i) => i % 251)));
  expect(rows).toEqual(books(0, 1));
  expect(quarantine).toEqual([{ file: path, line: 1, byte_offset: 0, code: 'form-unknown', length: 5000 }]);
});

test('a line with an invalid UTF-8 sequence is quarantined, its neighbours are not', async () => {
  const bad = Buffer.from(nativeLine(2).replace('e-2', 'e-X')).map((byte) => (byte === 88 ? 0xe9 : byte));
  const { rows, quarantine } = await taken(
    'log',
    Buffer.concat([Buffer.from(`${nativeLine(1)}\n`), bad, Buffer.from(`\n${nativeLine(3)}\n`)]),
  );
  expect(rows).toEqual(books(2, 1));
  expect(quarantine.map(({ line, code }) => [line, code])).toEqual([[2, 'encoding-invalid']]);
});

test('a UTF-16 file is quarantined as wrongly encoded', async () => {
  const text = `\ufeff${nativeLines(0, 3).join('\n')}\n`;
  const { rows, quarantine } = await taken('log', Buffer.from(text, 'utf16le'));
  expect(rows).toEqual(books(0, 1));
  expect(quarantine.map(({ line, byte_offset, code }) => [line, byte_offset, code])).toEqual([
    [1, 0, 'encoding-invalid'],
  ]);
});

test('a UTF-8 byte-order mark is passed over, and offsets still count it', async () => {
  const { rows, quarantine } = await taken('log', `\ufeff${nativeLine(1)}\n{broken\n`);
  expect(rows).toEqual(books(1, 1));
  expect(quarantine.map(({ line, byte_offset }) => [line, byte_offset])).toEqual([[2, nativeLine(1).length + 4]]);
});

test('a truncated gzip or zstd gives what came before and one quarantined record for the rest', async () => {
  // Lines that do not compress away, so that much stands before the cut.
  const text = `${Array.from({ length: 20_000 }, (_, n) => nativeLine(n, { session: ((n * 2654435761) % 4294967296).toString(36) })).join('\n')}\n`;
  for (const [name, packed] of [
    ['gz', gzipSync(text)],
    ['zst', zstdCompressSync(text)],
  ] as const) {
    const path = world.at(`log.${name}`);
    writeFileSync(path, packed.subarray(0, Math.floor(packed.length * 0.8)));
    const result = await world.take('candour', [path]);
    expect(unclosed(world, result)).toEqual([]);
    expect(result.rows.quarantined).toBe(1);
    expect(result.rows.read).toBeGreaterThan(10_000);
    const torn = (await world.quarantine()).find((one) => one.file === path);
    expect(torn?.code).toBe('stream-truncated');
    expect(torn?.line).toBe(result.rows.read);
    // Not a byte between the last whole line and what broke off.
    const before =
      text
        .split('\n')
        .slice(0, result.rows.read - 1)
        .join('\n').length + 1;
    expect(torn?.byte_offset).toBe(before);
    expect((await world.take('candour', [path])).batches).toEqual([]);
  }
});

test('an archive cut in its very head is one quarantined record, not an empty file', async () => {
  const { rows, quarantine } = await taken('log.gz', gzipSync(nativeLine(1)).subarray(0, 12));
  expect(rows).toEqual(books(0, 1));
  expect(quarantine[0]).toMatchObject({ line: 1, byte_offset: 0, code: 'stream-truncated' });
});

test('several archives one after the other in one file come whole', async () => {
  for (const pack of [gzipSync, zstdCompressSync]) {
    const offset = pack === gzipSync ? 0 : 100;
    const parts = [1, 2, 3].map((n) => pack(`${nativeLine(offset + n)}\n`));
    const { rows } = await taken(`log.${offset}`, Buffer.concat(parts));
    expect(rows).toEqual(books(3, 0));
  }
});

test('what follows an archive and is none is not lost in silence', async () => {
  for (const pack of [gzipSync, zstdCompressSync]) {
    const offset = pack === gzipSync ? 0 : 100;
    const { rows, quarantine } = await taken(
      `log.${offset}`,
      Buffer.concat([pack(`${nativeLine(offset)}\n`), Buffer.from(`${nativeLine(offset + 1)}\n`)]),
    );
    expect(rows).toEqual(books(1, 1));
    expect(quarantine.at(-1)?.code).toBe('stream-truncated');
  }
});

test('zeros that pad an archive are no damage', async () => {
  const { rows } = await taken('log.gz', Buffer.concat([gzipSync(`${nativeLine(1)}\n`), Buffer.alloc(512)]));
  expect(rows).toEqual(books(1, 0));
});

test('an empty file holds no records, and an empty archive none either', async () => {
  expect((await taken('empty', '')).rows).toEqual(books(0, 0));
  expect((await taken('empty.gz', gzipSync(''))).rows).toEqual(books(0, 0));
});

test('blank lines are no records, whatever else the file holds', async () => {
  const blank = '\n \n\t\n  \t \n';
  expect((await taken('clean', `${nativeLine(1)}\n${blank}${nativeLine(2)}\n`)).rows).toEqual(books(2, 0));
  expect((await taken('dirty', `${nativeLine(3)}\r\n${blank}${nativeLine(4)}\n`)).rows).toEqual(books(2, 0));
});

test('a last line without a newline counts; CRLF ends a line and is no part of it', async () => {
  expect((await taken('open', nativeLines(0, 3).join('\n'))).rows).toEqual(books(3, 0));
  const crlf = world.at('crlf');
  writeFileSync(crlf, nativeLines(0, 3).join('\r\n'));
  // The same bytes but for the line's end: the same records.
  expect((await world.take('candour', [crlf])).rows).toEqual(books(0, 0, 3));
});

test('a NUL or another control byte in a line costs that line', async () => {
  const { rows, quarantine } = await taken(
    'log',
    `${nativeLine(1)}\n${nativeLine(2).replace('e-2', 'e-\u00002')}\n${nativeLine(3).replace('e-3', 'e-\u00013')}\n${nativeLine(4)}\n`,
  );
  expect(rows).toEqual(books(2, 2));
  expect(quarantine.map(({ line, code }) => [line, code])).toEqual([
    [2, 'binary'],
    [3, 'json-malformed'],
  ]);
});

test('JSON nested a hundred thousand deep costs that line at most', async () => {
  const deep = (n: number): string => `{"x":${'['.repeat(n)}${']'.repeat(n)},${nativeLine(n).slice(1)}`;
  const { rows } = await taken('log', `${nativeLine(1)}\n${deep(100_000)}\n${nativeLine(2)}\n`);
  expect(rows.read).toBe(3);
  expect(rows.accepted).toBeGreaterThanOrEqual(2);
  expect(await world.events()).toEqual(expect.arrayContaining(['ev-1', 'ev-2']));
});

test('a line of nothing but opening brackets costs that line', async () => {
  const { rows } = await taken(
    'log',
    `${nativeLine(1)}\n${'{"a":'.repeat(200_000)}\n${'['.repeat(300_000)}\n${nativeLine(2)}\n`,
  );
  expect(rows).toEqual(books(2, 2));
});

test('a key that stands twice in a record makes no second event', async () => {
  const twice = `${nativeLine(1).slice(0, -1)},"actor":"e-other"}`;
  const { rows } = await taken('log', `${twice}\n`);
  expect(rows.read).toBe(1);
  expect(rows.accepted + rows.quarantined).toBe(1);
});

test('JSON that is no object, and an object that is no access, are quarantined with their reasons', async () => {
  const { rows, quarantine } = await taken(
    'log',
    [nativeLine(1), '42', '"text"', 'null', '[]', '{}', '{"time":"yesterday"}', nativeLine(2, { actor: '' })].join(
      '\n',
    ),
  );
  expect(rows).toEqual(books(1, 7));
  expect(quarantine.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7, 8]);
  for (const { code } of quarantine) expect(code).toMatch(/^[a-z]+-[a-z]+$/);
});

test('a time out of every range is quarantined, not a crash', async () => {
  const times = [
    'infinity',
    '-infinity',
    '294247-01-10T04:00:54.775807Z',
    '0000-00-00T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '',
  ];
  const { rows } = await taken(
    'log',
    [nativeLine(1), ...times.map((time, n) => nativeLine(10 + n, { time }))].join('\n'),
  );
  expect(rows.read).toBe(times.length + 1);
  expect(rows.quarantined).toBeGreaterThanOrEqual(times.length - 1);
});

test('a document cut in the middle of its array gives the whole elements and one quarantined record', async () => {
  const document = `[${nativeLines(0, 5).join(',\n')}]`;
  const cut = document.indexOf('ev-4') + 2;
  const { path, rows, quarantine } = await taken('log.json', document.slice(0, cut));
  expect(rows).toEqual(books(4, 1));
  const start = document.lastIndexOf('{', cut);
  expect(quarantine).toEqual([
    { file: path, line: 5, byte_offset: start, code: 'document-truncated', length: cut - start },
  ]);
});

test('the same file twice, and a file within a file of the same lines, add nothing', async () => {
  const path = world.at('log');
  writeFileSync(path, `${nativeLines(0, 50).join('\n')}\n`);
  expect((await world.take('candour', [path, path])).rows).toEqual(books(50, 0, 50));
  appendFileSync(path, `${nativeLines(25, 75).join('\n')}\n`);
  expect((await world.take('candour', [path])).rows).toEqual(books(25, 0, 75));
  expect(await world.events()).toHaveLength(75);
});

test('the same id with other bytes is kept and counted, and is a duplicate the next time', async () => {
  const { rows, reasons } = await taken(
    'log',
    [nativeLine(1), nativeLine(1, { actor: 'e-9' }), nativeLine(2)].join('\n'),
  );
  expect(rows).toEqual(books(3, 0));
  expect(reasons).toEqual([{ code: 'id-reused', count: 1 }]);
  const later = world.at('later');
  writeFileSync(later, nativeLine(2, { actor: 'e-8' }));
  const next = await world.take('candour', [later]);
  expect(next.rows).toEqual(books(1, 0));
  expect(next.reasons).toEqual([{ code: 'id-reused', count: 1 }]);
});

test('a log that is still being written loses nothing: its torn last line is quarantined, and taken when it is whole', async () => {
  const path = world.at('live');
  writeFileSync(path, `${nativeLines(0, 10).join('\n')}\n${nativeLine(10).slice(0, 30)}`);
  expect((await world.take('candour', [path])).rows).toEqual(books(10, 1));
  appendFileSync(path, `${nativeLine(10).slice(30)}\n${nativeLine(11)}\n`);
  expect((await world.take('candour', [path])).rows).toEqual(books(2, 0, 10));
  expect(await world.events()).toHaveLength(12);
});

test('a damaged file among good ones does not stop the others', async () => {
  mkdirSync(world.at('logs'));
  writeFileSync(world.at('logs/a'), nativeLine(1));
  writeFileSync(world.at('logs/b'), 'GNU GENERAL PUBLIC LICENSE\n');
  writeFileSync(world.at('logs/c.gz'), gzipSync(nativeLine(2)).subarray(0, 20));
  writeFileSync(world.at('logs/d'), nativeLine(3));
  const result = await world.take('candour', [world.at('logs')]);
  expect(result.rows).toMatchObject({ accepted: 2 });
  expect((await world.quarantine()).map(({ code }) => code)).toEqual(['form-unknown', 'stream-truncated']);
});
