import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { err, ok, type Result } from '../../core/result.ts';
import { chooseForm, FORM_HEAD_BYTES, type StreamSplitter, splitterFor } from '../../ingest/choose-form.ts';
import { sqlText } from '../../ingest/map-statement.ts';
import { leafBytes, leafHour, type PeopleLeaf } from '../../model/lake-leaf.ts';
import { newestPeople } from '../../model/lake-view.ts';
import { missingColumn, PEOPLE_SHAPES, type PeopleKind, peopleStatement } from '../../packs/people-kind.ts';
import type { RecordForm } from '../../packs/source-pack.ts';
import type { HeldLog } from '../../ports/evidence-log.ts';
import type { IntakeStream } from '../../ports/intake.ts';
import type { PeopleBooks, PeopleWriter } from '../../ports/people-writer.ts';
import type { DataFolder } from './data-folder.ts';
import { all, counts, openEngine } from './engine.ts';
import { lakeFault } from './fault.ts';
import type { LakeLeaves } from './lake-leaves.ts';
import { writeParquet } from './parquet-file.ts';
import { registerPhone } from './phone-function.ts';
import { named, placeFiles, stageChunks, stageParquet } from './place-file.ts';
import { openStageFile, type StageFile } from './stage-file.ts';
import { awkwardRows, stagedJson } from './staged-source.ts';

const FORMS: readonly RecordForm[] = [
  { kind: 'document', array: '' },
  { kind: 'ndjson' },
  { kind: 'csv', header: true, required: [], delimiter: ',' },
];

export interface PeopleWriterOptions {
  readonly folder: DataFolder;
  readonly sqlFolder: string;
  readonly leaves: LakeLeaves;
  now(): string;
}

/** Customers, workforce and ties as versioned Parquet; one import at a time, under the writer's lock. */
export async function openPeopleWriter(options: PeopleWriterOptions): Promise<PeopleWriter> {
  const { folder } = options;
  const engine = await openEngine({
    folders: [folder.people, folder.tmp],
    spill: join(folder.tmp, `spill.${process.pid}`),
  });
  const connection = await engine.connect();
  registerPhone(connection);
  return {
    take: (kind, stream) => options.leaves.whileHeld((held) => takeFile(connection, options, held, kind, stream)),
    close: async () => {
      connection.closeSync();
      engine.close();
    },
  };
}

