import { z } from 'zod';
import type { Fault } from '../core/fault.ts';
import { type BatchFile, batchFileSchema, filesOf, manifestSchema } from '../ingest/manifest.ts';
import type { DataInspector, FoundEntry } from '../ports/data-inspector.ts';
import { doctorFault } from './doctor-fault.ts';

/** What one check found: a sentence, and what is not as it should be. */
export interface CheckResult {
  readonly said: string;
  readonly wrong: readonly Fault[];
  /** Worth knowing, nothing to mend. */
  readonly notes: readonly Fault[];
}

/** A manifest and the files that it names, as paths in the data directory. */
interface Commit {
  readonly manifest: string;
  readonly files: readonly BatchFile[];
  /** Engine of a batch's duplicate keys. */
  readonly engine: string | null;
}

/** The commits that can be read, and the manifests that cannot. */
export interface Commits {
  readonly commits: readonly Commit[];
  readonly damaged: readonly Fault[];
}

const peopleSchema = z.looseObject({
  version: z.literal(1),
  file: batchFileSchema,
  quarantine: batchFileSchema.nullable(),
});

/** Reads every manifest of the lake or of the people. */
export function readCommits(
  inspector: DataInspector,
  entries: readonly FoundEntry[],
  part: 'lake' | 'people',
): Commits {
  const commits: Commit[] = [];
  const damaged: Fault[] = [];
  for (const { path, kind } of entries) {
    if (kind !== 'file' || !path.startsWith(`${part}/manifest/`) || !path.endsWith('.json')) continue;
    const text = inspector.text(path);
    const raw = text === null ? null : parsed(text);
    const commit = part === 'lake' ? lakeCommit(path, raw) : peopleCommit(path, raw);
    if (commit !== null) commits.push(commit);
    else
      damaged.push(
        doctorFault(
          'DOCTOR_MANIFEST',
          `${path}: expected a manifest of version 1, found ${text === null ? 'a file that cannot be read' : 'something else'}`,
        ),
      );
  }
  return { commits, damaged };
}

function lakeCommit(path: string, raw: unknown): Commit | null {
  const manifest = manifestSchema.safeParse(raw);
  if (!manifest.success) return null;
  const files = filesOf(manifest.data).map((file) => ({ ...file, path: `lake/${file.path}` }));
  return { manifest: path, files, engine: manifest.data.keys.engine };
}

function peopleCommit(path: string, raw: unknown): Commit | null {
  const manifest = peopleSchema.safeParse(raw);
  if (!manifest.success) return null;
  const files = [manifest.data.file, manifest.data.quarantine].filter((file) => file !== null);
  return { manifest: path, files: files.map((file) => ({ ...file, path: `people/${file.path}` })), engine: null };
}

/** Each file that a manifest names is there, of the right size and, with `deep`, of the right hash. */
export function checkCommits(
  inspector: DataInspector,
  sizes: ReadonlyMap<string, number>,
  { commits, damaged }: Commits,
  deep: boolean,
): CheckResult {
  const wrong = [...damaged];
  const seen = new Set<string>();
  let bytes = 0;
  for (const { manifest, files } of commits) {
    for (const file of files) {
      if (seen.has(file.path)) continue;
      seen.add(file.path);
      bytes += file.bytes;
      const fault = fileFault(inspector, sizes.get(file.path), file, manifest, deep);
      if (fault !== null) wrong.push(fault);
    }
  }
  const said = `${count(commits.length, 'manifest')}, ${count(seen.size, 'file')}, ${(bytes / 1e6).toFixed(1)} MB, ${deep ? 'hashes compared' : 'sizes compared'}`;
  return { said, wrong, notes: [] };
}

function fileFault(
  inspector: DataInspector,
  size: number | undefined,
  file: BatchFile,
  manifest: string,
  deep: boolean,
): Fault | null {
  if (size === undefined) return doctorFault('DOCTOR_FILE_MISSING', `${file.path}: named by ${manifest}, not there`);
  if (size !== file.bytes)
    return doctorFault('DOCTOR_FILE_CHANGED', `${file.path}: expected ${file.bytes} bytes, found ${size}`);
  if (!deep) return null;
  const found = inspector.sha256(file.path);
  if (found === null) return doctorFault('DOCTOR_UNREADABLE', `${file.path}: cannot be read`);
  return found === file.sha256
    ? null
    : doctorFault('DOCTOR_FILE_CHANGED', `${file.path}: expected SHA-256 ${file.sha256}, found ${found}`);
}

const LAKE_PARTS = /^lake\/(access|raw|key|quarantine)\//;
const PEOPLE_PARTS = /^people\/(customers|workforce|ties|quarantine)\//;

/** What killed processes left: staged files of no living process, and files that no manifest names. */
export function checkLeftovers(
  inspector: DataInspector,
  entries: readonly FoundEntry[],
  named: ReadonlySet<string>,
  writing: boolean,
): CheckResult {
  const staged = entries.filter(({ path }) => {
    const name = /^tmp\/([^/]+)$/.exec(path)?.[1];
    if (name === undefined) return false;
    const pid = Number(/\.(\d+)$/.exec(name)?.[1] ?? Number.NaN);
    return !(Number.isInteger(pid) && inspector.processLives(pid));
  });
  // While another process commits, its files are in place before its manifest is.
  const orphans = writing
    ? []
    : entries.filter(
        ({ path, kind }) => kind === 'file' && (LAKE_PARTS.test(path) || PEOPLE_PARTS.test(path)) && !named.has(path),
      );
  const notes = [...staged, ...orphans];
  return {
    said: notes.length === 0 ? 'none' : count(notes.length, 'leftover'),
    wrong: [],
    notes: notes.length === 0 ? [] : [doctorFault('DOCTOR_LEFTOVER', listed(notes.map(({ path }) => path)))],
  };
}

/** How many paths a finding names. */
const NAMED = 5;

/** `3: a, b, c`, cut after the first few. */
export const listed = (paths: readonly string[]): string =>
  `${paths.length}: ${paths.slice(0, NAMED).join(', ')}${paths.length > NAMED ? ', …' : ''}`;

export const count = (n: number, word: string): string => `${n.toLocaleString('en')} ${word}${n === 1 ? '' : 's'}`;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
