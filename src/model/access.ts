/** What an actor did; an event that touches nobody's data is kept as `other`. */
export const ACTIONS = [
  'read',
  'search',
  'list',
  'export',
  'download',
  'print',
  'share',
  'send',
  'create',
  'update',
  'delete',
  'login',
  'grant',
  'other',
] as const;

export type AccessAction = (typeof ACTIONS)[number];

/** One column of the lake table `access`: one row per (event, subject). */
export interface AccessColumn {
  readonly name: string;
  /** DuckDB's and Trino's common type name. */
  readonly type: 'TIMESTAMP' | 'VARCHAR' | 'VARCHAR[]' | 'BIGINT' | 'INTEGER';
  readonly nullable: boolean;
  readonly meaning: string;
}

/** Order and types of the columns in every access file; `source` and `eventDay` are partitions, not columns. */
export const ACCESS_COLUMNS: readonly AccessColumn[] = [
  { name: 'time', type: 'TIMESTAMP', nullable: false, meaning: 'UTC, microseconds' },
  {
    name: 'event_id',
    type: 'VARCHAR',
    nullable: false,
    meaning: "the source's own id, else the SHA-256 of the record in hex",
  },
  { name: 'actor', type: 'VARCHAR', nullable: false, meaning: 'the principal as logged' },
  { name: 'action', type: 'VARCHAR', nullable: false, meaning: 'one of ACTIONS' },
  { name: 'operation', type: 'VARCHAR', nullable: true, meaning: "the source's own verb" },
  { name: 'subject', type: 'VARCHAR', nullable: true, meaning: 'as logged; null when the log does not name it' },
  {
    name: 'fields',
    type: 'VARCHAR[]',
    nullable: false,
    meaning: 'words of FIELDS; empty means not known, never "none"',
  },
  { name: 'resource', type: 'VARCHAR', nullable: true, meaning: 'object or endpoint' },
  { name: 'statement', type: 'VARCHAR', nullable: true, meaning: 'query text' },
  { name: 'subject_count', type: 'BIGINT', nullable: true, meaning: 'rows returned' },
  { name: 'tenant', type: 'VARCHAR', nullable: true, meaning: 'whose customer' },
  { name: 'region', type: 'VARCHAR', nullable: true, meaning: 'where' },
  { name: 'reason', type: 'VARCHAR', nullable: true, meaning: 'ticket or purpose as logged' },
  { name: 'ip', type: 'VARCHAR', nullable: true, meaning: 'network address of the actor' },
  { name: 'device', type: 'VARCHAR', nullable: true, meaning: 'device or user agent' },
  { name: 'session', type: 'VARCHAR', nullable: true, meaning: 'session as logged' },
  { name: 'batch', type: 'VARCHAR', nullable: false, meaning: 'the batch that holds the original' },
  {
    name: 'record_no',
    type: 'INTEGER',
    nullable: false,
    meaning: "the original's number in the batch's raw file, from 0",
  },
];
