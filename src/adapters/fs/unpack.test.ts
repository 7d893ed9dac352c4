import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { FaultError } from '../../core/fault.ts';
import { unpacked } from './unpack.ts';

const text = Array.from(
  { length: 40_000 },
  (_, n) => `line ${n} ${((n * 2654435761) % 4294967296).toString(36)}\n`,
).join('');

async function* chunked(bytes: Buffer, size = 300_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What came out, and the code of what was thrown. */
async function read(bytes: Buffer, repeatable = true): Promise<{ readonly out: string; readonly code: string | null }> {
  const parts: Buffer[] = [];
  try {
    for await (const chunk of unpacked(bytes.subarray(0, 4), chunked(bytes), repeatable ? () => chunked(bytes) : null))
      parts.push(Buffer.from(chunk));
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    return { out: Buffer.concat(parts).toString(), code: error.fault.code };
  }
  return { out: Buffer.concat(parts).toString(), code: null };
}

test('what is not packed comes as it is', async () => {
  expect(await read(Buffer.from(text))).toEqual({ out: text, code: null });
  expect(await read(Buffer.from('x'))).toEqual({ out: 'x', code: null });
});

test('gzip of several members and zstd of several frames come whole', async () => {
  const [first, second] = [text.slice(0, 700_000), text.slice(700_000)];
  expect(await read(Buffer.concat([gzipSync(first), gzipSync(second)]))).toEqual({ out: text, code: null });
  expect(await read(Buffer.concat([zstdCompressSync(first), zstdCompressSync(second)]))).toEqual({
    out: text,
    code: null,
  });
});

test('of a stream with something else at its end everything comes, and then the error', async () => {
  const { out, code } = await read(Buffer.concat([gzipSync('three\nshort\nlines\n'), Buffer.from('no gzip')]));
  expect(out).toBe('three\nshort\nlines\n');
  expect(code).toBe('INTAKE_DAMAGED');
});

test('of a stream that is damaged in the middle everything before the damage comes', async () => {
  const packed = gzipSync(text);
  const damaged = Buffer.from(packed);
  const at = Math.floor(packed.length / 2);
  damaged.fill(0xff, at, at + 64);
  const { out, code } = await read(damaged);
  expect(code).toBe('INTAKE_DAMAGED');
  // Damage may show itself only after some wrong output; all that comes up to the half is right.
  const half = Math.floor(text.length * 0.45);
  expect(out.slice(0, half)).toBe(text.slice(0, half));
});

test('of a stream that ends early all comes that can be unpacked', async () => {
  for (const pack of [gzipSync, zstdCompressSync]) {
    const packed = pack(text);
    const { out, code } = await read(packed.subarray(0, packed.length - 40));
    expect(code).toBe('INTAKE_DAMAGED');
    expect(text.startsWith(out)).toBe(true);
    expect(out.length).toBeGreaterThan(text.length * 0.5);
  }
});

test('a stream that can be read only once gives what it can and still says that it is damaged', async () => {
  const packed = gzipSync(text);
  const { out, code } = await read(packed.subarray(0, packed.length - 40), false);
  expect(code).toBe('INTAKE_DAMAGED');
  expect(text.startsWith(out)).toBe(true);
});
