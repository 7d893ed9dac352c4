import { ACCESS_COLUMNS, ACTIONS } from '../model/access.ts';
import { FIELDS } from '../model/field.ts';
import type { SourcePack } from '../packs/source-pack.ts';
import { MAP_PROBLEMS } from './quarantine-code.ts';

/** Rows whose event is not sound go to this partition of the staging folder, never to the lake. */
export const REJECTED_DAY = 0;

/** The partition of a time, `YYYYMMDD`; a number costs a third of what formatting it does. */
export const eventDay = (time: string): string => `year(${time}) * 10000 + month(${time}) * 100 + day(${time})`;

/** Columns a map may give, with the type that stands in for one it leaves out. */
const MAP_COLUMNS = {
  time: 'TIMESTAMP',
  event_id: 'VARCHAR',
  actor: 'VARCHAR',
  action: 'VARCHAR',
  operation: 'VARCHAR',
  subjects: 'VARCHAR[]',
  fields: 'VARCHAR[]',
  resource: 'VARCHAR',
  statement: 'VARCHAR',
  subject_count: 'BIGINT',
  tenant: 'VARCHAR',
  region: 'VARCHAR',
  reason: 'VARCHAR',
  ip: 'VARCHAR',
  device: 'VARCHAR',
  session: 'VARCHAR',
  problem: 'VARCHAR',
} as const;

/** A SQL string literal. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const words = (list: readonly string[]): string => list.map(sqlText).join(', ');

/**
 * What becomes of a record that is not JSON: `null` makes it NULL, at half as much again as parsing costs; `error` ends the
 * statement, and whoever asks tries again with `null`.
 */
export type NotJson = 'null' | 'error';

/** The source's map over `staged` (a SELECT of record_no and json), as CTEs `record` and `mapped`. */
function mappedCtes(pack: SourcePack, staged: string, notJson: NotJson): string {
  const parsed = `from_json(json, ${sqlText(JSON.stringify(pack.source.shape))})`;
  const map = pack.mapSql.trim().replace(/;$/, '');
  return `record AS (SELECT record_no, json, ${notJson === 'null' ? `TRY(${parsed})` : parsed} AS r FROM (${staged}))
, mapped AS (SELECT * FROM (
${map}
))`;
}

/** No log is older than Unix time or of another era; within these bounds a time has a day of eight digits and an ISO form of four-digit years. */
const TIMES = ['1970-01-01', '9999-12-31 23:59:59.999999'] as const;

/** Why a mapped row cannot be taken in, NULL when it can; the map's own word comes first. */
const problemOf = (given: ReadonlySet<string>): string => `CASE
    WHEN ${given.has('problem') ? `problem IS NOT NULL THEN CASE WHEN problem IN (${words(MAP_PROBLEMS)}) THEN problem ELSE 'shape-wrong' END` : 'false THEN NULL'}
    WHEN "time" IS NULL OR NOT "time" BETWEEN TIMESTAMP '${TIMES[0]}' AND TIMESTAMP '${TIMES[1]}' THEN 'time-invalid'
    WHEN actor IS NULL OR actor = '' THEN 'actor-missing'
    WHEN action IS NULL OR action NOT IN (${words(ACTIONS)}) THEN 'action-invalid'
  END`;

/**
 * The SELECT that fills the access files: one row per event and subject, `eventDay` last for the partition. Rows of
 * records that must be quarantined get the day REJECTED_DAY, so that one pass over the log finds both.
 *
 * `given`: names of the columns that the map gives (from the engine's own prepare).
 */
export function accessSelect(
  pack: SourcePack,
  staged: string,
  given: ReadonlySet<string>,
  batch: string,
  notJson: NotJson,
): string {
  const column = (name: keyof typeof MAP_COLUMNS): string =>
    given.has(name) ? `"${name}"` : `CAST(NULL AS ${MAP_COLUMNS[name]})`;
  const expressions: Readonly<Record<string, string>> = {
    subject: `unnest(CASE WHEN len(${column('subjects')}) > 0 THEN ${column('subjects')} ELSE [CAST(NULL AS VARCHAR)] END)`,
    fields: given.has('fields') ? 'coalesce(fields, CAST([] AS VARCHAR[]))' : 'CAST([] AS VARCHAR[])',
    batch: sqlText(batch),
    record_no: 'CAST(record_no AS INTEGER)',
  };
  const list = ACCESS_COLUMNS.map(({ name }) => {
    const expression = expressions[name] ?? column(name as keyof typeof MAP_COLUMNS);
    return `${expression} AS "${name}"`;
  });
  return `WITH ${mappedCtes(pack, staged, notJson)}
SELECT ${list.join(',\n  ')},
  CASE WHEN problem_code IS NULL THEN ${eventDay('"time"')} ELSE ${REJECTED_DAY} END AS "eventDay"
FROM (SELECT *, ${problemOf(given)} AS problem_code FROM mapped)`;
}

/** One row (record_no, code) per staged record that must be quarantined, for a `staged` that holds only suspect records. */
export function rejectionSelect(pack: SourcePack, staged: string, given: ReadonlySet<string>): string {
  return `WITH ${mappedCtes(pack, staged, 'null')},
judged AS (SELECT record_no, ${problemOf(given)} AS code, true AS has_row FROM mapped)
SELECT record.record_no, CASE
    WHEN NOT json_valid(any_value(record.json)) THEN 'json-malformed'
    -- A list or a text parses into a record whose members are all NULL: its map would call it a record without an id or a time.
    WHEN any_value(record.r) IS NULL OR json_type(any_value(record.json)) <> 'OBJECT' THEN 'shape-wrong'
    WHEN count(judged.has_row) = 0 THEN 'no-row'
    ELSE coalesce(min(judged.code), 'shape-wrong') END AS code
FROM record LEFT JOIN judged USING (record_no)
GROUP BY record.record_no ORDER BY record.record_no`;
}

/**
 * For rows whose `fields` hold a word outside the vocabulary: the same list with such words as `other`, each word once.
 * Asked only of batches in which such a word was seen: as a check on every row it costs more than parsing the row.
 */
export const KNOWN_FIELDS = `list_sort(list_distinct(list_transform(fields, lambda f: CASE WHEN f IN (${words(FIELDS)}) THEN f ELSE 'other' END)))`;
