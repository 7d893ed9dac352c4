import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { sha256Hex } from '../../core/hash.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { CaseFiles, RewrittenFile } from '../../ports/case-file.ts';
import { intakeFault } from './fault.ts';
import { forgetInOutbox } from './outbox-eraser.ts';

const personsSchema = z.array(z.strictObject({ subject: z.string().min(1), fields: z.array(z.string()) }));

/** Private files (0600) in the folder of each case; a write is staged, synced and renamed. `exposures`: the Parquet files among them. */
export function fsCaseFiles(
  caseFolder: (caseId: string) => string,
  exposures: (caseFolder: string, person: string) => Promise<readonly RewrittenFile[]>,
): CaseFiles {
  const pathOf = (caseId: string): string => join(caseFolder(caseId), 'disclosed.json');
  const files: CaseFiles = {
    async forget(caseId, person) {
      const disclosed = files.disclosed(caseId);
      if (!disclosed.ok) return disclosed;
      const others = disclosed.value.filter(({ subject }) => subject !== person);
      const listed = disclosed.value.length - others.length;
      if (listed > 0) files.keepDisclosed(caseId, others);
      const drafted = await forgetInOutbox(caseFolder(caseId), person);
      const rewritten = await exposures(caseFolder(caseId), person);
      return ok({ removed: listed + drafted, rewritten });
    },
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
    sha256: (path) => sha256Hex(readFileSync(path)),
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
  return files;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
