import type { KeyObject } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { utf8 } from '../../core/bytes.ts';
import { NONCE_BYTES } from '../../core/opening.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { RecordRow, StateDump } from '../../verify/state-check.ts';
import { stateFault } from './fault.ts';
import { type MasterKeys, masterKeys, secretKey, subjectTag, unseal } from './sealing.ts';
import { isSqliteError } from './sqlite-error.ts';
import { schemaIn, schemaOf } from './state.ts';

export interface StateReader extends StateDump {
  close(): void;
}

/**
 * `state/candour.sqlite` as it stands, for the verifier: read only, one snapshot, nothing believed. Error: `STATE_UNREADABLE`. The caller
 * closes it.
 */
export function readState(
  { path, sqlFolder }: { readonly path: string | URL; readonly sqlFolder: string },
  master: Uint8Array,
): Result<StateReader> {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 1000 });
    database.exec('BEGIN');
    const schema = differences(schemaOf(sqlFolder), schemaIn(database));
    return ok(readerOver(database, masterKeys(master), schema));
  } catch (error) {
    database?.close();
    if (isSqliteError(error))
      return err(stateFault('STATE_UNREADABLE', 'reading the state: it is no database of ours'));
    throw error;
  }
}

function readerOver(database: DatabaseSync, master: MasterKeys, schema: readonly string[]): StateReader {
  const rows = database.prepare('SELECT commitment, incident, leaf, kind, case_id, seq, key, sealed FROM record');
  // A number that no leaf has may be any 64 bits.
  rows.setReadBigInts(true);
  const keys = new Map(
    database
      .prepare('SELECT id, tag, wrapped FROM subject_key')
      .all()
      .map(({ id, tag, wrapped }) => {
        const sound = tag instanceof Uint8Array && wrapped instanceof Uint8Array;
        const key = sound ? unseal(master.wrapping, wrapped, tag) : null;
        return [Number(id), { tag, key: key === null ? null : secretKey(key) }] as const;
      }),
  );
  return {
    schema,
    keys: [...keys].map(([id, { key }]) => ({ id, opens: key !== null })),
    secrets: database
      .prepare('SELECT batch, secret FROM batch_secret')
      .all()
      .map(({ batch, secret }) => ({
        batch: String(batch),
        secret: secret instanceof Uint8Array ? secret : new Uint8Array(),
      })),
    *rows() {
      for (const row of rows.iterate()) {
        const key = keys.get(Number(row['key']));
        yield { ...plainOf(row), opened: openedOf(row, key?.key ?? null), fits: fitsTag(master, key?.tag) };
      }
    },
    close() {
      if (database.isOpen) database.close();
    },
  };
}

/** Names that the one has and the other has not, or has otherwise. */
function differences(expected: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): readonly string[] {
  const names = new Set([...expected.keys(), ...found.keys()]);
  return [...names].filter((name) => expected.get(name) !== found.get(name)).sort();
}

type Row = Readonly<Record<string, unknown>>;

const plainOf = (row: Row): Omit<RecordRow, 'opened' | 'fits'> => ({
  commitment: String(row['commitment']),
  incident: String(row['incident']),
  leaf: numberOf(row['leaf']),
  kind: String(row['kind']),
  caseId: typeof row['case_id'] === 'string' ? row['case_id'] : null,
  seq: numberOf(row['seq']),
  key: Number(row['key']),
});

const numberOf = (value: unknown): number | null => (typeof value === 'bigint' ? Number(value) : null);

function openedOf(row: Row, key: KeyObject | null): RecordRow['opened'] {
  const { sealed, commitment } = row;
  const plain = key !== null && sealed instanceof Uint8Array ? unseal(key, sealed, utf8(String(commitment))) : null;
  return plain === null ? null : { nonce: plain.subarray(0, NONCE_BYTES), record: plain.subarray(NONCE_BYTES) };
}

const fitsTag =
  (master: MasterKeys, tag: unknown): RecordRow['fits'] =>
  (caseId, about) =>
    tag instanceof Uint8Array && subjectTag(master, caseId, about).equals(tag);
