import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BatchLeaf, type LakeLeaf, readLakeLeaf } from '../../src/model/lake-leaf.ts';

/** The lake's leaves under the published checkpoint, read from the files of the log as anybody could (C2SP tlog-tiles). */
export function committedLeaves(data: string): readonly (readonly [number, LakeLeaf])[] {
  const checkpoint = join(data, 'log', 'checkpoint');
  if (!existsSync(checkpoint)) return [];
  const size = Number(readFileSync(checkpoint, 'utf8').split('\n')[1]);
  const leaves: (readonly [number, LakeLeaf])[] = [];
  for (let bundle = 0; bundle * 256 < size; bundle += 1) {
    const width = Math.min(256, size - bundle * 256);
    const full = join(data, 'log', 'tile', 'entries', String(bundle).padStart(3, '0'));
    const bytes = readFileSync(width < 256 && !existsSync(full) ? join(`${full}.p`, String(width)) : full);
    for (let at = 0, n = 0; n < width; n += 1) {
      const end = at + 2 + bytes.readUInt16BE(at);
      const leaf = readLakeLeaf(bytes.subarray(at + 2, end));
      if (leaf === 'malformed') throw new Error(`leaf ${bundle * 256 + n} is malformed`);
      if (leaf !== null) leaves.push([bundle * 256 + n, leaf]);
      at = end;
    }
  }
  return leaves;
}

export const committedBatches = (data: string): readonly BatchLeaf[] =>
  committedLeaves(data).flatMap(([, leaf]) => (leaf.type === 'batch' ? [leaf] : []));
