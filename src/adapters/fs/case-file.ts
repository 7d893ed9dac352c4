import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../core/result.ts';
import type { CaseFiles } from '../../ports/case-file.ts';
import { intakeFault } from './fault.ts';

const personsSchema = z.array(z.strictObject({ subject: z.string().min(1), fields: z.array(z.string()) }));

/** Private files (0600) in the folder of each case; a write is staged, synced and renamed. */
export function fsCaseFiles(caseFolder: (caseId: string) => string): CaseFiles {
  const pathOf = (caseId: string): string => join(caseFolder(caseId), 'disclosed.json');
  return {
    disclosed(caseId): Result<z.infer<typeof personsSchema>> {
      const path = pathOf(caseId);
      if (!existsSync(path)) return ok([]);
      const parsed = personsSchema.safeParse(jsonOf(readFileSync(path, 'utf8')));
      return parsed.success
        ? ok(parsed.data)
        : err(
            intakeFault(
              'CASE_FILE_INVALID',
              `reading disclosed.json of case ${caseId}: expected a list of subjects with their fields`,
            ),
          );
    },
    keepDisclosed(caseId, persons) {
      const path = pathOf(caseId);
      const staged = `${path}.${process.pid}`;
      const file = openSync(staged, 'w', 0o600);
      try {
        writeSync(file, JSON.stringify(persons));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(staged, path);
      const folder = openSync(dirname(path), 'r');
      fsyncSync(folder);
      closeSync(folder);
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
