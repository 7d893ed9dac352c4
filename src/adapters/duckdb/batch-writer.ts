import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ok, type Result } from '../../core/result.ts';
import type { Manifest } from '../../ingest/manifest.ts';
import { sqlText } from '../../ingest/map-statement.ts';
import type { SourcePack } from '../../packs/source-pack.ts';
import type { BatchBooks, BatchInput, OpenBatch } from '../../ports/lake-writer.ts';
import type { AccessCount } from './access-count.ts';
import type { DataFolder } from './data-folder.ts';
import { all, counts, sqlList } from './engine.ts';
import { findDuplicates, keyEngine, keySelect } from './find-duplicate.ts';
import { readManifests, removeOrphans, writeManifest } from './manifest-store.ts';
import { accessRows, countFolder, type MappedBatch, mapBatch, mapColumns, rewriteAccess } from './map-batch.ts';
import { writeParquet } from './parquet-file.ts';
import { placeFiles, type StagedFile, stageAccess, stageParquet } from './place-file.ts';
import { type QuarantineFile, writeQuarantine, writeReleased } from './quarantine-file.ts';
import { openStageFile, type StageFile } from './stage-file.ts';

export interface BatchWriterParts {
  readonly folder: DataFolder;
  readonly connection: DuckDBConnection;
  readonly batch: string;
  /** Runs its argument while no other process commits to this data directory. */
  withLock<T>(work: () => Promise<Result<T>>): Promise<Result<T>>;
  now(): string;
  /** How many records a batch is expected to hold at most. */
  readonly capacity: number;
}

interface SealedFiles {
  readonly mapped: MappedBatch;
  readonly keysPath: string;
  readonly quarantine: QuarantineFile | null;
  readonly releasedPath: string | null;
}

const NO_KEYS = 'SELECT CAST(NULL AS INTEGER) AS record_no, CAST(NULL AS UBIGINT) AS id_hash WHERE false';

/**
 * One batch from its first record to its commit. What a crash leaves: before the commit's renames, a folder in tmp/;
 * between them and the manifest, files that no manifest names; both go at the next start. After the manifest, the whole batch.
 */
export function openBatch(pack: SourcePack, parts: BatchWriterParts): OpenBatch {
  const staging = join(parts.folder.tmp, `${parts.batch}.${process.pid}`);
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  const stage = openStageFile(staging, parts.capacity);
  const inputs: BatchInput[] = [];
  const replayed = new Map<number, { readonly batch: string; readonly recordNo: number }>();

  return {
    plain: stage.plain,
    awkward: stage.awkward,
    records: stage.records,
    bytes: stage.bytes,
    input(input) {
      inputs.push(input);
      stage.input(inputs.length - 1);
    },
    replaying(batch, recordNo) {
      replayed.set(stage.records(), { batch, recordNo });
    },
    async seal() {
      stage.close();
      const mapped = await mapStage(parts, pack, stage);
      if (!mapped.ok) return mapped;
      const files = await sealFiles(parts, stage, inputs, mapped.value, replayed);
      const books = await parts.withLock(() => commit(parts, pack, stage, files, replayed.size > 0));
      rmSync(staging, { recursive: true, force: true });
      return books;
    },
    discard() {
      stage.close();
      rmSync(staging, { recursive: true, force: true });
    },
  };
}

async function mapStage(parts: BatchWriterParts, pack: SourcePack, stage: StageFile): Promise<Result<MappedBatch>> {
  const given = await mapColumns(parts.connection, pack);
  return given.ok ? mapBatch(parts.connection, pack, given.value, stage, parts.batch) : given;
}

/** Everything that can be written before the lock is taken. */
async function sealFiles(
  { connection }: BatchWriterParts,
  stage: StageFile,
  inputs: readonly BatchInput[],
  mapped: MappedBatch,
  replayed: ReadonlyMap<number, { readonly batch: string; readonly recordNo: number }>,
): Promise<SealedFiles> {
  const { rawPath } = stage;
  if (mapped.count.unnamed > 0) await fillEventIds(connection, mapped.folder, rawPath);
  const keysPath = join(stage.folder, 'key.parquet');
  await writeKeys(connection, mapped.folder, mapped.count, keysPath);
  const quarantine = await writeQuarantine(connection, stage, inputs, mapped.rejected, rawPath);
  const coded =
    stage.coded() === 0
      ? []
      : await all(connection, `SELECT record_no FROM read_parquet(${sqlText(quarantine?.path ?? '')})`);
  const still = new Set([...mapped.rejected.keys(), ...coded.map((row) => Number(row['record_no']))]);
  const released = [...replayed].filter(([recordNo]) => !still.has(recordNo)).map(([, from]) => from);
  return {
    mapped,
    keysPath,
    quarantine,
    releasedPath: await writeReleased(connection, stage.folder, released),
  };
}

async function writeKeys(
  connection: DuckDBConnection,
  folder: string,
  count: AccessCount,
  keysPath: string,
): Promise<void> {
  const keys = count.rows === 0 ? NO_KEYS : keySelect(accessRows(folder), count.rows === count.records);
  await writeParquet(connection, keys, keysPath);
}

