import { sqlText } from '../../ingest/map-statement.ts';
import type { StageFile } from './stage-file.ts';

const DEFAULT_BUFFER_BYTES = 32_000_000;

const csv = (path: string, columns: string, names: string, longest: number): string => {
  const line = longest + 4096;
  const buffer = Math.max(DEFAULT_BUFFER_BYTES, line * 2);
  return `read_csv(${sqlText(path)}, auto_detect = false, header = false, delim = '\u0001', quote = '', escape = '', new_line = '\\n',
    force_not_null = ${names}, strict_mode = false, max_line_size = ${line}, buffer_size = ${buffer}, columns = ${columns})`;
};

/** The staged rest: (record_no, code, json, length, sha256); sha256 only of a record that is not whole in the raw file, else ''. */
export const awkwardRows = (stage: StageFile): string =>
  csv(
    stage.awkwardPath,
    `{record_no: 'INTEGER', code: 'VARCHAR', json: 'VARCHAR', length: 'BIGINT', sha256: 'VARCHAR'}`,
    `['code', 'json', 'sha256']`,
    stage.longestAwkward(),
  );

/** SELECT of (record_no, json) of every record that the map shall see. */
export function stagedJson(stage: StageFile): string {
  const raw = `read_parquet(${sqlText(stage.rawPath)})`;
  if (stage.awkwardRecords() === 0)
    return stage.records() === 0 ? '' : `SELECT record_no, decode(record) AS json FROM ${raw}`;
  const awkward = `SELECT record_no, json FROM ${awkwardRows(stage)} WHERE code = ''`;
  if (stage.awkwardRecords() === stage.records()) return awkward;
  // TRY: the engine may decode before it joins, and the awkward ones need not be UTF-8.
  return `SELECT record_no, TRY(decode(record)) AS json FROM ${raw} ANTI JOIN (SELECT record_no FROM ${awkwardRows(stage)}) a USING (record_no)
    UNION ALL ${awkward}`;
}
