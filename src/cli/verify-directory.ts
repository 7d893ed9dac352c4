import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Policy } from '../core/note/policy.ts';
import { err, ok, type Result } from '../core/result.ts';
import { verifyData } from '../verification.ts';
import type { DirectoryVerdict } from '../workflow/verify-directory.ts';
import { cliFault } from './fault.ts';
import type { Outcome } from './shell.ts';

export const isDataDirectory = (path: string): boolean =>
  ['log', 'lake', 'state'].some((part) => existsSync(join(path, part)));

export async function verifyDataDirectory(path: string, policy: Policy | null): Promise<Result<Outcome>> {
  try {
    const verdict = await verifyData(path, policy);
    if (!verdict.ok) return verdict;
    return ok({
      document: verdict.value,
      text: directoryText(verdict.value, isWatched(path)),
      wanting: !verdict.value.ok,
    });
  } catch (error) {
    // A file or folder that the reader may not read, or a disk that fails: nothing can be said.
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const where = error instanceof Error && 'path' in error ? String(error.path).slice(path.length + 1) : 'a file';
    if (!/^E[A-Z]+$/.test(code)) throw error;
    return err(cliFault('VERIFY_UNREADABLE', `reading ${where}: ${code}`));
  }
}

const isWatched = (path: string): boolean => existsSync(join(path, 'witness.policy'));

function directoryText(verdict: DirectoryVerdict, watched: boolean): string {
  const { faults, unchecked, notices, origin, treeSize, rootHash, files, bytes, trust } = verdict;
  const lines = faults.map(({ code, file, from, to, index, table, key, expected, found }) => {
    const row = table === undefined ? '' : `, table ${table}, row ${key ?? ''}`;
    const range = from === null || to === null ? '' : `, bytes ${from} to ${to}`;
    return `${code}: ${file}${range}${row}${index === null ? '' : `, leaf ${index}`}: expected ${expected}, found ${found}`;
  });
  return [
    ...lines,
    ...unchecked.map(({ part, why }) => `not checked: ${part}: ${why}`),
    `${faults.length === 0 ? 'no difference' : `${faults.length} difference${faults.length === 1 ? '' : 's'}`} in ${files} files, ${bytes} bytes`,
    ...(treeSize === null ? [] : [`log ${origin ?? ''}: ${treeSize} leaves, root ${rootHash ?? ''}`]),
    ...notices.map((each) => `notices log ${each.origin ?? each.incident}: ${each.treeSize ?? '?'} people told`),
    trust === 'given'
      ? 'the checkpoint is signed by the key that you gave'
      : "the log's key was taken from the directory itself: this proves that its parts fit one another, not that nobody rewrote all of them; give --vkey or --policy with a key that you have from elsewhere",
    // A directory that was put back whole to an older state fits together: only who remembers a newer one can tell.
    ...(watched
      ? ['witnesses were not asked whether they have seen more than is here: `candour witness ask` does']
      : []),
  ].join('\n');
}