async function takeFile(
  connection: DuckDBConnection,
  options: PeopleWriterOptions,
  held: HeldLog,
  kind: PeopleKind,
  stream: IntakeStream,
): Promise<Result<PeopleBooks>> {
  const staging = join(options.folder.tmp, `people-${kind}.${process.pid}`);
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  try {
    const stage = openStageFile(staging, 100_000, null);
    const json = await stageRecords(connection, kind, stream, stage);
    if (!json.ok) return json;
    return await importStage(connection, options, held, kind, stage, json.value);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Splits the file into staged records; gives the SELECT of (record_no, json) of those that can be mapped. */
async function stageRecords(
  connection: DuckDBConnection,
  kind: PeopleKind,
  stream: IntakeStream,
  stage: StageFile,
): Promise<Result<string>> {
  let splitter: StreamSplitter | null = null;
  let head: Buffer = Buffer.alloc(0);
  const start = (whole: boolean): StreamSplitter => {
    const bom = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
    const text = head.subarray(bom);
    const made = splitterFor(chooseForm(FORMS, text.subarray(0, FORM_HEAD_BYTES), whole), stage, bom);
    made.push(text);
    return made;
  };
  for await (const chunk of stream.chunks()) {
    if (splitter !== null) splitter.push(chunk);
    else {
      head = Buffer.concat([head, chunk]);
      if (head.subarray(0, 4).toString('latin1') === 'PAR1')
        return parquetRecords(connection, kind, stream.name, stage);
      if (head.length >= FORM_HEAD_BYTES) splitter = start(false);
    }
  }
  splitter ??= start(true);
  splitter.end(false);
  stage.close();
  const columns = splitter.columns?.() ?? null;
  return columns === null ? ok(stagedJson(stage)) : checkedColumns(kind, columns, stream.name, stagedJson(stage));
}

async function parquetRecords(
  connection: DuckDBConnection,
  kind: PeopleKind,
  path: string,
  stage: StageFile,
): Promise<Result<string>> {
  stage.close();
  const copy = join(stage.folder, 'given.parquet');
  copyFileSync(path, copy);
  const names = (await all(connection, `DESCRIBE SELECT * FROM read_parquet(${sqlText(copy)})`)).map((row) =>
    String(row['column_name']),
  );
  return checkedColumns(
    kind,
    names,
    path,
    `SELECT CAST(row_number() OVER () - 1 AS INTEGER) AS record_no, CAST(to_json(t) AS VARCHAR) AS json FROM read_parquet(${sqlText(copy)}) t`,
  );
}

function checkedColumns(kind: PeopleKind, found: readonly string[], file: string, select: string): Result<string> {
  const missing = missingColumn(kind, found);
  return missing === null
    ? ok(select)
    : err(lakeFault('LAKE_PEOPLE_INVALID', `reading ${kind} from ${file}: ${missing}`));
}

async function importStage(
  connection: DuckDBConnection,
  options: PeopleWriterOptions,
  held: HeldLog,
  kind: PeopleKind,
  stage: StageFile,
  json: string,
): Promise<Result<PeopleBooks>> {
  const { folder } = options;
  const view = await options.leaves.view();
  if (!view.ok) return view;
  const shape = PEOPLE_SHAPES[kind];
  const structure = JSON.stringify(
    Object.fromEntries(shape.columns.map((name) => [name, shape.types[name] ?? 'VARCHAR'])),
  );
  const nothing = 'SELECT CAST(NULL AS INTEGER) AS record_no, CAST(NULL AS VARCHAR) AS json WHERE false';
  await connection.run(`CREATE OR REPLACE TEMP TABLE mapped AS WITH record AS (
    SELECT record_no, json, TRY(from_json(json, ${sqlText(structure)})) AS r FROM (${json === '' ? nothing : json}))
    SELECT * REPLACE (CASE WHEN r_missing THEN CASE WHEN json_valid(json) THEN 'shape-wrong' ELSE 'json-malformed' END ELSE problem END AS problem)
    FROM (${peopleStatement(options.sqlFolder, kind)}) JOIN (SELECT record_no, r IS NULL AS r_missing, json FROM record) USING (record_no)`);
  const isParquet = stage.records() === 0;
  const { mapped = 0 } = await counts(connection, 'SELECT count(*) AS mapped FROM mapped');
  const read = isParquet ? mapped : stage.records();

  const previous = newestPeople(view.value, kind);
  await fillFresh(connection, kind, previous === null ? null : join(folder.people, previous.file.path));
  const { accepted = 0, unsound = 0 } = await counts(
    connection,
    `SELECT (SELECT count(*) FROM fresh) AS accepted, (SELECT count(*) FROM mapped WHERE problem IS NOT NULL) AS unsound`,
  );
  const reasons = new Map<string, number>();
  for (const row of await all(
    connection,
    'SELECT problem, count(*) AS n FROM mapped WHERE problem IS NOT NULL GROUP BY problem',
  ))
    reasons.set(String(row['problem']), Number(row['n']));
  if (stage.coded() > 0) {
    for (const row of await all(
      connection,
      `SELECT code, count(*) AS n FROM ${awkwardRows(stage)} WHERE code <> '' GROUP BY code`,
    ))
      reasons.set(String(row['code']), (reasons.get(String(row['code'])) ?? 0) + Number(row['n']));
  }
  const quarantined = unsound + stage.coded();
  const books: PeopleBooks = {
    kind,
    rows: { read, accepted, duplicate: read - accepted - quarantined, quarantined },
    reasons: [...reasons].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count),
  };
  if (accepted === 0 && quarantined === 0) return ok(books);
  return commitImport(connection, options, held, books, stage, isParquet, view.value.people.length);
}

/** `fresh`: the sound rows that say something new, each once, and `previous`: what was known. */
async function fillFresh(connection: DuckDBConnection, kind: PeopleKind, previousPath: string | null): Promise<void> {
  const columns = (await all(connection, 'DESCRIBE mapped'))
    .map((row) => String(row['column_name']))
    .filter((name) => !['record_no', 'problem', 'r_missing', 'json'].includes(name));
  const digest = `md5(to_json({${columns.map((name) => `"${name}": "${name}"`).join(', ')}}))`;
  // A customer listed again without dates and without a change is no new version, whenever the known version began.
  const values = columns.filter((name) => !['valid_from', 'valid_to'].includes(name));
  const valuesDigest = `md5(to_json({${values.map((name) => `"${name}": "${name}"`).join(', ')}}))`;
  const list = columns.map((name) => `"${name}"`).join(', ');
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE candidate AS SELECT record_no, ${list}, ${digest} AS row_digest, ${valuesDigest} AS value_digest FROM mapped WHERE problem IS NULL`,
  );
  await connection.run(
    previousPath === null
      ? `CREATE OR REPLACE TEMP TABLE previous AS SELECT * EXCLUDE (record_no) FROM candidate WHERE false`
      : `CREATE OR REPLACE TEMP TABLE previous AS SELECT * FROM read_parquet(${sqlText(previousPath)})`,
  );
  const undated =
    kind === 'customers'
      ? `AND NOT (c.valid_from IS NULL AND c.valid_to IS NULL AND EXISTS (SELECT 1 FROM previous p WHERE p.id = c.id AND p.value_digest = c.value_digest AND p.valid_to IS NULL))`
      : '';
  await connection.run(`CREATE OR REPLACE TEMP TABLE fresh AS SELECT * FROM candidate c
    WHERE NOT EXISTS (SELECT 1 FROM previous p WHERE p.row_digest = c.row_digest) ${undated}
    QUALIFY row_number() OVER (PARTITION BY row_digest ORDER BY record_no) = 1`);
}

/** The leaf makes the import exist; a crash before it leaves files that no leaf names, which the next ingest or import removes. */
async function commitImport(
  connection: DuckDBConnection,
  { folder, now, sqlFolder }: PeopleWriterOptions,
  held: HeldLog,
  books: PeopleBooks,
  stage: StageFile,
  isParquet: boolean,
  seq: number,
): Promise<Result<PeopleBooks>> {
  const importedAt = now();
  const merged = join(stage.folder, 'merged.parquet');
  const merge = peopleStatement(sqlFolder, books.kind, 'merge').replaceAll(
    '$imported_at',
    `TIMESTAMP ${sqlText(importedAt.slice(0, 23))}`,
  );
  await writeParquet(connection, merge, merged);
  const place = (path: string, part: string): ReturnType<typeof stageParquet> =>
    stageParquet(connection, path, (root) => join(part, named(root)));
  const file = await place(merged, books.kind);
  const quarantinePath = join(stage.folder, 'quarantine.parquet');
  if (books.rows.quarantined > 0) await writeParquet(connection, quarantineSelect(stage, isParquet), quarantinePath);
  const quarantine = books.rows.quarantined === 0 ? null : await place(quarantinePath, 'quarantine');
  const files = quarantine === null ? [file] : [file, quarantine];
  const chunks = stageChunks(stage.folder, join('chunk', String(seq).padStart(8, '0')), files);
  placeFiles(folder.people, [...files, chunks]);
  const leaf: PeopleLeaf = {
    v: 1,
    type: 'people',
    time: leafHour(importedAt),
    kind: books.kind,
    seq,
    rows: books.rows,
    file: file.file,
    quarantine: quarantine?.file ?? null,
    chunks: chunks.file,
  };
  const appended = await held.append([leafBytes(leaf)]);
  return appended.ok ? ok(books) : appended;
}

/** The rows that were not taken, whole, with the reason: nothing of the company's own list is lost. */
function quarantineSelect(stage: StageFile, isParquet: boolean): string {
  const mapped = `SELECT record_no, problem AS code, encode(json) AS record FROM mapped WHERE problem IS NOT NULL`;
  if (isParquet) return mapped;
  const raw = `read_parquet(${sqlText(stage.rawPath)})`;
  const unsound = `SELECT m.record_no, m.code, r.record FROM (${mapped}) m JOIN ${raw} r USING (record_no)`;
  if (stage.coded() === 0) return unsound;
  return `${unsound} UNION ALL SELECT record_no, c.code, r.record FROM ${awkwardRows(stage)} c JOIN ${raw} r USING (record_no) WHERE c.code <> ''`;
}
