import { availableParallelism } from 'node:os';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

export interface EngineOptions {
  /** The only folders that SQL may read and write. */
  readonly folders: readonly string[];
  readonly threads?: number;
  /** DuckDB's own budget (`4GB`); resident memory is a little above it. */
  readonly memory?: string;
  readonly spill: string;
}

/** A DuckDB in memory that reaches nothing but the given folders: no network, no extensions, no other files. */
export interface Engine {
  readonly threads: number;
  connect(): Promise<DuckDBConnection>;
  close(): void;
}

export async function openEngine(options: EngineOptions): Promise<Engine> {
  const threads = options.threads ?? availableParallelism();
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: options.memory ?? '4GB',
    temp_directory: options.spill,
    // The default, 512 MB, hands memory back after every query of a batch and takes it again for the next: half of ingest's system time.
    allocator_bulk_deallocation_flush_threshold: '8GB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const setup = await instance.connect();
  const allowed = [...options.folders, options.spill].map((folder) => `'${`${folder}/`.replaceAll("'", "''")}'`);
  await setup.run(`SET allowed_directories = [${allowed.join(', ')}]`);
  await setup.run(`SET TimeZone = 'UTC'`);
  await setup.run('SET enable_external_access = false');
  await setup.run('SET lock_configuration = true');
  return {
    threads,
    connect: () => instance.connect(),
    close: () => instance.closeSync(),
  };
}

/** All rows as plain objects; for answers of a few rows. */
export async function all(connection: DuckDBConnection, sql: string): Promise<readonly Record<string, unknown>[]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowObjectsJS();
}

/** The first row's numbers by name; a NULL is 0. */
export async function counts(connection: DuckDBConnection, sql: string): Promise<Readonly<Record<string, number>>> {
  const [row] = await all(connection, sql);
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, Number(value ?? 0)]));
}

/** `['a', 'b']` as a SQL list of texts. */
export const sqlList = (items: readonly string[]): string =>
  `[${items.map((item) => `'${item.replaceAll("'", "''")}'`).join(', ')}]`;
