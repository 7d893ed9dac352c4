import { createReadStream, globSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { err, ok, type Result } from '../../core/result.ts';
import type { Intake, IntakeStream } from '../../ports/intake.ts';
import { intakeFault } from './fault.ts';
import { unpacked } from './unpack.ts';

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
        const files = filesAt(path, folder);
        if (files.length === 0) return nothing(path);
        for (const file of files)
          streams.push(
            streamOf(file, statSync(file).size, () => createReadStream(file, { highWaterMark: CHUNK_BYTES })),
          );
      }
      return ok(streams);
    },
  };
}

const nothing = (path: string): Result<never> =>
  err(
    intakeFault(
      'INTAKE_NOTHING',
      `opening the log: expected a file, a directory with files, a glob or -; found nothing at ${path}`,
    ),
  );

function filesAt(path: string, folder: string): readonly string[] {
  const full = join(path.startsWith('/') ? '' : folder, path);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return listed('**/*', full).map((name) => join(full, name));
  if (stat !== undefined) return [full];
  return listed(full, folder);
}

/** Files only, hidden ones left out, sorted so that two runs read in the same order. */
function listed(pattern: string, cwd: string): readonly string[] {
  return globSync(pattern, { cwd, withFileTypes: true })
    .filter((entry) => entry.isFile() && !basename(entry.name).startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => (pattern === '**/*' ? file.slice(cwd.length + 1) : file))
    .sort();
}

function streamOf(name: string, size: number | null, open: () => Readable): IntakeStream {
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

async function* counted(source: AsyncIterable<Buffer>, count: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    count(chunk.length);
    yield chunk;
  }
}

/** Looks at the first four bytes (fewer where the stream has fewer) without taking them away. */
function withHead(source: AsyncGenerator<Buffer>): {
  readonly head: Promise<Buffer>;
  readonly chunks: AsyncGenerator<Buffer>;
} {
  const head = (async () => {
    let bytes: Buffer = Buffer.alloc(0);
    while (bytes.length < 4) {
      const next = await source.next();
      if (next.done === true) break;
      bytes = bytes.length === 0 ? next.value : Buffer.concat([bytes, next.value]);
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
