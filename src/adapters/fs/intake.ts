import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { FaultError } from '../../core/fault.ts';
import { ok } from '../../core/result.ts';
import type { Intake, IntakeStream } from '../../ports/intake.ts';
import { intakeFault } from './fault.ts';
import { listFiles } from './list-file.ts';
import { HEAD_BYTES, isPacked, unpacked } from './unpack.ts';

const CHUNK_BYTES = 4 * 1024 * 1024;

/** Reads files, directories, globs and standard input; gzip and zstd are known by their first bytes, not by their names. */
export function fsIntake(stdin: Readable, folder: string): Intake {
  return {
    open: async (paths) => {
      const streams: IntakeStream[] = [];
      for (const path of paths) {
        if (path === '-') {
          streams.push(streamOf('-', null, () => stdin));
          continue;
        }
        const files = listFiles(path, folder);
        if (!files.ok) return files;
        for (const file of files.value) streams.push(fileStream(file));
      }
      return ok(streams);
    },
  };
}

function fileStream(file: string): IntakeStream {
  const stream = (): Readable => createReadStream(file, { highWaterMark: CHUNK_BYTES });
  const size = sizeOf(file);
  return streamOf(file, size, size === null || isPacked(headOf(file)) ? stream : () => plainChunks(file));
}

/** The first bytes of a regular file; none where it cannot be read, which reading it then tells. */
function headOf(file: string): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  try {
    const fd = openSync(file, 'r');
    try {
      return head.subarray(0, readSync(fd, head));
    } finally {
      closeSync(fd);
    }
  } catch {
    return head.subarray(0, 0);
  }
}

/** Every chunk in the same buffer: a new one for each would keep the collector busy. */
async function* plainChunks(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(buffer);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Null for what is no regular file (a pipe): it has no size and cannot be read twice. */
function sizeOf(file: string): number | null {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() === true ? stat.size : null;
}

function streamOf(name: string, size: number | null, open: () => AsyncIterable<Buffer>): IntakeStream {
  let read = 0;
  return {
    name,
    size,
    read: () => read,
    async *chunks() {
      const source = withHead(
        counted(open(), (bytes) => {
          read += bytes;
        }),
      );
      // Standard input has no size, and cannot be read twice.
      yield* unpacked(await source.head, source.chunks, size === null ? null : open);
    },
  };
}

/** A file that vanishes or fails while it is read is damage like any other: what came before is taken, and the rest is told. */
async function* counted(source: AsyncIterable<Buffer>, count: (bytes: number) => void): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of source) {
      count(chunk.length);
      yield chunk;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new FaultError(intakeFault('INTAKE_DAMAGED', `reading a stream: ${code}`));
  }
}

/** Looks at the first bytes (fewer where the stream has fewer) without taking them away. */
function withHead(source: AsyncGenerator<Buffer>): {
  readonly head: Promise<Buffer>;
  readonly chunks: AsyncGenerator<Buffer>;
} {
  const head = (async () => {
    let bytes: Buffer = Buffer.alloc(0);
    while (bytes.length < HEAD_BYTES) {
      const next = await source.next();
      if (next.done === true) break;
      bytes = bytes.length === 0 && next.value.length >= HEAD_BYTES ? next.value : Buffer.concat([bytes, next.value]);
    }
    return bytes;
  })();
  async function* chunks(): AsyncGenerator<Buffer> {
    const first = await head;
    if (first.length > 0) yield first;
    yield* source;
  }
  return { head, chunks: chunks() };
}
