import { closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../core/result.ts';
import { batchFileSchema } from '../../ingest/manifest.ts';
import { PEOPLE_KINDS, type PeopleKind } from '../../packs/people-kind.ts';
import { type DataFolder, syncPath } from './data-folder.ts';
import { lakeFault } from './fault.ts';

const peopleManifestSchema = z.strictObject({
  version: z.literal(1),
  seq: z.number().int().min(0),
  kind: z.enum(PEOPLE_KINDS),
  importedAt: z.string(),
  rows: z.strictObject({ read: z.number(), accepted: z.number(), duplicate: z.number(), quarantined: z.number() }),
  /** All rows of the kind after this import; paths relative to `people/`. */
  file: batchFileSchema,
  quarantine: batchFileSchema.nullable(),
});

/** What makes an import exist: the kind's whole state after it, as an immutable file. */
export type PeopleManifest = z.infer<typeof peopleManifestSchema>;

const folderOf = (folder: DataFolder): string => join(folder.people, 'manifest');

/** All imports, oldest first. Error `LAKE_MANIFEST_INVALID`. */
export function readPeopleManifests(folder: DataFolder): Result<readonly PeopleManifest[]> {
  const manifests: PeopleManifest[] = [];
  for (const name of readdirSync(folderOf(folder)).sort()) {
    if (!name.endsWith('.json')) continue;
    let raw: unknown = null;
    try {
      raw = JSON.parse(readFileSync(join(folderOf(folder), name), 'utf8'));
    } catch {
      // Falls through to the schema, which refuses null.
    }
    const parsed = peopleManifestSchema.safeParse(raw);
    if (!parsed.success)
      return err(lakeFault('LAKE_MANIFEST_INVALID', `reading people/manifest/${name}: not a people manifest`));
    manifests.push(parsed.data);
  }
  return ok(manifests.sort((a, b) => a.seq - b.seq));
}

/** The file that holds a kind now, or null before its first import. */
export const newestFile = (manifests: readonly PeopleManifest[], kind: PeopleKind): PeopleManifest | null =>
  manifests.findLast((manifest) => manifest.kind === kind) ?? null;

/** The commit of an import; its files must be synced and in place. */
export function writePeopleManifest(folder: DataFolder, manifest: PeopleManifest): void {
  const name = `${String(manifest.seq).padStart(8, '0')}.json`;
  const staged = join(folder.tmp, `people-${name}.${process.pid}`);
  const fd = openSync(staged, 'w', 0o600);
  try {
    writeSync(fd, `${JSON.stringify(manifest)}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(staged, join(folderOf(folder), name));
  syncPath(folderOf(folder));
}
