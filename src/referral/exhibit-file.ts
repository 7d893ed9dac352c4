import type { BagFile } from '../core/bag/bag-file.ts';
import { utf8 } from '../core/bytes.ts';
import { sha256Hex } from '../core/hash.ts';
import type { actorLabels } from './actor-label.ts';
import { csvBytes } from './csv.ts';
import type { Exhibit, Referral } from './referral.ts';

const LF = utf8('\n');

/** Where the records of an exhibit lie in the bag. */
export const exhibitPath = (exhibit: Pick<Exhibit, 'id'>): string => `data/exhibits/${exhibit.id}/records.txt`;

/**
 * The files of one exhibit: the records as they came, each followed by one LF that is not part of it; an index that finds each of them by
 * offset and length, so that a record with newlines of its own stays whole; and where they come from.
 */
export function exhibitFiles(
  exhibit: Exhibit,
  referral: Referral,
  labels: ReturnType<typeof actorLabels>,
): readonly BagFile[] {
  const bytes = new Uint8Array(Buffer.concat(exhibit.records.flatMap((record) => [record.bytes, LF])));
  let offset = 0;
  const rows = exhibit.records.map((record) => {
    const row = [record.recordNo, offset, record.bytes.length, sha256Hex(record.bytes)];
    offset += record.bytes.length + LF.length;
    return row;
  });
  const folder = `data/exhibits/${exhibit.id}`;
  const source = {
    exhibit: exhibit.id,
    source: exhibit.source,
    batch: { id: exhibit.batch, records: exhibit.batchRecords, committedAt: exhibit.committedAt },
    mappedBy: { pack: exhibit.source.id, digest: exhibit.pack },
    query: {
      statement: referral.statement.name,
      statementSha256: referral.statement.sha256,
      actors: labels.all,
      from: referral.scope.window.from,
      to: referral.scope.window.to,
      half_open: true,
    },
    timeZone: 'UTC; the records keep the times that their source wrote',
    operator: referral.madeBy,
    tool: referral.tool,
    extractedAt: referral.madeAt,
    records: exhibit.records.length,
    bytes: bytes.length,
    sha256: sha256Hex(bytes),
    separator:
      'one LF after each record, not part of it; index.csv gives offset, length and SHA-256 of each record without it',
  };
  return [
    { path: exhibitPath(exhibit), bytes },
    { path: `${folder}/index.csv`, bytes: csvBytes(['record_no', 'offset', 'bytes', 'sha256'], rows) },
    { path: `${folder}/source.json`, bytes: jsonBytes(source) },
  ];
}

/** JSON for people: two blanks, a newline at the end, members in the order given. */
export const jsonBytes = (value: unknown): Uint8Array => utf8(`${JSON.stringify(value, null, 2)}\n`);