/** An event without an id of its own is known by its record's bytes. */
async function fillEventIds(connection: DuckDBConnection, folder: string, rawPath: string): Promise<void> {
  await rewriteAccess(
    connection,
    folder,
    `JOIN read_parquet(${sqlText(rawPath)}) r USING (record_no)`,
    'a.* REPLACE (coalesce(a.event_id, sha256(r.record)) AS event_id)',
  );
}

/** Under the lock: finds duplicates against all that is committed, moves the files into place, writes the manifest. */
async function commit(
  parts: BatchWriterParts,
  pack: SourcePack,
  stage: StageFile,
  sealed: SealedFiles,
  replay: boolean,
): Promise<Result<BatchBooks>> {
  const { connection, folder } = parts;
  const manifests = readManifests(folder);
  if (!manifests.ok) return manifests;
  const earlier = manifests.value.filter((manifest) => manifest.source === pack.source.id);
  const engine = await keyEngine(connection);
  const found = await findDuplicates(connection, folder, earlier, engine, sealed.keysPath, stage.rawPath);
  let { count } = sealed.mapped;
  if (found.duplicate > 0) {
    await rewriteAccess(connection, sealed.mapped.folder, 'ANTI JOIN duplicate USING (record_no)');
    count = await countFolder(connection, sealed.mapped.folder, stage);
    await writeKeys(connection, sealed.mapped.folder, count, sealed.keysPath);
  }
  const books = {
    records: stage.records(),
    accepted: count.records,
    duplicate: found.duplicate,
    quarantined: sealed.quarantine?.rows ?? 0,
  };
  if (books.records !== books.accepted + books.duplicate + books.quarantined) {
    throw new Error(`the books of batch ${parts.batch} do not close: ${JSON.stringify(books)}`);
  }
  const reasons = new Map(sealed.quarantine?.reasons ?? []);
  if (found.idReused > 0) reasons.set('id-reused', found.idReused);
  if (sealed.mapped.unknownFields > 0) reasons.set('field-unknown', sealed.mapped.unknownFields);

  const news =
    books.accepted > 0 || sealed.releasedPath !== null || (await newQuarantine(parts, earlier, sealed.quarantine)) > 0;
  if (!news) return ok({ batch: null, ...books, accesses: 0, files: 0, reasons });

  const access = count.rows === 0 ? [] : await stageAccess(connection, sealed.mapped.folder, pack.source.id);
  const place = (part: string) => () => join(part, `${parts.batch}.parquet`);
  const raw = await stageParquet(connection, stage.rawPath, place('raw'));
  const keys = await stageParquet(connection, sealed.keysPath, place('key'));
  const optional = async (path: string | null, name: string): Promise<StagedFile | null> =>
    path === null ? null : stageParquet(connection, path, () => join('quarantine', `${parts.batch}${name}.parquet`));
  const quarantine = await optional(replay ? null : (sealed.quarantine?.path ?? null), '');
  const released = await optional(sealed.releasedPath, '.released');
  const files = [...access, raw, keys, ...[quarantine, released].filter((file) => file !== null)];
  placeFiles(folder.lake, files);
  const manifest: Manifest = {
    version: 1,
    batch: parts.batch,
    source: pack.source.id,
    committedAt: parts.now(),
    pack: pack.digest,
    ...books,
    idReused: found.idReused,
    unknownFields: sealed.mapped.unknownFields,
    from: count.from,
    to: count.to,
    access: access.map(({ file }) => file),
    raw: raw.file,
    keys: { ...keys.file, engine },
    quarantine: quarantine?.file ?? null,
    released: released?.file ?? null,
  };
  writeManifest(folder, manifest);
  return ok({ batch: parts.batch, ...books, accesses: count.rows, files: files.length, reasons });
}

/** How many quarantined records have bytes that no earlier quarantine of this source holds. */
async function newQuarantine(
  { connection, folder }: BatchWriterParts,
  earlier: readonly Manifest[],
  quarantine: QuarantineFile | null,
): Promise<number> {
  if (quarantine === null) return 0;
  const known = earlier.flatMap((manifest) =>
    manifest.quarantine === null ? [] : [join(folder.lake, manifest.quarantine.path)],
  );
  if (known.length === 0) return quarantine.rows;
  const { n = 0 } = await counts(
    connection,
    `SELECT count(*) AS n FROM read_parquet(${sqlText(quarantine.path)}) q ANTI JOIN read_parquet(${sqlList(known)}) k USING (sha256)`,
  );
  return n;
}

/** Removes what a crash left behind; under the lock. */
export async function recover(parts: Pick<BatchWriterParts, 'folder' | 'withLock'>): Promise<Result<number>> {
  return parts.withLock(async () => {
    const manifests = readManifests(parts.folder);
    return manifests.ok ? ok(removeOrphans(parts.folder, manifests.value)) : manifests;
  });
}
