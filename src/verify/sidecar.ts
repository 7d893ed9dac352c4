import type { Hashing } from '../core/hashing.ts';
import { HASH_BYTES } from '../core/merkle/tree-hasher.ts';
import type { RootedFile } from '../model/lake-leaf.ts';
import { differingRuns, rootOf, wholeFile } from './compare-file.ts';
import type { LakeDifference } from './lake-fault.ts';
import type { LakeReader } from './lake-reader.ts';

/** The chunk hashes beside the files of a leaf, as they are found. */
export interface Sidecar {
  readonly there: boolean;
  readonly bytes: number;
  /** The hashes of a file at byte `at`, if they are those of the root in its leaf; whatever else is wrong with the sidecar. */
  segment(at: number, length: number, root: string): Uint8Array | null;
  /** What the bytes at `at` must be: known where the file itself is sound, else null. */
  judge(at: number, length: number, truth: Uint8Array | null): void;
  /** `total`: how long it should be; null where that is not known. */
  differences(total: number | null): readonly LakeDifference[];
}

export function openSidecar(
  reader: LakeReader,
  path: string,
  index: number,
  file: RootedFile,
  hashing: Hashing,
): Sidecar {
  const found = wholeFile(reader, path, hashing);
  const bytes = found?.content ?? new Uint8Array();
  const sound = found?.root === file.root;
  const ranges: (readonly [number, number])[] = [];
  const difference = (from: number, to: number): LakeDifference => ({
    code: 'VERIFY_CHUNKS_CHANGED',
    file: path,
    index,
    from,
    to,
    expected: `${file.bytes} bytes of root ${file.root}`,
    found: found === null ? 'no file' : `${bytes.length} bytes of root ${found.root}`,
  });
  return {
    there: found !== null,
    bytes: bytes.length,
    segment(at, length, root) {
      const hashes = bytes.subarray(at, at + length);
      return hashes.length === length && rootOf(hashes, hashing) === root ? hashes : null;
    },
    judge(at, length, truth) {
      if (sound || found === null) return;
      if (truth === null) ranges.push([at, at + length]);
      else
        for (const [from, to] of differingRuns(truth, bytes.subarray(at, at + length)))
          ranges.push([at + from * HASH_BYTES, at + to * HASH_BYTES]);
    },
    differences(total) {
      if (sound) return [];
      if (found === null) return [difference(0, file.bytes)];
      if (total !== null && bytes.length > total) ranges.push([total, bytes.length]);
      const placed = ranges.length > 0 ? ranges : [[0, Math.max(bytes.length, file.bytes)] as const];
      return placed.map(([from, to]) => difference(from, to));
    },
  };
}
