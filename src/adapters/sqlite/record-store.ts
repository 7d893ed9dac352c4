import type { DatabaseSync } from 'node:sqlite';
import { err, ok, type Result } from '../../core/result.ts';
import type { StateLeaf } from '../../core/state-leaf.ts';
import type { RecordKind } from '../../model/record.ts';
import type { Erased, Erasure, RecordDraft, RecordStore } from '../../ports/record-store.ts';
import { eventDraft } from './case-store.ts';
import { stateFault } from './fault.ts';
import { faultAsResult } from './guard.ts';
import type { KeyRing } from './key-ring.ts';
import type { RecordTable } from './record-table.ts';
import type { RecordWriter } from './record-writer.ts';

// An entry holds at most 65,535 bytes; an index and its comma take up to 17.
const LEAVES_IN_ENTRY = 3_000;

export function sqliteRecordStore(
  database: DatabaseSync,
  keys: KeyRing,
  table: RecordTable,
  writer: RecordWriter,
): RecordStore {
  const kindsUnder = database.prepare(
    'SELECT kind, count(*) AS n FROM record WHERE key = ? AND leaf IS NOT NULL GROUP BY kind',
  );

  const erased = (erasure: Erasure): Result<Erased> => {
    const key = keys.find(erasure.case, erasure.person);
    if (key === null) return ok({ leaves: [], told: [] });
    if (table.isPendingUnderKey(key))
      return err(stateFault('STATE_LOCKED', 'erasing: what another process wrote about the person is not settled yet'));
    const leaves = new Map<string | null, number[]>();
    for (const { incident, leaf } of table.underKey(key)) leaves.set(incident, [...(leaves.get(incident) ?? []), leaf]);
    const told = [...leaves].flatMap(([incident, of]) => (incident === null ? [] : [{ incident, leaves: of }]));
    return ok({ leaves: leaves.get(null) ?? [], told });
  };

  return {
    async keep(drafts) {
      const [first] = drafts;
      return first === undefined ? ok([]) : writer.write(null, first.at, () => ok({ drafts }));
    },
    openEvents: (caseId) =>
      table.eventsOf(caseId).flatMap(({ leaf }) => {
        const opened = table.opened('', leaf);
        return opened === null ? [] : [{ leaf, nonce: opened.nonce, record: opened.record }];
      }),
    codebooks: () =>
      faultAsResult(() =>
        ok(table.ofKind('codebook').flatMap(({ record }) => (record.kind === 'codebook' ? [record.body] : []))),
      ),
    *noticesOf(caseId, draft) {
      for (const record of table.noticesOf(caseId))
        if (record.kind === 'notice' && record.body.draft === draft) yield record;
    },
    heldAbout(caseId, person) {
      const key = keys.find(caseId, person);
      const rows = key === null ? [] : kindsUnder.all(key);
      return new Map(rows.map((row) => [String(row['kind']) as RecordKind, Number(row['n'])]));
    },
    async erase(erasure) {
      for (const incident of writer.unsettled()) {
        const settled = await writer.settle(incident === '' ? null : incident);
        if (!settled.ok) return settled;
      }
      let destroyed: Erased = { leaves: [], told: [] };
      const written = await writer.write(null, erasure.at, () => {
        const found = erased(erasure);
        if (!found.ok) return found;
        destroyed = found.value;
        if (isNothing(destroyed)) return ok({ drafts: [] });
        if (erasure.case !== null && table.nextSeq(erasure.case) !== erasure.seq)
          return err(stateFault('CASE_CONFLICT', `erasing in ${erasure.case}: it has changed since it was read`));
        return ok({ drafts: [draftOf(erasure, destroyed)], leaves: leavesOf(destroyed) });
      });
      return written.ok ? ok(destroyed) : written;
    },
    scrub() {
      // Readers of an older state keep the journal from being emptied; a moment later they are done, or a process hangs.
      const row = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
      if (Number(row?.['busy']) === 0) return ok(null);
      return err(stateFault('STATE_NOT_SCRUBBED', 'erasing: the journal of the state is in use'));
    },
  };
}

const isNothing = ({ leaves, told }: Erased): boolean => leaves.length === 0 && told.length === 0;

function draftOf({ case: caseId, seq, at, by, reason }: Erasure, { leaves, told }: Erased): RecordDraft {
  const body = { reason, leaves, told };
  return caseId === null || seq === null
    ? { kind: 'erased', at, by, case: null, seq: null, about: null, body }
    : eventDraft(caseId, seq, at, by, { kind: 'erased', ...body });
}

function leavesOf({ leaves, told }: Erased): readonly StateLeaf[] {
  return [
    ...pages(leaves).map((page): StateLeaf => ({ type: 'erased', leaves: page })),
    ...told.flatMap(({ incident, leaves: of }) =>
      pages(of).map((page): StateLeaf => ({ type: 'erased', leaves: page, incident })),
    ),
  ];
}

const pages = (leaves: readonly number[]): readonly (readonly number[])[] =>
  Array.from({ length: Math.ceil(leaves.length / LEAVES_IN_ENTRY) }, (_, n) =>
    leaves.slice(n * LEAVES_IN_ENTRY, (n + 1) * LEAVES_IN_ENTRY),
  );
