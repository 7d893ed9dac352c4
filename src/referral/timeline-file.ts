import type { BagFile } from '../core/bag/bag-file.ts';
import type { actorLabels } from './actor-label.ts';
import { csvBytes } from './csv.ts';
import type { Referral } from './referral.ts';

const COLUMNS = [
  'time_utc',
  'exhibit',
  'record_no',
  'source',
  'actor',
  'action',
  'operation',
  'people_named',
  'fields',
  'reason',
  'ip',
  'device',
  'session',
];

/** Every record of the exhibits in order of time: what the log says, by whom, on how many people; whose data it was is in the record. */
export function timelineFile(referral: Referral, labels: ReturnType<typeof actorLabels>): BagFile {
  const exhibitOf = new Map(referral.exhibits.map((exhibit) => [exhibit.batch, exhibit.id]));
  const rows = referral.timeline
    .map((row) => ({ ...row, exhibit: exhibitOf.get(row.batch) ?? '' }))
    .sort(
      (a, b) =>
        compare(a.at, b.at) ||
        compare(a.exhibit, b.exhibit) ||
        a.record_no - b.record_no ||
        compare(a.account, b.account),
    );
  const cells = rows.map((row) => [
    row.at,
    row.exhibit,
    row.record_no,
    row.source,
    labels.of(row.actor, row.account),
    row.action,
    row.operation,
    row.subjects,
    row.fields.join(' '),
    row.reason,
    row.ip,
    row.device,
    row.session,
  ]);
  return { path: 'data/timeline.csv', bytes: csvBytes(COLUMNS, cells) };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
