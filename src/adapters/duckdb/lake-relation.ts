import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlText } from '../../ingest/map-statement.ts';
import { ACCESS_COLUMNS } from '../../model/access.ts';
import type { LakeFile } from '../../model/lake-leaf.ts';
import { type LakeView, newestPeople } from '../../model/lake-view.ts';
import type { DataFolder } from './data-folder.ts';
import { all, sqlList } from './engine.ts';

/** What a lake statement may read, over the files of one state of the log. */
export interface LakeRelations {
  /** Statements that make what every session has, in order. */
  readonly everywhere: readonly string[];
  /**
   * By relation the statements that make it. Over millions of customers each takes seconds and memory, so it is made when a statement first
   * names it.
   */
  readonly onDemand: ReadonlyMap<string, (connection: DuckDBConnection) => Promise<string>>;
}

type PeopleKind = 'customers' | 'workforce' | 'ties';

/** `access` and the people relations; over empty sets they keep their columns. */
export function lakeRelations(
  folder: DataFolder,
  sqlFolder: string,
  accesses: readonly LakeFile[],
  people: Pick<LakeView, 'people'>,
  canaryAddresses: readonly string[] = [],
): LakeRelations {
  const files = accesses.map((file) => join(folder.lake, file.path));
  const kinds = {
    customers: peopleSelect(folder, people, 'customers', sqlFolder),
    workforce: peopleSelect(folder, people, 'workforce', sqlFolder),
    ties: peopleSelect(folder, people, 'ties', sqlFolder),
  };
  const view = (name: string): string =>
    readFileSync(join(sqlFolder, 'view', `${name}.sql`), 'utf8')
      .replaceAll(/\(\$(customers|workforce|ties)\)/g, (_, kind: PeopleKind) => `(${kinds[kind]})`)
      .replaceAll('($canaries)', () => `(CAST(${sqlList(canaryAddresses)} AS VARCHAR[]))`);
  return {
    everywhere: [view('trino-name'), `CREATE TEMP VIEW access AS ${accessSelect(files)}`, view('people')],
    onDemand: new Map<string, (connection: DuckDBConnection) => Promise<string>>([
      ['customer_current', async () => view('customer_current')],
      ['subject_alias', async () => view('subject_alias')],
      [
        'logged_alias',
        async (connection) => {
          const { lowest, highest } = await subjectExtent(connection, files);
          return view('logged_alias')
            .replaceAll('$lowest', () => lowest)
            .replaceAll('$highest', () => highest);
        },
      ],
    ]),
  };
}

function accessSelect(files: readonly string[]): string {
  if (files.length === 0) {
    const empty = ACCESS_COLUMNS.map(({ name, type }) => `CAST(NULL AS ${type}) AS "${name}"`).join(', ');
    return `SELECT ${empty}, CAST(NULL AS VARCHAR) AS source, CAST(NULL AS INTEGER) AS event_day WHERE false`;
  }
  const columns = ACCESS_COLUMNS.map(({ name }) => `"${name}"`).join(', ');
  // A column of its own type, not an expression: only so does DuckDB leave out files by it.
  return `SELECT ${columns}, source, "eventDay" AS event_day
    FROM read_parquet(${sqlList(files)}, hive_partitioning = true, hive_types = {source: VARCHAR, eventDay: INTEGER})`;
}

function peopleSelect(
  folder: DataFolder,
  people: Pick<LakeView, 'people'>,
  kind: PeopleKind,
  sqlFolder: string,
): string {
  const newest = newestPeople(people, kind);
  if (newest === null) return `SELECT * FROM (${readFileSync(join(sqlFolder, 'view', `empty-${kind}.sql`), 'utf8')})`;
  return `SELECT * FROM read_parquet(${sqlText(join(folder.people, newest.file.path))}, file_row_number = true)`;
}

/**
 * SQL texts of the first and the last subject of the access files by their row groups' statistics, NULL where one does not tell. Their order is
 * that of the bytes, as DuckDB compares texts; it leaves a bound out rather than cut it short.
 */
async function subjectExtent(
  connection: DuckDBConnection,
  files: readonly string[],
): Promise<{ readonly lowest: string; readonly highest: string }> {
  const unknown = { lowest: 'CAST(NULL AS VARCHAR)', highest: 'CAST(NULL AS VARCHAR)' };
  if (files.length === 0) return unknown;
  const [extent] = await all(
    connection,
    `SELECT min(stats_min_value) AS lowest, max(stats_max_value) AS highest,
       count(*) FILTER (coalesce(stats_null_count, 0) < num_values AND (stats_min_value IS NULL OR stats_max_value IS NULL)) AS silent
     FROM parquet_metadata(${sqlList(files)}) WHERE path_in_schema = 'subject'`,
  );
  const { lowest, highest, silent } = extent ?? {};
  if (typeof lowest !== 'string' || typeof highest !== 'string' || Number(silent) > 0) return unknown;
  return { lowest: sqlText(lowest), highest: sqlText(highest) };
}
