import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { nodeHashing } from '../../core/node-hashing.ts';
import { ok, type Result } from '../../core/result.ts';
import { saltsCommitment } from '../../core/salts-commitment.ts';
import { sqlText } from '../../ingest/map-statement.ts';
import { type BatchLeaf, LEAF_BYTES, leafBytes, leafHour, listBytes, type RootedFile } from '../../model/lake-leaf.ts';
import type { SourcePack } from '../../packs/source-pack.ts';
import type { BatchSecrets } from '../../ports/batch-secret.ts';
import type { HeldLog } from '../../ports/evidence-log.ts';
import type { BatchBooks, BatchInput, OpenBatch } from '../../ports/lake-writer.ts';
import type { AccessCount } from './access-count.ts';
import type { DataFolder } from './data-folder.ts';
import { all, counts, sqlList } from './engine.ts';
import { findDuplicates, keyEngine, keySelect } from './find-duplicate.ts';
import type { LakeLeaves } from './lake-leaves.ts';
import { accessRows, countFolder, type MappedBatch, mapBatch, mapColumns, rewriteAccess } from './map-batch.ts';
import { writeParquet } from './parquet-file.ts';
import { placeFiles, type StagedFile, stageAccess, stageBytes, stageChunks, stageParquet } from './place-file.ts';
import { type QuarantineFile, writeQuarantine, writeReleased } from './quarantine-file.ts';
import type { Commitment } from './record-fold.ts';
import type { RecordHasher } from './record-hasher.ts';
import { removeOrphans } from './remove-orphan.ts';
import { openStageFile, type StageFile } from './stage-file.ts';

