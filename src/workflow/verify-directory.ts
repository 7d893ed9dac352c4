import { hexOf, textOf } from '../core/bytes.ts';
import type { Hashing } from '../core/hashing.ts';
import type { TreeHasher } from '../core/merkle/tree-hasher.ts';
import { parseVerifierKey, type VerifierKey } from '../core/note/verifier-key.ts';
import { ok, type Result } from '../core/result.ts';
import { readLakeLeaf } from '../model/lake-leaf.ts';
import type { IndexedLeaf } from '../model/lake-view.ts';
import type { Progress } from '../ports/shell.ts';
import type { LakeReader } from '../verify/lake-reader.ts';
import { checkLog, type LogVerdict } from '../verify/log/check-log.ts';
import type { LogReader } from '../verify/log/log-reader.ts';
import { storedEntries } from '../verify/log/stored-entries.ts';
import { type StateDump, stateCheck } from '../verify/state-check.ts';
import { verifyLake } from '../verify/verify-lake.ts';

/** A log of the directory. */
export interface StoredLog {
  /** Null: the main log; else a notices log. */
  readonly incident: string | null;
  /** Its folder in the data directory. */
  readonly folder: string;
  readonly reader: LogReader;
}

export interface VerifyDirectoryDeps {
  /** Runs `work` while nobody writes, where there is a lock to take. Errors: `STATE_LOCKED`, and those of `work`. */
  whileHeld<T>(work: () => Promise<Result<T>>): Promise<Result<T>>;
  /** The main log first. */
  logs(): readonly StoredLog[];
  /** Paths in `log/notices` that belong to no log. */
  strays(): readonly string[];
  /** `lake/` and `people/`. */
  readonly lake: LakeReader;
  /** The main log's key, known from elsewhere; null: the directory's own is taken, and what it proves is said. */
  readonly key: VerifierKey | null;
  /** Those who may have cosigned. */
  readonly witnesses: readonly VerifierKey[];
  /** The key of the notices log of an incident, from the main log's; null where there can be none of that name. */
  noticesKey(main: VerifierKey, incident: string): VerifierKey | null;
  /** Null: there is none. */
  stateBytes(): number | null;
  /** The master key is not part of every copy: without it no row opens. */
  hasMasterKey(): boolean;
  /** Errors: `STATE_UNREADABLE`, `MASTER_KEY`. */
  state<T>(work: (dump: StateDump) => T): Result<T>;
  readonly hashing: Hashing;
  readonly hasher: TreeHasher;
  readonly progress: Progress;
}

/** One difference; of a row of the state the bytes are not known, its table and key are. */
export interface DirectoryFault {
  readonly code: string;
  readonly file: string;
  readonly index: number | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly expected: string;
  readonly found: string;
  readonly table?: string;
  readonly key?: string;
  readonly incident?: string;
}

export interface DirectoryVerdict {
  readonly ok: boolean;
  readonly origin: string | null;
  readonly treeSize: number | null;
  readonly rootHash: string | null;
  readonly files: number;
  readonly bytes: number;
  readonly faults: readonly DirectoryFault[];
  /** `own`: the key lies in the directory itself, so that only its inner consistency is proved. */
  readonly trust: 'given' | 'own';
  readonly notices: readonly {
    readonly incident: string;
    readonly origin: string | null;
    readonly treeSize: number | null;
    readonly rootHash: string | null;
  }[];
  /** What nothing is said about, and why. */
  readonly unchecked: readonly { readonly part: string; readonly why: string }[];
}

/**
 * Compares every byte of `log/`, `lake/` and `people/` and every row of `state/` with what the checkpoint commits to; writes nothing.
 * Logs, state and the list of files are read under the writer's lock, the files themselves after it, so that nobody waits for hours. Where
 * files differ and the log has moved meanwhile (a batch may have expired), all is done once more, under the lock to the end. Linear.
 */
export async function verifyDirectory(deps: VerifyDirectoryDeps): Promise<Result<DirectoryVerdict>> {
  const books = await deps.whileHeld(async () => ok(readBooks(deps)));
  if (!books.ok) return books;
  const verdict = compareFiles(deps, books.value);
  const moved = books.value.checkpoint !== checkpointOf(deps.logs()[0]);
  if (verdict.ok || !moved) return ok(verdict);
  return deps.whileHeld(async () => ok(compareFiles(deps, readBooks(deps))));
}

const checkpointOf = (log: StoredLog | undefined): string =>
  textOf(log?.reader.read('checkpoint') ?? new Uint8Array()) ?? '';

