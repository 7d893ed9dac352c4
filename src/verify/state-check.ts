import { textOf } from '../core/bytes.ts';
import type { Fault } from '../core/fault.ts';
import type { Hashing } from '../core/hashing.ts';
import { commitmentOf } from '../core/opening.ts';
import { saltsCommitment } from '../core/salts-commitment.ts';
import { parseStateEntry } from '../core/state-leaf.ts';
import type { LakeLeaf } from '../model/lake-leaf.ts';
import type { StateRecord } from '../model/record.ts';
import { stateCheckFault } from './fault.ts';

/** A row of the table `record` as it stands, and what it opens to. */
export interface RecordRow {
  readonly commitment: string;
  /** Empty: the main log. */
  readonly incident: string;
  readonly leaf: number | null;
  readonly kind: string;
  readonly caseId: string | null;
  readonly seq: number | null;
  readonly key: number;
  /** Null when it does not open under the key that it names. */
  readonly opened: { readonly nonce: Uint8Array; readonly record: Uint8Array } | null;
  /** Whether that key is the one of a person in a case, by the tag under which it is found. */
  fits(caseId: string | null, about: string | null): boolean;
}

export interface KeyRow {
  readonly id: number;
  /** Whether it opens under the master key. */
  readonly opens: boolean;
}

/** Everything in `state/candour.sqlite` that leaves commit to. */
export interface StateDump {
  /** Tables, indexes and triggers that are missing, changed or added. */
  readonly schema: readonly string[];
  readonly keys: readonly KeyRow[];
  /** Of each batch that has one: the secret that its records' salts come from. */
  readonly secrets: readonly { readonly batch: string; readonly secret: Uint8Array }[];
  rows(): Iterable<RecordRow>;
}

/** A fault of `state/` with its place. */
export interface StateFault extends Fault {
  readonly table: string;
  /** The row's primary key. */
  readonly key: string;
  /** The log in which the leaf is; null: the main log. */
  readonly incident: string | null;
  readonly index: number | null;
  readonly expected: string;
  readonly found: string;
}

/** Fed with every entry of the main log and of the notices logs, then with the state. */
export interface StateCheck {
  /** `incident` empty: the main log. */
  leaf(incident: string, index: number, entry: Uint8Array): void;
  /** A leaf of the main log about the lake: each batch that has not expired has its secret in the state, and no other has. */
  lake(index: number, leaf: LakeLeaf): void;
  /** The state of a log, by its checkpoint; what a seal is held against. */
  tree(incident: string, state: LogTree): void;
  done(state: StateDump): readonly StateFault[];
}

/** Name, size and root (hex) of a log. */
export interface LogTree {
  readonly origin: string;
  readonly treeSize: number;
  readonly rootHash: string;
}

interface Place {
  readonly incident: string;
  readonly index: number;
}

/**
 * Compares `state/` with the log, row by row: whatever was changed, removed or added is named, and so is what should have been erased. Memory: one
 * entry for each leaf of type `record`; records pass through.
 */
export function stateCheck(hashing: Pick<Hashing, 'sha256'>): StateCheck {
  const committed = new Map<string, Place>();
  const erased = new Map<string, Place>();
  const seals: (Place & LogTree & { readonly of: string })[] = [];
  const trees = new Map<string, LogTree>();
  const batches = new Map<string, Batch>();
  return {
    lake(index, leaf) {
      if (leaf.type === 'batch')
        batches.set(leaf.batch, { incident: '', index, salts: leaf.raw.salts ?? null, expired: false });
      if (leaf.type !== 'expired') return;
      for (const [name, batch] of batches)
        if (batch.index === leaf.leaf) batches.set(name, { ...batch, expired: true });
    },
    leaf(incident, index, entry) {
      const leaf = parseStateEntry(entry);
      if (leaf === null) return;
      if (leaf.type === 'record' || leaf.type === 'codebook') {
        if (!committed.has(leaf.commitment)) committed.set(leaf.commitment, { incident, index });
      } else if (leaf.type === 'erased') {
        for (const of of leaf.leaves) erased.set(placeKey(leaf.incident ?? incident, of), { incident, index });
      } else {
        const { origin, treeSize, rootHash } = leaf;
        seals.push({ incident, index, of: leaf.incident, origin, treeSize, rootHash });
      }
    },
    tree(incident, { origin, treeSize, rootHash }) {
      trees.set(incident, { origin, treeSize, rootHash });
    },
    done(state) {
      const faults = state.schema.map((name) =>
        fault('STATE_SCHEMA_CHANGED', name, '', null, 'it as Candour makes it', 'something else'),
      );
      const keys = new Map(state.keys.map((key) => [key.id, key]));
      const used = new Set<number>();
      const missing = new Set<number>();
      const seen = new Set<string>();
      const said = new Set<string>();
      for (const row of state.rows()) {
        used.add(row.key);
        const place = committed.get(row.commitment);
        const again = seen.has(row.commitment);
        seen.add(row.commitment);
        const key = keys.get(row.key);
        if (key === undefined && place !== undefined && !missing.has(row.key)) {
          missing.add(row.key);
          faults.push(fault('STATE_ROW_MISSING', 'subject_key', String(row.key), place, 'a key', 'none'));
        }
        if (place === undefined || again) {
          faults.push(fault('STATE_ROW_ADDED', 'record', row.commitment, null, 'no row without a leaf', 'a row'));
          continue;
        }
        if (erased.has(placeKey(place.incident, place.index)))
          faults.push(fault('STATE_ROW_NOT_ERASED', 'record', row.commitment, place, 'no row', 'a row'));
        // What a broken key hides cannot be judged row by row: the key is named.
        if (key?.opens === false) continue;
        const problem = problemOf(row, place, hashing);
        if (problem !== null)
          faults.push(fault('STATE_ROW_CHANGED', 'record', row.commitment, place, problem.expected, problem.found));
        else for (const leaf of erasedBy(row.opened)) said.add(leaf);
      }
      for (const [commitment, place] of committed)
        if (!seen.has(commitment) && !erased.has(placeKey(place.incident, place.index)))
          faults.push(fault('STATE_ROW_MISSING', 'record', commitment, place, 'a row', 'none'));
      for (const { id, opens } of state.keys) {
        if (!used.has(id))
          faults.push(
            fault(
              'STATE_ROW_ADDED',
              'subject_key',
              String(id),
              null,
              'a key in use',
              'one that no record is kept under',
            ),
          );
        else if (!opens)
          faults.push(fault('STATE_ROW_CHANGED', 'subject_key', String(id), null, 'a key that opens', 'another'));
      }
      faults.push(...secretFaults(batches, state.secrets, hashing));
      const unsaid = new Map([...erased].filter(([leaf]) => !said.has(leaf)).map(([, place]) => [place.index, place]));
      for (const place of unsaid.values())
        faults.push(fault('STATE_ERASURE_UNSAID', 'record', '', place, 'a record of the erasure', 'none'));
      for (const seal of seals) {
        const found = trees.get(seal.of);
        if (found === undefined || treeText(found) !== treeText(seal))
          faults.push(
            fault(
              'STATE_SEAL_BROKEN',
              'record',
              '',
              seal,
              treeText(seal),
              found === undefined ? 'none' : treeText(found),
            ),
          );
      }
      return faults;
    },
  };
}

