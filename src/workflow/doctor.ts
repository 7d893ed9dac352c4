import type { Fault } from '../core/fault.ts';
import type { Result } from '../core/result.ts';
import { lawIds, loadLawPack } from '../packs/law-pack.ts';
import { loadNoticePack } from '../packs/notice-pack.ts';
import { loadRulePack, ruleIds } from '../packs/rule-pack.ts';
import { loadSourcePack, sourceIds } from '../packs/source-pack.ts';
import type { DataInspector, FoundEntry } from '../ports/data-inspector.ts';
import type { LakeContents, ReadLakeContents } from '../ports/lake-contents.ts';
import { doctorFault } from './doctor-fault.ts';
import { type CheckResult, checkFiles, checkLeftovers, count, listed } from './doctor-file.ts';

export interface DoctorDeps {
  readonly inspector: DataInspector;
  readonly packsFolder: string;
  readonly versions: { readonly node: string; readonly duckdb: string; readonly sqlite: string };
  readonly contents: ReadLakeContents;
  /** As a batch's leaf writes the engine of its duplicate keys. */
  readonly keyEngine: string;
  /** What is wrong with this Node; null when it will do. */
  readonly nodeProblem: string | null;
  tryLock(): Promise<Result<'free' | 'held'>>;
  /** What is wrong with the state database; null when nothing is. */
  stateProblem(deep: boolean): string | null;
}

/** The document of `candour doctor --json`. */
export interface DoctorReport {
  readonly ok: boolean;
  readonly versions: DoctorDeps['versions'];
  readonly checks: readonly {
    readonly check: string;
    readonly state: 'good' | 'note' | 'wrong';
    readonly said: string;
  }[];
  readonly findings: readonly (Fault & { readonly check: string; readonly state: 'note' | 'wrong' })[];
}

/** A sealed batch of 256 MiB is staged, mapped and sorted while the next is read: four times that, twice. */
const NEEDED_BYTES = 2 * 1024 ** 3;

const good = (said: string): CheckResult => ({ said, wrong: [], notes: [] });
const bad = (said: string, ...wrong: readonly Fault[]): CheckResult => ({ said, wrong, notes: [] });

/** Looks at everything a data directory and this installation need to be sound; changes nothing. `deep` reads every file. */
export async function examine(deep: boolean, deps: DoctorDeps): Promise<DoctorReport> {
  const { inspector } = deps;
  const lock = await deps.tryLock();
  const writing = lock.ok && lock.value === 'held';
  const entries = inspector.entries();
  const sizes = new Map(entries.filter(({ kind }) => kind === 'file').map(({ path, bytes }) => [path, bytes]));
  const contents = await deps.contents();
  const filesOf = (part: string): CheckResult =>
    contents.ok
      ? checkFiles(
          inspector,
          sizes,
          contents.value.files.filter(({ path }) => path.startsWith(`${part}/`)),
          deep,
        )
      : bad('unknown', doctorFault('DOCTOR_LEAF', contents.error.message));
  const results: readonly (readonly [string, CheckResult])[] = [
    ['node', checkNode(deps)],
    ['disk', checkDisk(inspector.freeBytes())],
    ['permissions', checkPermissions(entries)],
    ['lock', checkLock(lock)],
    ['lake', withKeyNote(filesOf('lake'), contents, deps.keyEngine)],
    ['people', filesOf('people')],
    ['leftovers', leftovers(inspector, entries, contents, writing)],
    ['state', checkState(deps.stateProblem(deep), sizes.has('state/candour.sqlite'))],
    ['packs', checkPackLoading(deps.packsFolder)],
  ];
  return {
    ok: results.every(([, { wrong }]) => wrong.length === 0),
    versions: deps.versions,
    checks: results.map(([check, { said, wrong, notes }]) => ({
      check,
      state: wrong.length > 0 ? 'wrong' : notes.length > 0 ? 'note' : 'good',
      said,
    })),
    findings: results.flatMap(([check, { wrong, notes }]) => [
      ...wrong.map((fault) => ({ check, state: 'wrong' as const, ...fault })),
      ...notes.map((fault) => ({ check, state: 'note' as const, ...fault })),
    ]),
  };
}

