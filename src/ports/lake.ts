import type { Result } from '../core/result.ts';
import type { LakeStatements } from './generated/lake-statement.ts';

/** A value as a lake statement takes it: timestamps as ISO instants, lists of words as arrays. */
export type LakeParam = string | number | bigint | boolean | null | readonly string[];

/** A value as a lake statement gives it: BIGINT → bigint, INTEGER and DOUBLE → number, TIMESTAMP → ISO instant, VARCHAR[] → array. */
export type LakeValue = string | number | bigint | boolean | null | readonly string[];

export type LakeRow = Readonly<Record<string, LakeValue>>;

export type LakeStatement = keyof LakeStatements;

/** The statements whose columns `Row` may be read from: each of its columns is there, of that type, a narrower or a wider one. */
export type StatementGiving<Row> = string extends keyof Row
  ? LakeStatement
  : { [Name in LakeStatement]: Gives<LakeStatements[Name], Row> extends true ? Name : never }[LakeStatement];

type Gives<Columns, Row> = false extends { [Column in keyof Row]: GivesColumn<Columns, Row, Column> }[keyof Row]
  ? false
  : true;

type GivesColumn<Columns, Row, Column extends keyof Row> = Column extends keyof Columns
  ? Row[Column] extends Columns[Column]
    ? true
    : NonNullable<Columns[Column]> extends Row[Column]
      ? true
      : false
  : false;

export type IntegerColumns<Row> = { readonly [Column in keyof Row]: Int32Array };

/** Rows for a session table, column by name; every row has the same keys. */
export type SessionRows = Iterable<Readonly<Record<string, LakeValue>>>;

/** What was read into the lake; records = accepted + duplicate + quarantined. */
export interface LakeBooks {
  readonly batches: number;
  readonly records: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly quarantined: number;
}

/**
 * Reads of the lake and the people files as of one state of the evidence log: a session sees the batches and imports whose leaves
 * were there then, for as long as it lives. Statements are files of `sql/lake/`, named without `.sql`.
 *
 * Relations a statement may use: `access` (columns of ACCESS_COLUMNS plus `source` and `event_day`), `customers` (every version) and
 * `customer_current` (one row per id), `workforce`, `ties`, `actor_alias(account, actor)`, `subject_alias(alias, customer)`,
 * `logged_alias` (those of them that the log can hold), `customer_spelling(id, alias)` — and session tables made by `load` and `keep`.
 */
export interface LakeSession {
  /**
   * Root, in hex, of the evidence log's tree of `treeSize` leaves: the state that this session reads. The same checkpoint always
   * gives the same answers. Leaves that are no concern of the lake (cases, notices) do not move it.
   */
  readonly checkpoint: string;
  readonly treeSize: number;
  /** The books of all batches that this session reads, added up. */
  readonly books: LakeBooks;
  /** All rows; for answers that fit in memory. */
  rows<Row extends LakeRow>(
    statement: StatementGiving<Row>,
    params?: Readonly<Record<string, LakeParam>>,
  ): Promise<readonly Row[]>;
  /** Rows as they come, for answers that may not fit. */
  stream<Row extends LakeRow>(
    statement: StatementGiving<Row>,
    params?: Readonly<Record<string, LakeParam>>,
  ): AsyncIterable<readonly Row[]>;
  /**
   * Rows as they come, of INTEGER columns without NULL: a page of equally long arrays, one a column. For answers of so many rows that an object
   * for each would cost more than the statement.
   */
  columns<Row extends Readonly<Record<string, number>>>(
    statement: StatementGiving<Row>,
    params?: Readonly<Record<string, LakeParam>>,
  ): AsyncIterable<IntegerColumns<Row>>;
  /** Writes a statement's rows to a Parquet file (zstd, mode 0600) and returns how many there were. */
  writeParquet(statement: LakeStatement, params: Readonly<Record<string, LakeParam>>, path: string): Promise<number>;
  /** Replaces the session table that `sql/session/<table>.sql` declares with these rows. */
  load(table: string, rows: SessionRows): Promise<void>;
  /** Replaces the session table that `sql/session/<table>.sql` declares with a statement's rows, which stay in the engine. */
  keep(table: string, statement: LakeStatement, params?: Readonly<Record<string, LakeParam>>): Promise<void>;
  close(): Promise<void>;
}

export interface Lake {
  /**
   * `asOf`: a size of the evidence log's tree; default the newest. Errors: `LAKE_NO_SUCH_STATE`, `LAKE_EXPIRED` (a batch of that
   * state is gone under the retention period), `LAKE_LEAF_INVALID`, `LAKE_LIST_CHANGED`, those of the log.
   */
  open(asOf?: number): Promise<Result<LakeSession>>;
}
