import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok } from '../../core/result.ts';
import type { CanaryFiles } from '../../ports/canary-file.ts';
import { intakeFault } from './fault.ts';
import { listFiles } from './list-file.ts';

export const fsCanaryFiles: CanaryFiles = {
  write(folder, files) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
      return ok(null);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
      return err(intakeFault('CANARY_FILE_UNWRITABLE', `writing canaries: expected a folder to write to, got ${code}`));
    }
  },
  mail(path) {
    const files = listFiles(path, process.cwd());
    return files.ok ? ok(contents(files.value)) : files;
  },
};

/** One file in memory at a time. */
function* contents(files: readonly string[]): Generator<Uint8Array> {
  for (const file of files) yield readFileSync(file);
}
