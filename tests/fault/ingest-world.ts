import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DuckDBInstance } from '@duckdb/node-api';
import { openApp } from '../../src/app.ts';
import type { Result } from '../../src/core/result.ts';
import { type BatchLeaf, filesBehind } from '../../src/model/lake-leaf.ts';
import type { Progress } from '../../src/ports/shell.ts';
import { type IngestBooks, ingestLog } from '../../src/workflow/ingest-log.ts';
import { committedBatches } from './committed.ts';

const silent: Progress = { step: () => ({ at: () => {}, end: () => {} }) };

/** A quarantined record as the lake keeps it. */
export interface Quarantined {
  readonly file: string;
  readonly line: number;
  readonly byte_offset: number;
  readonly code: string;
  readonly length: number;
}

/** A data directory of its own in a temp folder, and a folder for logs; `remove` deletes both. */
export interface IngestWorld {
  readonly folder: string;
  readonly data: string;
  /** A path in the folder. */
  at(name: string): string;
  /** The real ingest, in this process; a refusal throws. */
  take(source: string, paths: readonly string[], more?: IngestOptions): Promise<IngestBooks>;
  /** The same, as it is. */
  try(source: string, paths: readonly string[], more?: IngestOptions): Promise<Result<IngestBooks>>;
  quarantine(): Promise<readonly Quarantined[]>;
  batches(): readonly BatchLeaf[];
  /** Distinct event ids in the lake, sorted. */
  events(): Promise<readonly string[]>;
  /** Rows of a query over the files of the data directory, for what no port tells. */
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  remove(): void;
}

interface IngestOptions {
  readonly replay?: boolean;
  readonly batchRecords?: number;
  /** In the place of the packs that are shipped. */
  readonly packsFolder?: string;
}

export function ingestWorld(): IngestWorld {
  const folder = mkdtempSync(join(tmpdir(), 'candour-ingest-'));
  const data = join(folder, 'data');
  const attempt: IngestWorld['try'] = async (source, paths, { packsFolder, ...more } = {}) => {
    const app = openApp(data, { progress: silent });
    try {
      const deps = packsFolder === undefined ? app.ingest : { ...app.ingest, packsFolder };
      return await ingestLog({ source, paths: [...paths], ...more }, deps);
    } finally {
      await app.close();
    }
  };
  const query: IngestWorld['query'] = async (sql) => {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    try {
      return (await connection.runAndReadAll(sql)).getRowObjectsJS();
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  };
  const batches = (): readonly BatchLeaf[] => committedBatches(data);
  const listed = (files: readonly string[]): string =>
    `[${files.map((file) => `'${join(data, 'lake', file).replaceAll("'", "''")}'`).join(', ')}]`;
  return {
    folder,
    data,
    at: (name) => join(folder, name),
    try: attempt,
    async take(source, paths, more) {
      const books = await attempt(source, paths, more);
      if (!books.ok) throw new Error(`${books.error.code}: ${books.error.message}`);
      return books.value;
    },
    async quarantine() {
      const files = batches().flatMap(({ quarantine }) => (quarantine === null ? [] : [quarantine.path]));
      if (files.length === 0) return [];
      const rows = await query(
        `SELECT file, CAST(line AS DOUBLE) AS line, CAST(byte_offset AS DOUBLE) AS byte_offset, code, CAST(length AS DOUBLE) AS length
         FROM read_parquet(${listed(files)}) ORDER BY file, byte_offset, line`,
      );
      return rows.map((row) => ({
        file: String(row['file']),
        line: Number(row['line']),
        byte_offset: Number(row['byte_offset']),
        code: String(row['code']),
        length: Number(row['length']),
      }));
    },
    batches,
    async events() {
      const files = batches().flatMap((batch) => batch.files.map((file) => file.path));
      if (files.length === 0) return [];
      const rows = await query(`SELECT DISTINCT event_id AS id FROM read_parquet(${listed(files)}) ORDER BY event_id`);
      return rows.map((row) => String(row['id']));
    },
    query,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** One native line; `n` makes its id, time and people. */
export const nativeLine = (n: number, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    time: new Date(Date.UTC(2026, 2, 1) + n * 60_000).toISOString(),
    event_id: `ev-${n}`,
    actor: `e-${n % 7}`,
    action: 'read',
    subjects: [`c-${n}`],
    ...more,
  });

export const nativeLines = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, i) => nativeLine(from + i));

/** What every ingest owes, whatever it read: books that close, in the answer and in every leaf, and files that are there. */
export function unclosed(world: IngestWorld, books: IngestBooks): readonly string[] {
  const { read, accepted, duplicate, quarantined } = books.rows;
  const problems: string[] = [];
  if (read !== accepted + duplicate + quarantined) problems.push(`answer: ${JSON.stringify(books.rows)}`);
  for (const leaf of world.batches()) {
    if (leaf.records !== leaf.accepted + leaf.duplicate + leaf.quarantined) problems.push(`leaf of ${leaf.batch}`);
    if (leaf.raw.records !== leaf.records) problems.push(`records of ${leaf.batch}`);
    for (const file of [...filesBehind(leaf, leaf.files), leaf.chunks])
      if (!existsSync(join(world.data, 'lake', file.path))) problems.push(`${leaf.batch}: ${file.path} is missing`);
  }
  return problems;
}

/** What a command left behind when it ended. */
export interface CommandRun {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Most resident memory that the process ever had. */
  readonly peakBytes: number;
}

// Runs inside the child before the command: Node tells its own peak, in KiB, when it ends.
const TELL_PEAK = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak-kib '+process.resourceUsage().maxRSS+'\\n'))`;

/** The real command in a process of its own. `uid`: runs as that user; `input`: its standard input. */
export function runCandour(
  args: readonly string[],
  options: { readonly input?: Iterable<Buffer | string> | AsyncIterable<Buffer | string>; readonly uid?: number } = {},
): Promise<CommandRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', TELL_PEAK, 'src/cli/main.ts', ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString('utf8');
    });
    // A child that stops reading early breaks the pipe; its exit code says what matters.
    child.stdin.on('error', () => {});
    Readable.from(options.input ?? []).pipe(child.stdin);
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, out, err, peakBytes: Number(/peak-kib (\d+)/.exec(err)?.[1] ?? Number.NaN) * 1024 }),
    );
  });
}
