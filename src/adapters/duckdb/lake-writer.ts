import { join } from 'node:path';
import { FaultError } from '../../core/fault.ts';
import type { Result } from '../../core/result.ts';
import { sqlText } from '../../ingest/map-statement.ts';
import type { BatchLeaf } from '../../model/lake-leaf.ts';
import { recordFormSchema } from '../../packs/source-pack.ts';
import type { BatchSecrets } from '../../ports/batch-secret.ts';
import type { LakeWriter, OutstandingRecord } from '../../ports/lake-writer.ts';
import { openBatch, recover } from './batch-writer.ts';
import type { DataFolder } from './data-folder.ts';
import { type Engine, openEngine, sqlList } from './engine.ts';
import type { LakeLeaves } from './lake-leaves.ts';
import { recordHasher } from './record-hasher.ts';

export interface LakeWriterOptions {
  readonly folder: DataFolder;
  readonly leaves: LakeLeaves;
  readonly secrets: BatchSecrets;
  now(): string;
  freshBatch(): string;
  readonly capacity: number;
}

/** Opens the lake for writing: removes what a crash left behind, then takes batches. */
export async function openLakeWriter(options: LakeWriterOptions): Promise<Result<LakeWriter>> {
  const recovered = await recover(options);
  if (!recovered.ok) return recovered;
  const engine = await openEngine({
    folders: [options.folder.lake, options.folder.tmp],
    spill: join(options.folder.tmp, `spill.${process.pid}`),
  });
  const connection = await engine.connect();
  const hasher = recordHasher();
  return {
    ok: true,
    value: {
      begin: (pack) => openBatch(pack, { ...options, hasher, connection, batch: options.freshBatch() }),
      outstanding: (source) => outstanding(engine, options, source),
      close: async () => {
        await hasher.close();
        connection.closeSync();
        engine.close();
      },
    },
  };
}

/** Quarantined and not yet released, with the bytes whole; read batch by batch so that memory stays that of one. */
async function* outstanding(
  engine: Engine,
  { folder, leaves }: Pick<LakeWriterOptions, 'folder' | 'leaves'>,
  source: string,
): AsyncGenerator<OutstandingRecord> {
  const view = await leaves.view();
  if (!view.ok) throw new FaultError(view.error);
  const ofSource = view.value.batches.map(({ leaf }) => leaf).filter((leaf) => leaf.source === source);
  // What an expired batch took in stays taken: it must not come back from the quarantine that it was taken from.
  const released = [...view.value.batches, ...view.value.expired].flatMap(({ leaf }) =>
    leaf.source === source && leaf.released !== null ? [join(folder.lake, leaf.released.path)] : [],
  );
  const connection = await engine.connect();
  try {
    for (const leaf of ofSource) {
      if (leaf.quarantine === null) continue;
      const stream = await connection.stream(outstandingSelect(folder, leaf, leaf.quarantine.path, released));
      for (;;) {
        const chunk = await stream.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) break;
        for (const [recordNo, code, file, line, offset, form, hex] of chunk.getRows()) {
          const context: unknown = JSON.parse(String(form));
          const { form: written, columns } = contextOf(context);
          yield {
            batch: leaf.batch,
            recordNo: Number(recordNo),
            code: String(code),
            file: String(file),
            line: Number(line),
            offset: Number(offset),
            form: written,
            columns,
            bytes: Buffer.from(String(hex), 'hex'),
          };
        }
      }
    }
  } finally {
    connection.closeSync();
  }
}

function outstandingSelect(
  folder: DataFolder,
  leaf: BatchLeaf,
  quarantine: string,
  released: readonly string[],
): string {
  const gone =
    released.length === 0
      ? ''
      : `ANTI JOIN (SELECT record_no FROM read_parquet(${sqlList(released)}) WHERE batch = ${sqlText(leaf.batch)}) g ON g.record_no = q.record_no`;
  return `SELECT q.record_no, q.code, q.file, q.line, q.byte_offset, q.form, hex(r.record) AS hex
    FROM read_parquet(${sqlText(join(folder.lake, quarantine))}) q
    JOIN read_parquet(${sqlText(join(folder.lake, leaf.raw.path))}) r ON r.record_no = q.record_no AND octet_length(r.record) = q.length
    ${gone} ORDER BY q.record_no`;
}

function contextOf(context: unknown): {
  readonly form: OutstandingRecord['form'];
  readonly columns: readonly string[] | null;
} {
  const record = typeof context === 'object' && context !== null ? context : {};
  const form = recordFormSchema.safeParse('form' in record ? record.form : undefined);
  const columns = 'columns' in record && Array.isArray(record.columns) ? record.columns.map(String) : null;
  return { form: form.success ? form.data : { kind: 'ndjson' }, columns };
}
