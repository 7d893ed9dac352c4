import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../../core/instant.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { parseStateEntry, type StateLeaf, stateEntry } from '../../core/state-leaf.ts';
import type { KeptRecord, StateRecord } from '../../model/record.ts';
import type { EvidenceLog, HeldLog } from '../../ports/evidence-log.ts';
import type { RecordDraft } from '../../ports/record-store.ts';
import { stateFault } from './fault.ts';
import { faultAsResultLater } from './guard.ts';
import type { LogLeaves, RecordTable } from './record-table.ts';
import { isBusy } from './sqlite-error.ts';

/** What is to be written: decided under the lock, from what the tables hold then. */
export interface Plan {
  readonly drafts: readonly RecordDraft[];
  /** Further leaves, after those of the drafts. */
  readonly leaves?: readonly StateLeaf[];
}

export interface RecordWriter {
  /**
   * Records behind leaves of the main log (`incident` null) or of a notices log: rows inserted and synced, leaves appended, rows marked.
   * `plan` runs under the writer's lock; its error is given back and nothing is written.
   */
  write(incident: string | null, at: Instant, plan: () => Result<Plan>): Promise<Result<readonly KeptRecord[]>>;
  /** Marks what a killed process left when its leaf is in the log, and removes it when it is not. */
  settle(incident: string | null): Promise<Result<null>>;
  unsettled(): readonly string[];
}

/**
 * The order of writing, and what a kill leaves: after the insert, rows without a leaf (removed by the next writer); after the append,
 * rows whose leaf is there (marked by the next writer, an erasure among them carried out). Rows are read only when they are marked.
 */
export function recordWriter(
  database: DatabaseSync,
  table: RecordTable,
  logOf: (incident: string | null) => EvidenceLog,
): RecordWriter {
  const pendingLogs = database.prepare('SELECT DISTINCT incident FROM record WHERE leaf IS NULL');
  const unsettled = (): readonly string[] => pendingLogs.all().map((row) => String(row['incident']));

  const markAll = (
    rows: readonly { readonly commitment: string; readonly record: StateRecord; readonly leaf: number }[],
  ) =>
    inTransaction(database, () => {
      for (const { commitment, leaf } of rows) table.mark(commitment, leaf);
      for (const { record } of rows) table.destroy(erasedBy(record));
      return ok(null);
    });

  const settleHeld = async (incident: string | null, held: HeldLog, log: EvidenceLog): Promise<Result<null>> => {
    const left = new Map(table.pending(incident ?? '').map((row) => [row.commitment, row.record]));
    if (left.size === 0) return ok(null);
    const found: { commitment: string; record: StateRecord; leaf: number }[] = [];
    // Writers take turns, and each settles first: a leaf that has no row yet lies behind all that have one.
    for await (const { index, entry } of log.entries(table.nextLeaf(incident ?? ''), held.state().treeSize)) {
      const leaf = parseStateEntry(entry);
      if (leaf?.type !== 'record' && leaf?.type !== 'codebook') continue;
      const record = left.get(leaf.commitment);
      if (record !== undefined) found.push({ commitment: leaf.commitment, record, leaf: index });
    }
    const marked = markAll(found);
    if (!marked.ok) return marked;
    return inTransaction(database, () => {
      table.dropPending(incident ?? '');
      return ok(null);
    });
  };

  return {
    unsettled,
    settle(incident) {
      const log = logOf(incident);
      return log.whileHeld((held) => faultAsResultLater(() => settleHeld(incident, held, log)));
    },
    write(incident, at, plan) {
      const log = logOf(incident);
      return log.whileHeld((held) =>
        faultAsResultLater(async () => {
          const settled = await settleHeld(incident, held, log);
          if (!settled.ok) return settled;
          const planned = inTransaction(database, () => {
            const made = plan();
            if (!made.ok) return made;
            const rows = made.value.drafts.map((draft) => table.insert({ v: 1, ...draft }, incident ?? ''));
            return ok({ rows, leaves: made.value.leaves ?? [] });
          });
          if (!planned.ok) return planned;
          const { rows, leaves } = planned.value;
          const all = [...rows.map(leafOf), ...leaves];
          if (all.length === 0) return ok([]);
          const appended = await held.append(all.map((leaf) => stateEntry(leaf, at)));
          if (!appended.ok) return appended;
          const withLeaf = rows.map((row, n) => ({ ...row, leaf: appended.value.index + n }));
          const marked = markAll(withLeaf);
          return marked.ok ? ok(withLeaf.map(({ record, leaf }) => ({ record, leaf, incident }))) : marked;
        }),
      );
    },
  };
}

const leafOf = ({ commitment, record }: { readonly commitment: string; readonly record: StateRecord }): StateLeaf => ({
  type: record.kind === 'codebook' ? 'codebook' : 'record',
  commitment,
});

/** The leaves whose records an event says were destroyed. */
function erasedBy(record: StateRecord): readonly LogLeaves[] {
  const body =
    record.kind === 'erased' || (record.kind === 'event' && record.body.kind === 'erased') ? record.body : null;
  return body === null || !('told' in body) ? [] : [{ incident: '', leaves: body.leaves }, ...body.told];
}

/** Everything or nothing, on the disk when it returns. */
function inTransaction<T>(database: DatabaseSync, work: () => Result<T>): Result<T> {
  try {
    database.exec('BEGIN IMMEDIATE');
  } catch (error) {
    if (isBusy(error)) return err(stateFault('STATE_LOCKED', 'writing the state: another process is writing'));
    throw error;
  }
  try {
    const result = work();
    database.exec(result.ok ? 'COMMIT' : 'ROLLBACK');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