export interface BatchWriterParts {
  readonly folder: DataFolder;
  readonly connection: DuckDBConnection;
  readonly batch: string;
  readonly leaves: LakeLeaves;
  readonly secrets: BatchSecrets;
  readonly hasher: RecordHasher;
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
 * between them and the leaf, files that no leaf names and a secret of no batch; all go at the next start. After the leaf, the whole batch.
 */
export function openBatch(pack: SourcePack, parts: BatchWriterParts): OpenBatch {
  const staging = join(parts.folder.tmp, `${parts.batch}.${process.pid}`);
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  const secret = randomBytes(32);
  const hasher = parts.hasher.open(secret);
  const stage = openStageFile(staging, parts.capacity, hasher);
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
      const hashed = hasher.done();
      // Its error, if any, is met below.
      hashed.catch(() => {});
      const mapped = await mapStage(parts, pack, stage);
      if (!mapped.ok) return mapped;
      const files = await sealFiles(parts, stage, inputs, mapped.value, replayed);
      const commitment = await hashed;
      const taken = { pack, stage, files, commitment, secret, replay: replayed.size > 0 };
      const books = await parts.leaves.whileHeld((held) => commit(parts, held, taken));
      rmSync(staging, { recursive: true, force: true });
      return books;
    },
    discard() {
      stage.close();
      hasher.drop();
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

interface SealedBatch {
  readonly pack: SourcePack;
  readonly stage: StageFile;
  readonly files: SealedFiles;
  readonly commitment: Commitment;
  readonly secret: Uint8Array;
  readonly replay: boolean;
}

/** Under the lock: finds duplicates against all that is committed, moves the files into place, appends the leaf. */
async function commit(parts: BatchWriterParts, held: HeldLog, sealed: SealedBatch): Promise<Result<BatchBooks>> {
  const { connection, folder } = parts;
  const { pack, stage, files } = sealed;
  const view = await parts.leaves.view();
  if (!view.ok) return view;
  const earlier = view.value.batches.map(({ leaf }) => leaf).filter(({ source }) => source === pack.source.id);
  const engine = await keyEngine(connection);
  const found = await findDuplicates(connection, folder, earlier, engine, files.keysPath, stage.rawPath);
  if (!found.ok) return found;
  const { duplicate, idReused } = found.value;
  let { count } = files.mapped;
  if (duplicate > 0) {
    await rewriteAccess(connection, files.mapped.folder, 'ANTI JOIN duplicate USING (record_no)');
    count = await countFolder(connection, files.mapped.folder, stage);
    await writeKeys(connection, files.mapped.folder, count, files.keysPath);
  }
  const { unknownFields } = files.mapped;
  const books = {
    records: stage.records(),
    accepted: count.records,
    duplicate,
    quarantined: files.quarantine?.rows ?? 0,
  };
  if (books.records !== books.accepted + books.duplicate + books.quarantined) {
    throw new Error(`the books of batch ${parts.batch} do not close: ${JSON.stringify(books)}`);
  }
  const reasons = new Map(files.quarantine?.reasons ?? []);
  if (idReused > 0) reasons.set('id-reused', idReused);
  if (unknownFields > 0) reasons.set('field-unknown', unknownFields);

  const news =
    books.accepted > 0 || files.releasedPath !== null || (await newQuarantine(parts, earlier, files.quarantine)) > 0;
  if (!news) return ok({ batch: null, ...books, accesses: 0, files: 0, reasons });

  const placed = await stageFiles(parts, sealed, count);
  const { leaf, staged } = leafOf(parts, sealed, placed, engine, { ...books, idReused, unknownFields, count });
  parts.secrets.put(parts.batch, sealed.secret);
  placeFiles(folder.lake, staged);
  const appended = await held.append([leafBytes(leaf)]);
  if (!appended.ok) return appended;
  return ok({ batch: parts.batch, ...books, accesses: count.rows, files: staged.length, reasons });
}

interface PlacedFiles {
  readonly access: readonly StagedFile[];
  readonly raw: StagedFile;
  readonly keys: StagedFile;
  readonly quarantine: StagedFile | null;
  readonly released: StagedFile | null;
}

async function stageFiles(parts: BatchWriterParts, sealed: SealedBatch, count: AccessCount): Promise<PlacedFiles> {
  const { connection, batch } = parts;
  const { files, stage } = sealed;
  const place = (path: string, part: string, name = ''): Promise<StagedFile> =>
    stageParquet(connection, path, () => join(part, `${batch}${name}.parquet`));
  const quarantinePath = sealed.replay ? null : (files.quarantine?.path ?? null);
  return {
    access: count.rows === 0 ? [] : await stageAccess(connection, files.mapped.folder, sealed.pack.source.id),
    raw: await place(stage.rawPath, 'raw'),
    keys: await place(files.keysPath, 'key'),
    quarantine: quarantinePath === null ? null : await place(quarantinePath, 'quarantine'),
    released: files.releasedPath === null ? null : await place(files.releasedPath, 'quarantine', '.released'),
  };
}

/** The batch's leaf, and every file that must be in place before it is appended. */
function leafOf(
  parts: BatchWriterParts,
  { pack, stage, commitment, secret }: SealedBatch,
  { access, raw, keys, quarantine, released }: PlacedFiles,
  engine: string,
  {
    count,
    ...books
  }: Pick<BatchLeaf, 'records' | 'accepted' | 'duplicate' | 'quarantined' | 'idReused' | 'unknownFields'> & {
    readonly count: AccessCount;
  },
): { readonly leaf: BatchLeaf; readonly staged: readonly StagedFile<RootedFile>[] } {
  const { batch } = parts;
  const files = access.map(({ file }) => file);
  const others = [raw, keys, quarantine, released].filter((file) => file !== null);
  const leafWith = (
    list: StagedFile<RootedFile> | null,
  ): { readonly leaf: BatchLeaf; readonly staged: readonly StagedFile<RootedFile>[] } => {
    const hashed = [...access, ...others, ...(list === null ? [] : [list])];
    const chunks = stageChunks(stage.folder, join('chunk', batch), hashed);
    const leaf: BatchLeaf = {
      v: 1,
      type: 'batch',
      time: leafHour(parts.now()),
      batch,
      source: pack.source.id,
      pack: pack.digest,
      ...books,
      accesses: count.rows,
      from: count.from?.slice(0, 10) ?? null,
      to: count.to?.slice(0, 10) ?? null,
      files: list === null ? files : [],
      list: list?.file ?? null,
      raw: {
        ...raw.file,
        records: commitment.records,
        recordsRoot: commitment.root,
        salts: saltsCommitment(nodeHashing, secret),
      },
      keys: { ...keys.file, engine },
      quarantine: quarantine?.file ?? null,
      released: released?.file ?? null,
      chunks: chunks.file,
    };
    return { leaf, staged: [...hashed, chunks] };
  };
  const whole = leafWith(null);
  if (leafBytes(whole.leaf).length <= LEAF_BYTES) return whole;
  return leafWith(stageBytes(join(stage.folder, 'list'), listBytes(files), join('list', `${batch}.json`)));
}

/** How many quarantined records have bytes that no earlier quarantine of this source holds. */
async function newQuarantine(
  { connection, folder }: BatchWriterParts,
  earlier: readonly BatchLeaf[],
  quarantine: QuarantineFile | null,
): Promise<number> {
  if (quarantine === null) return 0;
  const known = earlier.flatMap((batch) =>
    batch.quarantine === null ? [] : [join(folder.lake, batch.quarantine.path)],
  );
  if (known.length === 0) return quarantine.rows;
  const { n = 0 } = await counts(
    connection,
    `SELECT count(*) AS n FROM read_parquet(${sqlText(quarantine.path)}) q ANTI JOIN read_parquet(${sqlList(known)}) k USING (sha256)`,
  );
  return n;
}

/** Removes what a crash left behind; under the lock. */
export async function recover(parts: Pick<BatchWriterParts, 'folder' | 'leaves' | 'secrets'>): Promise<Result<number>> {
  return parts.leaves.whileHeld(async () => {
    const view = await parts.leaves.view();
    return view.ok ? removeOrphans(parts.folder, view.value, parts.secrets) : view;
  });
}