interface Batch extends Place {
  /** Commitment to its secret; null in leaves of before there was one. */
  readonly salts: string | null;
  readonly expired: boolean;
}

function secretFaults(
  batches: ReadonlyMap<string, Batch>,
  secrets: StateDump['secrets'],
  hashing: Pick<Hashing, 'sha256'>,
): readonly StateFault[] {
  const found = new Set(secrets.map(({ batch }) => batch));
  const gone = [...batches].filter(([name, { expired }]) => !expired && !found.has(name));
  return [
    ...gone.map(([name, place]) => fault('STATE_ROW_MISSING', 'batch_secret', name, place, 'a secret', 'none')),
    ...secrets.flatMap(({ batch, secret }): readonly StateFault[] => {
      const place = batches.get(batch);
      if (place === undefined)
        return [fault('STATE_ROW_ADDED', 'batch_secret', batch, null, 'no secret without a batch', 'one')];
      if (place.expired)
        return [fault('STATE_ROW_NOT_ERASED', 'batch_secret', batch, place, 'no secret of an expired batch', 'one')];
      if (place.salts === null || place.salts === saltsCommitment(hashing, secret)) return [];
      const expected = 'the secret that the leaf commits to';
      return [fault('STATE_ROW_CHANGED', 'batch_secret', batch, place, expected, 'another')];
    }),
  ];
}

const treeText = ({ origin, treeSize, rootHash }: LogTree): string => `${origin} of ${treeSize}, root ${rootHash}`;

const placeKey = (incident: string, index: number): string => `${incident} ${index}`;

function fault(
  code: Parameters<typeof stateCheckFault>[0],
  table: string,
  key: string,
  place: Place | null,
  expected: string,
  found: string,
): StateFault {
  const where = place === null ? '' : `, leaf ${place.index}${place.incident === '' ? '' : ` of ${place.incident}`}`;
  const incident = place === null || place.incident === '' ? null : place.incident;
  const message = `state/candour.sqlite: ${table} ${key}${where}: expected ${expected}, found ${found}`;
  return { ...stateCheckFault(code, message), table, key, incident, index: place?.index ?? null, expected, found };
}

/** What is wrong with a row that has a leaf and a key. */
function problemOf(
  row: RecordRow,
  place: Place,
  hashing: Pick<Hashing, 'sha256'>,
): { readonly expected: string; readonly found: string } | null {
  const { opened } = row;
  if (opened === null) return { expected: 'a record that opens', found: 'one that does not' };
  if (commitmentOf(hashing, opened.nonce, opened.record) !== row.commitment)
    return { expected: 'the record that the leaf commits to', found: 'another' };
  // The leaf vouches for these bytes: they were typed when they were kept.
  const record = JSON.parse(textOf(opened.record) ?? 'null') as StateRecord;
  const columns: readonly (readonly [string, unknown, unknown])[] = [
    ['incident', place.incident, row.incident],
    ['leaf', place.index, row.leaf],
    ['kind', record.kind, row.kind],
    ['case_id', record.case, row.caseId],
    ['seq', record.seq, row.seq],
  ];
  const other = columns.filter(([, expected, found]) => expected !== found).map(([name]) => name);
  if (other.length > 0) return { expected: `the columns ${other.join(', ')} as committed to`, found: 'others' };
  if (!row.fits(record.case, record.about)) return { expected: 'the key of whom it is about', found: 'another' };
  return null;
}

/** The leaves that an opened record says were destroyed. */
function erasedBy(opened: RecordRow['opened']): readonly string[] {
  const record = JSON.parse(textOf(opened?.record ?? new Uint8Array()) ?? 'null') as StateRecord | null;
  const body = record?.kind === 'erased' || record?.kind === 'event' ? record.body : null;
  if (body === null || !('told' in body)) return [];
  return [{ incident: '', leaves: body.leaves }, ...body.told].flatMap(({ incident, leaves }) =>
    leaves.map((leaf) => placeKey(incident, leaf)),
  );
}
