import type { Hashing } from '../core/hashing.ts';
import { HASH_BYTES } from '../core/merkle/tree-hasher.ts';
import {
  type BatchLeaf,
  filesBehind,
  type LakeFile,
  type PeopleLeaf,
  type RootedFile,
  readList,
} from '../model/lake-leaf.ts';
import { type IndexedLeaf, type LakeView, lakeView } from '../model/lake-view.ts';
import { chunkCount, differencesOf, type FoundFile, findFile, wholeFile } from './compare-file.ts';
import type { LakeDifference } from './lake-fault.ts';
import type { LakeReader } from './lake-reader.ts';
import { contradictions } from './leaf-contradiction.ts';
import { openSidecar } from './sidecar.ts';

/** What was read, and every difference found; an empty list means that each byte is the one that the log commits to. */
export interface LakeVerdict {
  readonly files: number;
  readonly bytes: number;
  readonly differences: readonly LakeDifference[];
}

export interface LakeVerification {
  /** The lake's leaves, in order, from a log that has been verified. */
  readonly leaves: readonly IndexedLeaf[];
  readonly reader: LakeReader;
  readonly hashing: Hashing;
  /** Called after each file with the bytes read so far. */
  readonly progress?: (bytes: number) => void;
}

/**
 * Re-hashes every file that the leaves name, and names each difference by file and chunk, missing files, files that nobody named
 * and what a tombstone wrongly says is gone. The hashes of single chunks are in a sidecar beside the files, itself under the leaf:
 * where the sidecar is damaged, the files are still judged by the root in their leaf, and the sidecar is named for itself.
 * Reads each byte once; memory: the sidecar of one batch.
 */
export function verifyLake({ leaves, reader, hashing, progress }: LakeVerification): LakeVerdict {
  const view = lakeView(leaves, Number.POSITIVE_INFINITY);
  const differences: LakeDifference[] = [...contradictions(leaves)];
  const named = new Set<string>();
  /** Parts of the lake in which files may be named by a list that cannot be read. */
  const unsure: string[] = [];
  let files = 0;
  let bytes = 0;
  const find = (path: string): FoundFile | null => {
    named.add(path);
    const found = findFile(reader, path, hashing);
    if (found === null) return null;
    files += 1;
    bytes += found.bytes;
    progress?.(bytes);
    return found;
  };

  for (const { part, index, leaf } of committed(view)) {
    const access = accessOf(leaf, reader, hashing);
    if (access === null && leaf.type === 'batch') unsure.push(`lake/access/source=${leaf.source}/`);
    const behind = filesBehind(leaf, access ?? []);
    const sidecarPath = `${part}/${leaf.chunks.path}`;
    const sidecar = openSidecar(reader, sidecarPath, index, leaf.chunks, hashing);
    named.add(sidecarPath);
    files += sidecar.there ? 1 : 0;
    bytes += sidecar.bytes;
    // Without the list it is not known where the others' hashes begin, and the sidecar is judged by its root alone.
    const placed = access !== null;
    let at = 0;
    for (const file of behind) {
      const path = `${part}/${file.path}`;
      const length = chunkCount(file.bytes) * HASH_BYTES;
      const segment = placed ? sidecar.segment(at, length, file.root) : null;
      const found = find(path);
      if (found === null) differences.push(missing(path, index, file));
      else if (found.root !== file.root || found.bytes !== file.bytes)
        differences.push(...differencesOf(path, index, file, found, segment));
      // A segment of the right root is right, whatever became of the file.
      if (placed) sidecar.judge(at, length, found?.root === file.root ? found.hashes : segment);
      at += length;
    }
    differences.push(...sidecar.differences(placed ? at : null));
  }
  for (const { index, leaf } of view.expired) {
    if (leaf.released === null) continue;
    const path = `lake/${leaf.released.path}`;
    const found = find(path);
    if (found === null) differences.push(missing(path, index, leaf.released));
    else if (found.root !== leaf.released.root)
      differences.push(...differencesOf(path, index, leaf.released, found, null));
  }
  const strangers = [...reader.paths()].filter((path) => !named.has(path));
  differences.push(...judgeStrangers(strangers, view, unsure));
  return { files, bytes, differences };
}

interface Committed {
  readonly part: 'lake' | 'people';
  readonly index: number;
  readonly leaf: BatchLeaf | PeopleLeaf;
}

function* committed(view: LakeView): Generator<Committed> {
  for (const { index, leaf } of view.batches) yield { part: 'lake', index, leaf };
  for (const { index, leaf } of view.people) yield { part: 'people', index, leaf };
}

/** A batch's access files; null where the list that names them is not the one that the leaf commits to. */
function accessOf(leaf: BatchLeaf | PeopleLeaf, reader: LakeReader, hashing: Hashing): readonly LakeFile[] | null {
  if (leaf.type === 'people') return [];
  if (leaf.list === null) return leaf.files;
  const found = wholeFile(reader, `lake/${leaf.list.path}`, hashing);
  return found?.root === leaf.list.root ? readList(found.content) : null;
}

/** Files that no leaf names: of an expired batch, or nobody's. Where a list cannot be read, nobody can say of its part. */
function judgeStrangers(
  strangers: readonly string[],
  view: LakeView,
  unsure: readonly string[],
): readonly LakeDifference[] {
  const expired = new Map<string, number>();
  for (const { index, leaf } of view.expired)
    for (const { path } of [...filesBehind(leaf, leaf.files), leaf.chunks]) expired.set(`lake/${path}`, index);
  return strangers
    .filter((path) => !unsure.some((part) => path.startsWith(part)))
    .map((file) => {
      const index = expired.get(file) ?? null;
      const code = index === null ? 'VERIFY_FILE_UNNAMED' : 'VERIFY_FILE_EXPIRED';
      return { code, file, index, from: 0, to: 0, expected: 'no file', found: 'a file' };
    });
}

const missing = (file: string, index: number, { bytes, root }: RootedFile): LakeDifference => ({
  code: 'VERIFY_FILE_MISSING',
  file,
  index,
  from: 0,
  to: bytes,
  expected: `${bytes} bytes of root ${root}`,
  found: 'no file',
});
