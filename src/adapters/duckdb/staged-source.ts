import { sqlText } from '../../ingest/map-statement.ts';
import type { StageFile } from './stage-file.ts';

const DEFAULT_BUFFER_BYTES = 32_000_000;

const csv = (path: string, columns: string, names: string, longest: number): string => {
  const line = longest + 4096;
  const buffer = Math.max(DEFAULT_BUFFER_BYTES, line * 2);
  return `read_csv(${sqlText(path)}, auto_detect = false, header = false, delim = '\u0001', quote = '', escape = '', new_line = '\\n',
    force_not_null = ${names}, strict_mode = false, max_line_size = ${line}, buffer_size = ${buffer}, columns = ${columns})`;
};

/** The staged lines: (record_no, record). */
const plainRows = (stage: StageFile): string =>
  csv(stage.plainPath, `{record_no: 'INTEGER', record: 'VARCHAR'}`, `['record']`, stage.longestPlain());

/** The staged rest: (record_no, code, json, length, sha256, hex). */
export const awkwardRows = (stage: StageFile): string =>
  csv(
    stage.awkwardPath,
    `{record_no: 'INTEGER', code: 'VARCHAR', json: 'VARCHAR', length: 'BIGINT', sha256: 'VARCHAR', hex: 'VARCHAR'}`,
    `['code', 'json', 'sha256', 'hex']`,
    stage.longestAwkward(),
  );

/** SELECT of (record_no, json) of every record that the map shall see. */
export function stagedJson(stage: StageFile): string {
  const parts: string[] = [];
  if (stage.records() > stage.awkwardRecords()) parts.push(`SELECT record_no, record AS json FROM ${plainRows(stage)}`);
  if (stage.awkwardRecords() > 0) parts.push(`SELECT record_no, json FROM ${awkwardRows(stage)} WHERE code = ''`);
  return parts.join(' UNION ALL ');
}

/** SELECT of (record_no, record BLOB): every record's own bytes, in order. */
export function stagedRaw(stage: StageFile): string {
  const plain = `SELECT record_no, encode(record) AS record FROM ${plainRows(stage)}`;
  if (stage.awkwardRecords() === 0) return plain;
  const awkward = `SELECT record_no, unhex(hex) AS record FROM ${awkwardRows(stage)}`;
  if (stage.awkwardRecords() === stage.records()) return awkward;
  return `SELECT * FROM (${plain} UNION ALL ${awkward}) ORDER BY record_no`;
}