/** What is read under the lock. */
interface Books {
  readonly verdict: Omit<DirectoryVerdict, 'ok'>;
  /** Null where the log does not vouch for them. */
  readonly leaves: readonly IndexedLeaf[] | null;
  readonly paths: readonly string[];
  readonly checkpoint: string;
}

function readBooks(deps: VerifyDirectoryDeps): Books {
  const [main, ...notices] = deps.logs();
  if (main === undefined) throw new Error('a data directory without a main log');
  const paths = [...deps.lake.paths()];
  const checkpoint = checkpointOf(main);
  const checked = checkOne(deps, main, deps.key, paths.length === 0);
  const { verifier } = checked;
  // The key of a notices log is the main log's under its own name: one that lies beside it counts for nothing.
  const keyOf = (log: StoredLog): VerifierKey | null =>
    verifier === null ? null : deps.noticesKey(verifier, log.incident ?? '');
  const others = notices.map((log) => checkOne(deps, log, keyOf(log), true));
  const faults = [checked, ...others].flatMap(({ faults: found }) => [...found]);
  for (const file of deps.strays())
    faults.push({
      code: 'VERIFY_LOG_UNKNOWN',
      file,
      index: null,
      from: 0,
      to: 0,
      expected: 'no file',
      found: 'a file',
    });
  const unchecked = [checked, ...others]
    .filter(({ verdict }) => verdict?.treeSize === undefined || verdict.treeSize === null)
    .map(({ log }) => ({ part: log.folder, why: 'its key or its checkpoint does not hold' }));
  const leaves = checked.sound ? lakeLeaves(checked, faults) : null;
  if (leaves === null)
    unchecked.push({ part: 'lake/ and people/', why: 'the log does not hold, and it says what they are' });
  const state = checkState(deps, [checked, ...others], faults);
  if (typeof state === 'string') unchecked.push({ part: 'state/', why: state });
  const count = (of: 'files' | 'bytes'): number =>
    [checked, ...others].reduce((sum, { verdict }) => sum + (verdict?.[of] ?? 0), 0);
  return {
    verdict: {
      origin: nameOf(checked),
      treeSize: checked.verdict?.treeSize ?? null,
      rootHash: checked.verdict?.rootHash ?? null,
      files: count('files') + (typeof state === 'number' ? 1 : 0),
      bytes: count('bytes') + (typeof state === 'number' ? state : 0),
      faults,
      trust: deps.key === null ? 'own' : 'given',
      notices: others.map((each) => ({
        incident: each.log.incident ?? '',
        origin: nameOf(each),
        treeSize: each.verdict?.treeSize ?? null,
        rootHash: each.verdict?.rootHash ?? null,
      })),
      unchecked,
    },
    leaves,
    paths,
    checkpoint,
  };
}

interface CheckedLog {
  readonly log: StoredLog;
  /** The key that it was checked with; null: there is none. */
  readonly verifier: VerifierKey | null;
  readonly verdict: LogVerdict | null;
  readonly faults: readonly DirectoryFault[];
  /** Whether every entry is the one that the checkpoint commits to. */
  readonly sound: boolean;
}

/** `mayBeEmpty`: nothing speaks of entries, so that a log without a checkpoint is one that has not begun. */
function checkOne(
  { hashing, hasher, witnesses, progress }: VerifyDirectoryDeps,
  log: StoredLog,
  given: VerifierKey | null,
  mayBeEmpty: boolean,
): CheckedLog {
  const { reader, folder } = log;
  const published = reader.read('vkey');
  const own = parseVerifierKey((textOf(published ?? new Uint8Array()) ?? '').trim(), hashing);
  const verifier = given ?? (own.ok ? own.value : null);
  if (mayBeEmpty && ![...reader.paths()].some((path) => path !== 'vkey' || (published !== null && verifier === null))) {
    const rootHash = hexOf(hasher.empty());
    const verdict = { origin: verifier?.name ?? '', treeSize: 0, rootHash, files: 0, bytes: 0, differences: [] };
    return { log, verifier, verdict, faults: [], sound: true };
  }
  if (verifier === null) {
    const code = published === null ? 'VERIFY_LOG_MISSING' : 'VERIFY_LOG_CHANGED';
    const to = published?.length ?? 0;
    const found = published === null ? 'no file' : 'something else';
    return {
      log,
      verifier,
      verdict: null,
      faults: [{ ...wholeKey(log), code, to, expected: 'a verifier key', found }],
      sound: false,
    };
  }
  const step = progress.step(folder, null, 'entries');
  const verdict = checkLog({ reader, verifier, witnesses, hashing, hasher, progress: (entries) => step.at(entries) });
  step.end();
  const faults = verdict.differences.map((each) => ({ ...each, file: `${folder}/${each.file}` }));
  const broken = verdict.differences.some(
    ({ file, code }) => file.startsWith('tile/entries/') && code !== 'VERIFY_LOG_UNKNOWN',
  );
  return { log, verifier, verdict, faults, sound: verdict.treeSize !== null && !broken };
}

