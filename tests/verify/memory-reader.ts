import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fsLakeReader } from '../../src/adapters/fs/lake-reader.ts';
import { CHUNK_BYTES } from '../../src/core/chunk-fold.ts';
import { nodeHashing } from '../../src/core/node-hashing.ts';
import type { IndexedLeaf } from '../../src/model/lake-view.ts';
import type { LakeDifference } from '../../src/verify/lake-fault.ts';
import type { LakeReader } from '../../src/verify/lake-reader.ts';
import { verifyLake } from '../../src/verify/verify-lake.ts';
import { committedLeaves } from '../fault/committed.ts';

/** The files of a data directory in memory, to be damaged one byte at a time. */
export interface MemoryFiles {
  readonly files: Map<string, Buffer>;
  differences(): readonly LakeDifference[];
}

export function memoryFiles(data: string): MemoryFiles {
  const files = new Map([...fsLakeReader(data).paths()].map((path) => [path, readFileSync(join(data, path))]));
  const leaves = indexedLeaves(data);
  const reader: LakeReader = {
    paths: () => files.keys(),
    chunks(path) {
      const bytes = files.get(path);
      return bytes === undefined ? null : chunksOf(bytes);
    },
  };
  return { files, differences: () => verifyLake({ leaves, reader, hashing: nodeHashing }).differences };
}

export const indexedLeaves = (data: string): readonly IndexedLeaf[] =>
  committedLeaves(data).map(([index, leaf]) => ({ index, leaf }));

function* chunksOf(bytes: Buffer): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}
