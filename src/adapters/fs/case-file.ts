import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { sha256Hex } from '../../core/hash.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { CaseFiles, RewrittenFile } from '../../ports/case-file.ts';
import { syncPath } from '../disk.ts';
import { intakeFault } from './fault.ts';
import { forgetInOutbox } from './outbox-eraser.ts';

const subject = z.string().min(1);
const fields = z.array(z.string());
const disclosedSchema = z.array(z.strictObject({ subject, fields }));
const reconstructedSchema = z.array(
  z.strictObject({
    subject,
    account: z.string(),
    asked_at: z.string(),
    fields,
    certainty: z.enum(['agrees', 'uncounted', 'differs']),
    queries: z.number().int().min(1),
  }),
);

/** Private files (0600) in the folder of each case; a write is staged, synced and renamed. `exposures`: the Parquet files among them. */
export function fsCaseFiles(
  caseFolder: (caseId: string) => string,
  exposures: (caseFolder: string, person: string) => Promise<readonly RewrittenFile[]>,
): CaseFiles {
  const disclosed = personFile(caseFolder, 'disclosed.json', disclosedSchema);
  const reconstructed = personFile(caseFolder, 'reconstructed.json', reconstructedSchema);
  return {
    async forget(caseId, person) {
      const listed = disclosed.forget(caseId, person);
      if (!listed.ok) return listed;
      const asked = reconstructed.forget(caseId, person);
      if (!asked.ok) return asked;
      const drafted = await forgetInOutbox(caseFolder(caseId), person);
      const rewritten = await exposures(caseFolder(caseId), person);
      return ok({ removed: listed.value + asked.value + drafted, rewritten });
    },
    disclosed: disclosed.read,
    keepDisclosed: disclosed.write,
    reconstructed: reconstructed.read,
    keepReconstructed: reconstructed.write,
    sha256: (path) => sha256Hex(readFileSync(path)),
  };
}

interface PersonFile<Row> {
  /** Empty when there is none. */
  read(caseId: string): Result<readonly Row[]>;
  write(caseId: string, rows: readonly Row[]): void;
  /** How many rows were the person's, and are gone. */
  forget(caseId: string, person: string): Result<number>;
}

function personFile<Row extends { readonly subject: string }>(
  caseFolder: (caseId: string) => string,
  name: string,
  schema: z.ZodType<Row[]>,
): PersonFile<Row> {
  const file: PersonFile<Row> = {
    read(caseId) {
      const path = join(caseFolder(caseId), name);
      if (!existsSync(path)) return ok([]);
      const parsed = schema.safeParse(jsonOf(readFileSync(path, 'utf8')));
      if (parsed.success) return ok(parsed.data);
      const message = `reading ${name} of case ${caseId}: expected a list of subjects with their fields`;
      return err(intakeFault('CASE_FILE_INVALID', message));
    },
    write: (caseId, rows) => replaceFile(join(caseFolder(caseId), name), rows),
    forget(caseId, person) {
      const rows = file.read(caseId);
      if (!rows.ok) return rows;
      const others = rows.value.filter((row) => row.subject !== person);
      const removed = rows.value.length - others.length;
      if (removed > 0) file.write(caseId, others);
      return ok(removed);
    },
  };
  return file;
}

/** A JSON list, a row at a time: one text of all of them could be longer than a text can be. */
function replaceFile(path: string, rows: readonly unknown[]): void {
  const staged = `${path}.${process.pid}`;
  const file = openSync(staged, 'w', 0o600);
  try {
    let part = '[';
    for (const [n, row] of rows.entries()) {
      part += `${n === 0 ? '' : ','}${JSON.stringify(row)}`;
      if (part.length > PART_CHARACTERS) {
        writeSync(file, part);
        part = '';
      }
    }
    writeSync(file, `${part}]`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(staged, path);
  syncPath(dirname(path));
}

const PART_CHARACTERS = 1024 * 1024;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
