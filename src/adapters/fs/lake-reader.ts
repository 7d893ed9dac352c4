import { closeSync, existsSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { CHUNK_BYTES } from '../../core/chunk-fold.ts';
import type { LakeReader } from '../../verify/lake-reader.ts';

/** The files of a data directory as the verifier reads them. A link is no file: what stands behind it is elsewhere. */
export function fsLakeReader(root: string): LakeReader {
  return {
    *paths() {
      // A copy need not have folders that were empty.
      for (const part of ['lake', 'people'].filter((name) => existsSync(join(root, name))))
        for (const entry of readdirSync(join(root, part), { recursive: true, withFileTypes: true }))
          if (!entry.isDirectory()) yield join(entry.parentPath, entry.name).slice(join(root, '/').length);
    },
    chunks: (path) => (isFile(join(root, path)) ? chunksOf(join(root, path)) : null),
  };
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** One buffer for all: each piece is good until the next is asked for. */
function* chunksOf(path: string): Generator<Uint8Array> {
  const fd = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (;;) {
      let used = 0;
      for (let read = -1; read !== 0 && used < CHUNK_BYTES; used += read)
        read = readSync(fd, buffer, used, CHUNK_BYTES - used, null);
      if (used === 0) return;
      yield used === CHUNK_BYTES ? buffer : buffer.subarray(0, used);
      if (used < CHUNK_BYTES) return;
    }
  } finally {
    closeSync(fd);
  }
}
