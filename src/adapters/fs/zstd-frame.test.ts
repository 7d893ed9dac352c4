import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { cutAtFrames } from './zstd-frame.ts';

const texts = ['', 'a', 'b'.repeat(300_000), Array.from({ length: 6_000 }, (_, n) => `${n} ${Math.sin(n)}\n`).join('')];
const checked = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };
const frames = texts.flatMap((text) => [zstdCompressSync(text), zstdCompressSync(text, checked)]);
const skippable = Buffer.concat([Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 5, 0, 0, 0]), Buffer.from('hello')]);

async function cut(bytes: Buffer, size: number): Promise<readonly Buffer[]> {
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const pieces: Buffer[] = [];
  for await (const piece of cutAtFrames(chunks())) pieces.push(piece);
  return pieces;
}

test('in one chunk, every piece is a frame', async () => {
  const all = [...frames, skippable, ...frames];
  const pieces = await cut(Buffer.concat(all), 10 ** 9);
  expect(pieces.map(({ length }) => length)).toEqual(all.map(({ length }) => length));
  expect(pieces.filter((_, n) => n < frames.length).map((piece) => zstdDecompressSync(piece).toString())).toEqual(
    texts.flatMap((text) => [text, text]),
  );
});

test('no piece crosses the end of a frame, whatever the chunks, and none is lost', async () => {
  const bytes = Buffer.concat([...frames, skippable, ...frames]);
  const ends = new Set<number>();
  for (let at = 0, n = 0; n < frames.length * 2 + 1; n += 1) {
    at += ([...frames, skippable, ...frames][n] ?? skippable).length;
    ends.add(at);
  }
  for (const size of [1, 7, 4096, 65_537]) {
    const pieces = await cut(bytes, size);
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    const cuts = new Set<number>();
    let at = 0;
    for (const piece of pieces) {
      at += piece.length;
      cuts.add(at);
    }
    expect([...ends].filter((end) => !cuts.has(end))).toEqual([]);
  }
});

test('what is no zstd passes through uncut', async () => {
  expect((await cut(Buffer.from('no zstd at all'), 100)).map(String)).toEqual(['no zstd at all']);
});
