import { type KeyObject, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { utf8 } from '../../core/bytes.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { FaultError } from '../../core/fault.ts';
import type { Hashing } from '../../core/hashing.ts';
import { commitmentOf, NONCE_BYTES } from '../../core/opening.ts';
import type { KeptRecord, RecordKind, StateRecord } from '../../model/record.ts';
import { stateFault } from './fault.ts';
import type { KeyRing } from './key-ring.ts';
import { seal, unseal } from './sealing.ts';

/** A row that is not marked yet. */
export interface PendingRow {
  readonly commitment: string;
  readonly record: StateRecord;
}

/** What a leaf's commitment opens to. */
export interface Opened {
  readonly nonce: Uint8Array;
  /** Canonical bytes. */
  readonly bytes: Uint8Array;
  readonly record: StateRecord;
}

/** Leaves of one log. */
export interface LogLeaves {
  /** Empty: the main log. */
  readonly incident: string;
  readonly leaves: readonly number[];
}

/** Rows of the table `record`; each change inside the caller's transaction. */
export interface RecordTable {
  insert(record: StateRecord, incident: string): PendingRow;
  mark(commitment: string, leaf: number): void;
  pending(incident: string): readonly PendingRow[];
  /** Removes rows that never got a leaf, and keys that only they used. */
  dropPending(incident: string): void;
  /** Destroys the records behind leaves that an `erased` leaf names, and the keys under which nothing is kept any more. */
  destroy(erased: readonly LogLeaves[]): void;
  /** Index after the last leaf of a log that a row is known to stand behind; 0 when there is none. */
  nextLeaf(incident: string): number;
  nextSeq(caseId: string): number;
  eventsOf(caseId: string): readonly KeptRecord[];
  ofKind(kind: RecordKind): readonly KeptRecord[];
  /** In the order of their leaves, read as they are asked for. */
  noticesOf(caseId: string): Iterable<StateRecord>;
  cases(): readonly string[];
  /** Everything kept under one key: records about one person. */
  underKey(key: number): readonly KeptRecord[];
  isPendingUnderKey(key: number): boolean;
  opened(incident: string, leaf: number): Opened | null;
}

const COLUMNS = 'commitment, incident, leaf, key, sealed';

export function recordTable(database: DatabaseSync, keys: KeyRing, hashing: Pick<Hashing, 'sha256'>): RecordTable {
  const prepare = (sql: string) => database.prepare(sql);
  const insert = prepare(
    'INSERT INTO record (commitment, incident, kind, case_id, seq, key, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const mark = prepare('UPDATE record SET leaf = ? WHERE commitment = ?');
  const pending = prepare(`SELECT ${COLUMNS} FROM record WHERE incident = ? AND leaf IS NULL`);
  const dropPending = prepare('DELETE FROM record WHERE incident = ? AND leaf IS NULL');
  const startErasing = prepare('INSERT INTO erasing (incident, leaf) VALUES (?, ?)');
  const keyOf = prepare('SELECT key FROM record WHERE incident = ? AND leaf = ?');
  const remove = prepare('DELETE FROM record WHERE incident = ? AND leaf = ?');
  const nextLeaf = prepare('SELECT coalesce(max(leaf) + 1, 0) AS next FROM record WHERE incident = ?');
  const nextSeq = prepare(
    "SELECT coalesce(max(seq) + 1, 0) AS next FROM record WHERE kind = 'event' AND case_id = ? AND leaf IS NOT NULL",
  );
  const events = prepare(
    `SELECT ${COLUMNS} FROM record WHERE kind = 'event' AND case_id = ? AND leaf IS NOT NULL ORDER BY seq`,
  );
  const ofKind = prepare(`SELECT ${COLUMNS} FROM record WHERE kind = ? AND leaf IS NOT NULL ORDER BY leaf`);
  const notices = prepare(
    `SELECT ${COLUMNS} FROM record WHERE kind = 'notice' AND case_id = ? AND leaf IS NOT NULL ORDER BY leaf`,
  );
  const cases = prepare("SELECT case_id FROM record WHERE kind = 'event' AND seq = 0 AND leaf IS NOT NULL");
  const underKey = prepare(`SELECT ${COLUMNS} FROM record WHERE key = ? AND leaf IS NOT NULL ORDER BY incident, leaf`);
  const pendingUnderKey = prepare('SELECT 1 FROM record WHERE key = ? AND leaf IS NULL LIMIT 1');
  const atLeaf = prepare(`SELECT ${COLUMNS} FROM record WHERE incident = ? AND leaf = ?`);

  const open = (row: Row): Opened => {
    const key = keys.open(Number(row['key']));
    const opened = key === null ? null : unsealed(key, row);
    // Whoever changed the row left a commitment that it does not open: `verify` names it, and nothing is built on it here.
    if (opened === null) throw damaged(`record ${String(row['commitment'])}`);
    return opened;
  };
  const kept = (row: Row): KeptRecord => ({
    record: open(row).record,
    leaf: Number(row['leaf']),
    incident: row['incident'] === '' ? null : String(row['incident']),
  });

  return {
    insert(record, incident) {
      const key = keys.obtain(record.case, record.about);
      if (key === null) throw damaged('the key of a record');
      const bytes = utf8(canonicalJson(record));
      const nonce = randomBytes(NONCE_BYTES);
      const commitment = commitmentOf(hashing, nonce, bytes);
      const sealed = seal(key.key, Buffer.concat([nonce, bytes]), utf8(commitment));
      insert.run(commitment, incident, record.kind, record.case, record.seq, key.id, sealed);
      return { commitment, record };
    },
    mark: (commitment, leaf) => void mark.run(leaf, commitment),
    pending: (incident) =>
      pending.all(incident).map((row) => ({ commitment: String(row['commitment']), record: open(row).record })),
    dropPending(incident) {
      const used = pending.all(incident).map((row) => Number(row['key']));
      dropPending.run(incident);
      keys.dropUnused(new Set(used));
    },
    destroy(erased) {
      if (erased.length === 0) return;
      const used = new Set<number>();
      for (const { incident, leaves } of erased) {
        for (const leaf of leaves) {
          const row = keyOf.get(incident, leaf);
          if (row === undefined) continue;
          used.add(Number(row['key']));
          startErasing.run(incident, leaf);
          remove.run(incident, leaf);
        }
      }
      database.exec('DELETE FROM erasing');
      keys.dropUnused(used);
    },
    nextLeaf: (incident) => Number(nextLeaf.get(incident)?.['next']),
    nextSeq: (caseId) => Number(nextSeq.get(caseId)?.['next']),
    eventsOf: (caseId) => events.all(caseId).map(kept),
    ofKind: (kind) => ofKind.all(kind).map(kept),
    *noticesOf(caseId) {
      for (const row of notices.iterate(caseId)) yield open(row).record;
    },
    cases: () => cases.all().map((row) => String(row['case_id'])),
    underKey: (key) => underKey.all(key).map(kept),
    isPendingUnderKey: (key) => pendingUnderKey.get(key) !== undefined,
    opened(incident, leaf) {
      const row = atLeaf.get(incident, leaf);
      return row === undefined ? null : open(row);
    },
  };
}

const damaged = (what: string): FaultError =>
  new FaultError(stateFault('STATE_RECORD_DAMAGED', `reading the state: ${what} does not open`));

type Row = Readonly<Record<string, unknown>>;

/** Nonce and record of a row; null when they do not open, or open to something that is no record. */
function unsealed(key: KeyObject, row: Row): Opened | null {
  const { sealed, commitment } = row;
  if (!(sealed instanceof Uint8Array)) return null;
  const plain = unseal(key, sealed, utf8(String(commitment)));
  if (plain === null) return null;
  const bytes = plain.subarray(NONCE_BYTES);
  // Sealed by us alone, under a key that only we have; what it says was typed when it was kept.
  return { nonce: plain.subarray(0, NONCE_BYTES), bytes, record: JSON.parse(bytes.toString('utf8')) as StateRecord };
}
