import { accessSync, constants, globSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { err, ok, type Result } from '../../core/result.ts';
import { intakeFault } from './fault.ts';

/** How many unreadable paths a refusal names. */
const NAMED = 5;

/**
 * The files at a path: itself, the files under a directory, or those that match a glob; each once, in the order of their names.
 *
 * Under a directory and by a glob hidden names are left out. Under a directory links are followed (a directory that was seen already is not entered again, which ends
 * loops), and what is neither file nor directory is passed over: a pipe would block, a link to nowhere has nothing to read. A pipe
 * that is named itself is read. Errors: `INTAKE_NOTHING`; `INTAKE_UNREADABLE`, before anything is read, so that no log is half taken.
 */
export function listFiles(path: string, folder: string): Result<readonly string[]> {
  const full = join(path.startsWith('/') ? '' : folder, path);
  const unreadable: string[] = [];
  const files = new Set<string>();
  const seen = new Set<string>();

  const add = (file: string): void => {
    try {
      const real = realpathSync(file);
      if (seen.has(real)) return;
      seen.add(real);
      accessSync(file, constants.R_OK);
      files.add(file);
    } catch {
      unreadable.push(file);
    }
  };
  const walk = (directory: string): void => {
    let names: readonly string[];
    try {
      const real = realpathSync(directory);
      if (seen.has(real)) return;
      seen.add(real);
      names = readdirSync(directory).sort();
    } catch {
      unreadable.push(directory);
      return;
    }
    for (const name of names) {
      if (name.startsWith('.')) continue;
      const entry = join(directory, name);
      const stat = statOf(entry);
      if (stat === 'unreadable') unreadable.push(entry);
      else if (stat?.isDirectory() === true) walk(entry);
      else if (stat?.isFile() === true) add(entry);
    }
  };

  const stat = statOf(full);
  if (stat === 'unreadable') unreadable.push(full);
  else if (stat === null) {
    for (const match of globSync(full, { cwd: folder }).sort()) {
      const matched = basename(match).startsWith('.') ? null : statOf(match);
      if (matched !== 'unreadable' && matched?.isFile() === true) add(match);
    }
  } else if (stat.isDirectory()) walk(full);
  else add(full);

  if (unreadable.length > 0) return refused(unreadable);
  return files.size > 0 ? ok([...files]) : nothing(path);
}

/** Null: nothing there, or a link that leads nowhere. */
function statOf(path: string): Stats | 'unreadable' | null {
  try {
    return statSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' || code === 'ENAMETOOLONG' ? null : 'unreadable';
  }
}

const nothing = (path: string): Result<never> =>
  err(
    intakeFault(
      'INTAKE_NOTHING',
      `opening the log: expected a file, a directory with files, a glob or -; found nothing at ${path}`,
    ),
  );

const refused = (paths: readonly string[]): Result<never> =>
  err(
    intakeFault(
      'INTAKE_UNREADABLE',
      `opening the log: expected files that this user may read; found ${paths.length} that cannot be read: ${paths.slice(0, NAMED).join(', ')}${paths.length > NAMED ? ', …' : ''}`,
      { files: paths.length },
    ),
  );
