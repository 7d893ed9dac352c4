import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readWitnessPolicy } from './adapters/fs/evidence-file.ts';
import { fsLakeReader } from './adapters/fs/lake-reader.ts';
import { masterKey } from './adapters/fs/master-key.ts';
import { stderrProgress } from './adapters/fs/shell.ts';
import { folderLogReader } from './adapters/log/folder-log-reader.ts';
import { isSqliteError } from './adapters/sqlite/sqlite-error.ts';
import { stateSnapshot } from './adapters/sqlite/state-snapshot.ts';
import { type HeldLock, writerLock } from './adapters/sqlite/writer-lock.ts';
import { verifyBagStamps } from './adapters/timestamp/verify-bag-stamps.ts';
import { unzip } from './core/bag/zip.ts';
import { nodeHashing } from './core/node-hashing.ts';
import { nodeTreeHasher } from './core/node-tree-hasher.ts';
import { logKeysFor, noticesOrigin } from './core/note/checkpoint.ts';
import type { Policy } from './core/note/policy.ts';
import { parseVerifierKey, type VerifierKey } from './core/note/verifier-key.ts';
import { ok, type Result } from './core/result.ts';
import type { Progress } from './ports/shell.ts';
import { type BagCheck, type BagTrust, bagFilesOf, checkBag, checkBagFile } from './verify/bag/check-bag.ts';
import { nodeBagHashing } from './verify/bag/node-bag-hashing.ts';
import { readBagFolder } from './verify/bag/read-bag-folder.ts';
import { type DirectoryVerdict, type VerifyDirectoryDeps, verifyDirectory } from './workflow/verify-directory.ts';

const sqlFolder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'sql');
const LOCK_TIMEOUT_MS = 60_000;

/**
 * The composition root of `candour verify DIR`: opens nothing for writing, so that a read-only copy will do, and makes nothing that is missing.
 * `policy`: keys known from elsewhere; null: the directory's own are taken. Errors: those of the lock and of `witness.policy`.
 */
export async function verifyData(
  root: string,
  policy: Policy | null,
  progress: Progress = stderrProgress(process.stderr),
): Promise<Result<DirectoryVerdict>> {
  const own = readWitnessPolicy(root);
  if (!own.ok) return own;
  const witnesses = [...own.value.witnesses, ...(policy?.witnesses ?? [])].map(({ key }) => key);
  return verifyDirectory(directoryDeps(root, givenKey(root, policy), witnesses, progress));
}

/**
 * The composition root of `candour verify BAG`: a ZIP or a folder. `rootsPem`: certificates that the reader has from the time-stamp authority; null:
 * the bag's own. Holds the bag in memory. Error: `TIMESTAMP_ROOTS`.
 */
export async function verifyBag(path: string, trust: BagTrust, rootsPem: Uint8Array | null): Promise<Result<BagCheck>> {
  const read = statSync(path).isDirectory() ? null : unzip(readFileSync(path));
  if (read !== null && !read.ok) return ok(checkBagFile(readFileSync(path), nodeBagHashing, trust));
  const files = read === null ? readBagFolder(path) : bagFilesOf(read);
  return verifyBagStamps(checkBag(files, nodeBagHashing, trust), files, rootsPem);
}

/** Of a policy that names several logs the one that the directory says it is, else the first: then its key differs, and is named. */
function givenKey(root: string, policy: Policy | null): VerifierKey | null {
  const text = folderLogReader(join(root, 'log')).read('vkey') ?? new Uint8Array();
  const own = parseVerifierKey(Buffer.from(text).toString('utf8').trim(), nodeHashing);
  const same = policy?.logs.find(({ key }) => own.ok && key.name === own.value.name && key.id === own.value.id);
  return (same ?? policy?.logs[0])?.key ?? null;
}

function directoryDeps(
  root: string,
  key: VerifierKey | null,
  witnesses: readonly VerifierKey[],
  progress: Progress,
): VerifyDirectoryDeps {
  const log = join(root, 'log');
  const database = join(root, 'state', 'candour.sqlite');
  const master = join(root, 'keys', 'master.key');
  const inNotices = (folders: boolean): readonly string[] =>
    existsSync(join(log, 'notices'))
      ? readdirSync(join(log, 'notices'), { withFileTypes: true })
          .filter((entry) => entry.isDirectory() === folders)
          .map(({ name }) => name)
          .sort()
      : [];
  return {
    async whileHeld(work) {
      const held = await takeLock(join(root, 'state', 'lock.sqlite'));
      if (!held.ok) return held;
      try {
        return await work();
      } finally {
        held.value?.release();
      }
    },
    logs: () => [
      { incident: null, folder: 'log', reader: folderLogReader(log, ['notices']) },
      ...inNotices(true).map((incident) => ({
        incident,
        folder: `log/notices/${incident}`,
        reader: folderLogReader(join(log, 'notices', incident)),
      })),
    ],
    strays: () => inNotices(false).map((name) => `log/notices/${name}`),
    lake: fsLakeReader(root),
    key,
    witnesses,
    noticesKey: (main, incident) => logKeysFor(noticesOrigin(main.name, incident), [main], nodeHashing)[0] ?? null,
    stateBytes: () => statSync(database, { throwIfNoEntry: false })?.size ?? null,
    hasMasterKey: () => existsSync(master),
    state(work) {
      // Without records nothing is under the key, and nothing is opened.
      const opened = existsSync(master) ? masterKey(master, true) : ok(new Uint8Array(32));
      return opened.ok ? stateSnapshot({ path: database, sqlFolder }, opened.value, work) : opened;
    },
    hashing: nodeHashing,
    hasher: nodeTreeHasher,
    progress,
  };
}

/** Null: nobody ever wrote here, or nobody can (a copy, a read-only disk). */
async function takeLock(path: string): Promise<Result<HeldLock | null>> {
  if (!existsSync(path)) return ok(null);
  try {
    return await writerLock(path).acquire(LOCK_TIMEOUT_MS);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (isSqliteError(error) || code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return ok(null);
    throw error;
  }
}
