import { hash } from 'node:crypto';
import { rootFold } from './root-fold.ts';

/** Bytes of a chunk, the place to which a difference in a file is named. */
export const CHUNK_BYTES = 65_536;

/** What a file is known by: its size and an RFC 6962 root over its chunks. */
export interface ChunkRoot {
  readonly bytes: number;
  /** Lower-case hex; an empty file has the empty tree's root. */
  readonly root: string;
  /** Leaf hashes of the chunks, 32 bytes each. */
  readonly chunks: Buffer;
}

/** Takes a file's bytes in order, at the pace of whoever reads it. */
export interface ChunkFold {
  /** Where the next bytes go; never empty. */
  room(): Uint8Array;
  /** So many bytes were put there. */
  advance(bytes: number): void;
  done(): ChunkRoot;
}

/** Nothing is copied but what the reader itself puts into `room()`. */
export function chunkFold(): ChunkFold {
  const led = Buffer.alloc(1 + CHUNK_BYTES);
  const fold = rootFold();
  const leaves: string[] = [];
  let used = 0;
  let bytes = 0;
  const end = (): void => {
    const leaf = hash('sha256', used === CHUNK_BYTES ? led : led.subarray(0, 1 + used), 'binary');
    fold.leafHash(leaf);
    leaves.push(leaf);
    used = 0;
  };
  return {
    room: () => led.subarray(1 + used),
    advance(count) {
      used += count;
      bytes += count;
      if (used === CHUNK_BYTES) end();
    },
    done() {
      if (used > 0) end();
      return { bytes, root: fold.root().toString('hex'), chunks: Buffer.from(leaves.join(''), 'binary') };
    },
  };
}
