import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../../core/instant.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { CaseEvent, CaseEventBody, CaseSummary } from '../../model/case.ts';
import type { CaseStore } from '../../ports/case-store.ts';
import { stateFault } from './fault.ts';
import { isBusy } from './sqlite-error.ts';

/** The cases in the table `case_event` of an opened state; closing the store closes the database. */
export function sqliteCaseStore(database: DatabaseSync): CaseStore {
  const nextSeq = database.prepare('SELECT coalesce(max(seq) + 1, 0) AS next FROM case_event WHERE case_id = ?');
  const insert = database.prepare(
    'INSERT INTO case_event (case_id, seq, at, by, kind, body) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const select = database.prepare('SELECT seq, at, by, kind, body FROM case_event WHERE case_id = ? ORDER BY seq');
  const summaries = database.prepare(`
    SELECT first.case_id, first.at, first.body ->> 'title' AS title,
      EXISTS (SELECT 1 FROM case_event AS last WHERE last.case_id = first.case_id AND last.kind = 'closed') AS closed
    FROM case_event AS first WHERE first.seq = 0 ORDER BY first.at, first.case_id`);

  const insertAll = (
    caseId: string,
    expectedSeq: number,
    at: Instant,
    by: string,
    bodies: readonly CaseEventBody[],
  ): Result<readonly CaseEvent[]> => {
    const next = Number(nextSeq.get(caseId)?.['next']);
    if (next !== expectedSeq) {
      const message = `appending to ${caseId}: expected event ${expectedSeq} to be next, found ${next}`;
      return err(stateFault('CASE_CONFLICT', message));
    }
    return ok(
      bodies.map((body, n): CaseEvent => {
        const seq = expectedSeq + n;
        const { kind, ...rest } = body;
        insert.run(caseId, seq, at, by, kind, JSON.stringify(rest));
        return { ...body, case: caseId, seq, at, by };
      }),
    );
  };

  return {
    append(caseId, expectedSeq, at, by, bodies) {
      try {
        database.exec('BEGIN IMMEDIATE');
      } catch (error) {
        if (isBusy(error)) return err(stateFault('STATE_LOCKED', `appending to ${caseId}: another process is writing`));
        throw error;
      }
      try {
        const events = insertAll(caseId, expectedSeq, at, by, bodies);
        database.exec(events.ok ? 'COMMIT' : 'ROLLBACK');
        return events;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },

    events(caseId) {
      const rows = select.all(caseId);
      if (rows.length === 0) return err(stateFault('CASE_UNKNOWN', `reading case ${caseId}: there is none`));
      return ok(
        rows.map((row) => {
          const body = JSON.parse(String(row['body'])) as object;
          const event = { ...body, kind: row['kind'], case: caseId, seq: row['seq'], at: row['at'], by: row['by'] };
          return event as CaseEvent; // only `append` writes the table, and it takes nothing else
        }),
      );
    },

    list: () =>
      summaries.all().map(
        (row): CaseSummary => ({
          case: String(row['case_id']),
          title: String(row['title']),
          openedAt: String(row['at']) as Instant,
          status: row['closed'] === 1 ? 'closed' : 'open',
        }),
      ),

    close: () => {
      if (database.isOpen) database.close();
    },
  };
}
