import type { Result } from '../core/result.ts';
import type { CustomerColumn, CustomerVersion } from '../model/customer-column.ts';
import type { SourcePack } from '../packs/source-pack.ts';

/** What the lake holds of an access that names nobody, for the source's `query.sql`. */
export interface QueryEntry {
  readonly recordNo: number;
  readonly operation: string | null;
  readonly resource: string | null;
  readonly statement: string | null;
  readonly session: string | null;
}

/** What a log's record says of the query behind it. */
export interface LoggedQuery {
  readonly recordNo: number;
  /** The same for all records of one execution of one statement; null: the record is the only one of its. */
  readonly execution: string | null;
  readonly database: string | null;
  /** Null when the log does not hold it. */
  readonly statement: string | null;
  /** The values of `$1`, `$2`, …, null for one that was not logged; null when none were. */
  readonly parameters: readonly (string | null)[] | null;
  /** Id of a saved report, in the place of a statement. */
  readonly report: string | null;
}

/** A condition over customers' columns with `$1`, `$2`, … for its values; no text of a log is in it. */
export interface SandboxQuery {
  readonly where: string;
  readonly values: readonly string[];
}

export interface SandboxAnswer {
  /** Customers' ids, sorted. */
  readonly ids: readonly string[];
  /** Versions that matched: more than ids where two versions of one customer were valid at once. */
  readonly rows: number;
}

/** An engine of its own that holds customers' versions and nothing else. */
export interface QuerySandbox {
  /** Number of the stretch of time in which no customer changed: the same query gives the same answer within one. */
  stretch(at: string): number;
  /** Of the versions valid at that instant; null when it took longer than the limit. */
  run(query: SandboxQuery, at: string): Promise<SandboxAnswer | null>;
  close(): void;
}

/** What is needed to run a logged query again: its text and values, PostgreSQL's parser, and a place to run it that is not the database. */
export interface QueryDesk {
  /** Reads the records of one batch with the pack's `query.sql`. Errors: `LAKE_MAP_FAILED`, `LAKE_RECORD_UNKNOWN`. */
  logged(pack: SourcePack, batch: string, entries: readonly QueryEntry[]): Promise<Result<readonly LoggedQuery[]>>;
  /** The parser's tree; null for what is no SQL. */
  parse(statement: string): Promise<unknown>;
  /** `columns`: those that conditions may compare. Null when the versions are more than the sandbox may hold. */
  sandbox(
    columns: readonly CustomerColumn[],
    versions: AsyncIterable<readonly CustomerVersion[]>,
  ): Promise<QuerySandbox | null>;
}
