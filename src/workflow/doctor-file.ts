import type { Fault } from '../core/fault.ts';
import type { DataInspector, FoundEntry } from '../ports/data-inspector.ts';
import type { NamedFile } from '../ports/lake-contents.ts';
import { doctorFault } from './doctor-fault.ts';

/** What one check found: a sentence, and what is not as it should be. */
export interface CheckResult {
  readonly said: string;
  readonly wrong: readonly Fault[];
  /** Worth knowing, nothing to mend. */
  readonly notes: readonly Fault[];
}

/** Each file of `lake/` or `people/` that a leaf names is there, of the right size and, with `deep`, of the right root. */
export function checkFiles(
  inspector: DataInspector,
  sizes: ReadonlyMap<string, number>,
  files: readonly NamedFile[],
  deep: boolean,
): CheckResult {
  const wrong = files
    .map((file) => fileFault(inspector, sizes.get(file.path), file, deep))
    .filter((fault) => fault !== null);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const said = `${count(files.length, 'file')}, ${(bytes / 1e6).toFixed(1)} MB, ${deep ? 'contents compared' : 'sizes compared'}`;
  return { said, wrong, notes: [] };
}

function fileFault(inspector: DataInspector, size: number | undefined, file: NamedFile, deep: boolean): Fault | null {
  if (size === undefined)
    return doctorFault('DOCTOR_FILE_MISSING', `${file.path}: named by leaf ${file.leaf}, not there`);
  if (size !== file.bytes)
    return doctorFault('DOCTOR_FILE_CHANGED', `${file.path}: expected ${file.bytes} bytes, found ${size}`);
  if (!deep) return null;
  const found = inspector.root(file.path);
  if (found === null) return doctorFault('DOCTOR_UNREADABLE', `${file.path}: cannot be read`);
  return found === file.root
    ? null
    : doctorFault('DOCTOR_FILE_CHANGED', `${file.path}: expected the root ${file.root}, found ${found}`);
}

const LAKE_PARTS = /^lake\/(access|raw|key|quarantine|list|chunk)\//;
const PEOPLE_PARTS = /^people\/(customers|workforce|ties|quarantine|chunk)\//;

/** What killed processes left: staged files of no living process, and files that no leaf names. */
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
  // While another process commits, its files are in place before its leaf is.
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
