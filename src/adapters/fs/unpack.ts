import type { Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { FaultError } from '../../core/fault.ts';
import { intakeFault } from './fault.ts';
import { cutAtFrames } from './zstd-frame.ts';

const OUT_BYTES = 1024 * 1024;
/** Input goes in by such pieces: what an error can cost before the rescue, and what the rescue feeds byte by byte. */
const PIECE_BYTES = 64 * 1024;

/** As many of a stream's first bytes as tell how it is packed. */
export const HEAD_BYTES = 4;

export const isPacked = (head: Buffer): boolean => unpackerOf(head) !== null;

// RFC 1952 section 2.3.1: ID1 ID2 = 1f 8b. RFC 8878 section 3.1.1: magic number fd2fb528, little-endian.
function unpackerOf(head: Buffer): Unpacker | null {
  if (head.length < HEAD_BYTES) return null;
  if (head[0] === 0x1f && head[1] === 0x8b)
    return { make: () => createGunzip({ chunkSize: OUT_BYTES }), cut: (source) => source };
  if (head.readUInt32LE(0) === 0xfd2fb528)
    return { make: () => createZstdDecompress({ chunkSize: OUT_BYTES }), cut: cutAtFrames };
  return null;
}

interface Unpacker {
  make(): Transform;
  /** Cuts the input where the transform needs a write of its own. */
  cut(source: AsyncIterable<Buffer>): AsyncIterable<Buffer>;
}

/** How far a stream came: input bytes that went through whole, output bytes that were handed on. */
interface Reach {
  fed: number;
  given: number;
}

/**
 * The stream's bytes, unpacked where its first bytes (`head`) say gzip or zstd. Throws `INTAKE_DAMAGED` after everything that can be
 * read before the damage: an engine that meets damage drops what it had unpacked of the same piece, so a stream that can be read
 * `again` is, with the last piece byte by byte. Of one that cannot (standard input), up to 64 KiB before the damage are lost.
 */
export async function* unpacked(
  head: Buffer,
  source: AsyncIterable<Buffer>,
  again: (() => AsyncIterable<Buffer>) | null,
): AsyncGenerator<Buffer> {
  const unpacker = unpackerOf(head);
  if (unpacker === null) {
    yield* source;
    return;
  }
  const reach: Reach = { fed: 0, given: 0 };
  try {
    yield* through(unpacker.cut(pieces(source)), unpacker.make(), reach);
  } catch (error) {
    if (again === null || !(error instanceof FaultError)) throw error;
    let skip = reach.given;
    for await (const chunk of through(unpacker.cut(bytewise(again(), reach.fed)), unpacker.make(), {
      fed: 0,
      given: 0,
    })) {
      if (chunk.length > skip) yield chunk.subarray(skip);
      skip = Math.max(0, skip - chunk.length);
    }
  }
}

async function* pieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of source)
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
}

/** The first `whole` bytes in pieces, the next piece byte by byte, and no more: the damage is in it. */
async function* bytewise(source: AsyncIterable<Buffer>, whole: number): AsyncGenerator<Buffer> {
  let at = 0;
  for await (const piece of pieces(source)) {
    if (at + piece.length <= whole) {
      yield piece;
      at += piece.length;
      continue;
    }
    const from = Math.max(0, whole - at);
    if (from > 0) yield piece.subarray(0, from);
    for (let byte = from; byte < piece.length; byte += 1) yield piece.subarray(byte, byte + 1);
    at += piece.length;
    if (at >= whole + PIECE_BYTES) return;
  }
}

/** What the transform gives, and only then its error: a plain `for await` over it drops what is still buffered. */
async function* through(source: AsyncIterable<Buffer>, transform: Transform, reach: Reach): AsyncGenerator<Buffer> {
  const ready: Buffer[] = [];
  let failed: Error | null = null;
  let ended = false;
  let wake = (): void => {};
  transform.on('data', (chunk: Buffer) => {
    ready.push(chunk);
    if (ready.length >= 4) transform.pause();
    wake();
  });
  transform.on('end', () => {
    ended = true;
    wake();
  });
  const fail = (error: unknown): void => {
    failed ??= error instanceof Error ? error : new Error('reading failed');
    wake();
  };
  transform.on('error', fail);
  const write = (piece: Buffer): Promise<boolean> =>
    new Promise((resolve) => {
      transform.write(piece, (error) => resolve(error === null || error === undefined));
    });
  const feed = (async () => {
    for await (const piece of source) {
      if (failed !== null || !(await write(piece))) return;
      reach.fed += piece.length;
    }
    transform.end();
  })();
  feed.catch((error: unknown) => {
    fail(error);
    transform.destroy();
  });
  for (;;) {
    const chunk = ready.shift();
    if (chunk !== undefined) {
      if (ready.length === 0) transform.resume();
      reach.given += chunk.length;
      yield chunk;
    } else if (failed !== null)
      throw new FaultError(intakeFault('INTAKE_DAMAGED', `unpacking a compressed stream: ${codeOf(failed)}`));
    else if (ended) return;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : error.name);