const checkNode = ({ nodeProblem, versions }: DoctorDeps): CheckResult =>
  nodeProblem === null ? good(versions.node) : bad(versions.node, doctorFault('DOCTOR_NODE', nodeProblem));

function checkDisk(free: number | null): CheckResult {
  if (free === null) return bad('unknown', doctorFault('DOCTOR_DISK', 'free space: cannot be told'));
  const said = `${(free / 1e9).toFixed(1)} GB free`;
  if (free >= NEEDED_BYTES) return good(said);
  return bad(
    said,
    doctorFault('DOCTOR_DISK', `free space: expected ${(NEEDED_BYTES / 1e9).toFixed(1)} GB, found ${said}`),
  );
}

const OTHERS = 0o077;

function checkPermissions(entries: readonly FoundEntry[]): CheckResult {
  const open = entries.filter(({ kind, mode }) => kind !== 'other' && (mode & OTHERS) !== 0);
  const closed = entries.filter(
    ({ kind, mode }) =>
      (kind === 'folder' && (mode & 0o700) !== 0o700) || (kind === 'file' && (mode & 0o600) !== 0o600),
  );
  const names = (some: readonly FoundEntry[]): string =>
    listed(some.map(({ path, mode }) => `${path} (${mode.toString(8).padStart(4, '0')})`));
  const wrong: Fault[] = [];
  if (open.length > 0)
    wrong.push(doctorFault('DOCTOR_PERMISSION', `expected files 0600 and folders 0700, found ${names(open)}`));
  if (closed.length > 0)
    wrong.push(doctorFault('DOCTOR_UNREADABLE', `expected files 0600 and folders 0700, found ${names(closed)}`));
  return { said: `${count(entries.length, 'file')} and folders`, wrong, notes: [] };
}

function checkLock(lock: Result<'free' | 'held'>): CheckResult {
  if (!lock.ok) return bad('unusable', doctorFault('DOCTOR_LOCK_BROKEN', lock.error.message));
  if (lock.value === 'free') return good('free');
  return { said: 'held', wrong: [], notes: [doctorFault('DOCTOR_LOCK_HELD', 'another process is writing')] };
}

function withKeyNote(result: CheckResult, contents: Result<LakeContents>, engine: string): CheckResult {
  const stale = contents.ok ? contents.value.keyEngines.filter((one) => one !== engine) : [];
  if (stale.length === 0) return result;
  const message = `${count(stale.length, 'batch')}: expected keys of ${engine}, found ${stale[0] ?? ''}`;
  return { ...result, notes: [...result.notes, doctorFault('DOCTOR_KEYS_STALE', message)] };
}

/** Where the log cannot be read, its files would pass for leftovers. */
function leftovers(
  inspector: DataInspector,
  entries: readonly FoundEntry[],
  contents: Result<LakeContents>,
  writing: boolean,
): CheckResult {
  const named = new Set(contents.ok ? contents.value.files.map(({ path }) => path) : []);
  return checkLeftovers(inspector, entries, named, writing || !contents.ok);
}

function checkState(problem: string | null, present: boolean): CheckResult {
  if (problem === null) return good(present ? 'sound' : 'none yet');
  return bad('damaged', doctorFault('DOCTOR_STATE', `state/candour.sqlite: ${problem}`));
}

/** Notice packs that are shipped; their ids are the folders of `packs/notices`. */
const NOTICE_PACKS = ['person-email'] as const;

function checkPackLoading(packsFolder: string): CheckResult {
  const loaded: readonly Result<unknown>[] = [
    ...sourceIds(packsFolder).map((id) => loadSourcePack(packsFolder, id)),
    ...lawIds(packsFolder).map((id) => loadLawPack(packsFolder, id)),
    ...ruleIds(packsFolder).map((id) => loadRulePack(packsFolder, id)),
    ...NOTICE_PACKS.map((id) => loadNoticePack(packsFolder, id)),
  ];
  const wrong = loaded.flatMap((pack) => (pack.ok ? [] : [doctorFault('DOCTOR_PACK', pack.error.message)]));
  return { said: `${count(loaded.length, 'pack')} loaded`, wrong, notes: [] };
}
