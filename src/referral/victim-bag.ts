import { zipOf } from '../core/bag/zip.ts';
import { csvBytes } from './csv.ts';
import { bagLabels, payloadManifests, wholeBag } from './seal.ts';

/** One person affected, with what identifies and reaches that person. */
export type Victim = {
  readonly subject: string;
  readonly basis: string;
  readonly fields: readonly string[];
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
  readonly region: string | null;
  readonly country: string | null;
  readonly controller: string | null;
};

const COLUMNS = [
  'subject',
  'basis',
  'fields',
  'name',
  'email',
  'phone',
  'address',
  'postcode',
  'city',
  'region',
  'country',
  'controller',
] as const;

/** The list of the people affected as a bag of its own in a ZIP, to be encrypted whole. */
export function victimBag(caseId: string, madeAt: string, victims: readonly Victim[]): Uint8Array {
  const rows = victims.map((one) =>
    COLUMNS.map((column) => (column === 'fields' ? one.fields.join(' ') : one[column])),
  );
  const payload = [{ path: 'data/victims.csv', bytes: csvBytes(COLUMNS, rows) }];
  const labels = [
    ['External-Description', 'The people affected; columns basis and fields say how and with which data'],
    ['External-Identifier', caseId],
    ['Bagging-Date', madeAt.slice(0, 10)],
  ] as const;
  const tags = [...payloadManifests(payload).files, ...bagLabels(payload, labels)];
  return zipOf('victims', wholeBag(payload, tags));
}
