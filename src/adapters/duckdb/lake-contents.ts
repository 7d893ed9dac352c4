import { ok, type Result } from '../../core/result.ts';
import { filesBehind, type RootedFile } from '../../model/lake-leaf.ts';
import type { LakeView } from '../../model/lake-view.ts';
import type { LakeContents, NamedFile } from '../../ports/lake-contents.ts';
import type { DataFolder } from './data-folder.ts';
import { accessFiles } from './lake-leaves.ts';

/** Every file that the leaves of a view name. Error `LAKE_LIST_CHANGED`: a list that is damaged names nothing. */
export function lakeContents(folder: DataFolder, view: LakeView): Result<LakeContents> {
  const files: NamedFile[] = [];
  const add = (part: 'lake' | 'people', leaf: number, named: readonly RootedFile[]): void => {
    for (const { path, bytes, root } of named) files.push({ path: `${part}/${path}`, bytes, root, leaf });
  };
  for (const { index, leaf } of view.batches) {
    const access = accessFiles(folder, leaf);
    if (!access.ok) return access;
    add('lake', index, [...filesBehind(leaf, access.value), leaf.chunks]);
  }
  // It holds no personal data, and what the batch took in must stay known as taken.
  for (const { index, leaf } of view.expired) if (leaf.released !== null) add('lake', index, [leaf.released]);
  for (const { index, leaf } of view.people) add('people', index, [...filesBehind(leaf, []), leaf.chunks]);
  return ok({
    files,
    batches: view.batches.length,
    imports: view.people.length,
    keyEngines: view.batches.map(({ leaf }) => leaf.keys.engine),
  });
}