const wholeKey = ({ folder, reader }: StoredLog) => ({
  code: 'VERIFY_LOG_CHANGED' as const,
  file: `${folder}/vkey`,
  index: null,
  from: 0,
  to: reader.read('vkey')?.length ?? 0,
});

/** Of a log that has not begun nobody knows the name. */
const nameOf = ({ verdict }: CheckedLog): string | null =>
  verdict === null || verdict.origin === '' ? null : verdict.origin;

function* entriesOf({ log, verdict }: CheckedLog): ReturnType<typeof storedEntries> {
  yield* storedEntries(log.reader, verdict?.treeSize ?? 0);
}

function lakeLeaves(main: CheckedLog, faults: DirectoryFault[]): readonly IndexedLeaf[] {
  const leaves: IndexedLeaf[] = [];
  for (const { index, entry } of entriesOf(main)) {
    const leaf = readLakeLeaf(entry);
    if (leaf === 'malformed') {
      const expected = 'a batch, an import or a tombstone';
      faults.push({ code: 'VERIFY_LAKE_LEAF', file: 'log', index, from: 0, to: 0, expected, found: 'neither' });
    } else if (leaf !== null) leaves.push({ index, leaf });
  }
  return leaves;
}

/** Gives the bytes of the database, or why it was not checked. */
function checkState(
  deps: VerifyDirectoryDeps,
  logs: readonly CheckedLog[],
  faults: DirectoryFault[],
): number | string | null {
  if (logs.some(({ sound }) => !sound)) return 'a log does not hold, and its leaves say what the rows are';
  const file = 'state/candour.sqlite';
  const check = stateCheck(deps.hashing);
  let records = 0;
  for (const each of logs) {
    const incident = each.log.incident ?? '';
    for (const { index, entry } of entriesOf(each)) {
      check.leaf(incident, index, entry);
      const leaf = incident === '' ? readLakeLeaf(entry) : null;
      if (leaf === null) records += 1;
      else if (leaf !== 'malformed') check.lake(index, leaf);
    }
    const { origin = '', treeSize = 0, rootHash = '' } = each.verdict ?? {};
    check.tree(incident, { origin, treeSize: treeSize ?? 0, rootHash: rootHash ?? '' });
  }
  const bytes = deps.stateBytes();
  if (bytes === null && records === 0) return null;
  if (bytes === null) {
    const expected = 'the rows that leaves commit to';
    faults.push({ code: 'STATE_ROW_MISSING', file, index: null, from: null, to: null, expected, found: 'no file' });
    return 'it is not here';
  }
  if (records > 0 && !deps.hasMasterKey()) return 'keys/master.key is not here, and no row opens without it';
  const found = deps.state((dump) => check.done(dump));
  if (!found.ok) {
    const { code, message } = found.error;
    faults.push({ code, file, index: null, from: 0, to: bytes, expected: 'a database of ours', found: message });
    return message;
  }
  for (const { code, index, incident, expected, found: other, table, key } of found.value) {
    const where = incident === null ? {} : { incident };
    faults.push({ code, file, index, from: null, to: null, expected, found: other, table, key, ...where });
  }
  return bytes;
}

function compareFiles(deps: VerifyDirectoryDeps, { verdict, leaves, paths }: Books): DirectoryVerdict {
  if (leaves === null) return { ok: verdict.faults.length === 0, ...verdict };
  const step = deps.progress.step('lake and people', null, 'bytes');
  const { files, bytes, differences } = verifyLake({
    leaves,
    reader: { paths: () => paths, chunks: (path) => deps.lake.chunks(path) },
    hashing: deps.hashing,
    progress: (done) => step.at(done),
  });
  step.end();
  const faults = [...verdict.faults, ...differences];
  return { ok: faults.length === 0, ...verdict, files: verdict.files + files, bytes: verdict.bytes + bytes, faults };
}
