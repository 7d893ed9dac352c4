import type { Instant } from '../../core/instant.ts';
import { err, ok } from '../../core/result.ts';
import type { CaseEvent, CaseEventBody, CaseSummary } from '../../model/case.ts';
import type { KeptRecord } from '../../model/record.ts';
import type { CaseStore } from '../../ports/case-store.ts';
import type { RecordDraft } from '../../ports/record-store.ts';
import { stateFault } from './fault.ts';
import { faultAsResult } from './guard.ts';

import type { RecordTable } from './record-table.ts';
import type { RecordWriter } from './record-writer.ts';

/** The cases are the records of kind `event`; nothing else is kept of them. */
export function sqliteCaseStore(table: RecordTable, writer: RecordWriter): CaseStore {
  return {
    async append(caseId, expectedSeq, at, by, bodies, beside = []) {
      const drafts = bodies.map((body, n) => eventDraft(caseId, expectedSeq + n, at, by, body));
      const kept = await writer.write(null, at, () => {
        const next = table.nextSeq(caseId);
        if (next === expectedSeq) return ok({ drafts: [...drafts, ...beside] });
        const message = `appending to ${caseId}: expected event ${expectedSeq} to be next, found ${next}`;
        return err(stateFault('CASE_CONFLICT', message));
      });
      return kept.ok ? ok(kept.value.flatMap(eventOf)) : kept;
    },
    events: (caseId) =>
      faultAsResult(() => {
        const events = table.eventsOf(caseId).flatMap(eventOf);
        if (events.length > 0) return ok(events);
        return err(stateFault('CASE_UNKNOWN', `reading case ${caseId}: there is none`));
      }),
    list: () =>
      faultAsResult(() => {
        const cases = table.cases().flatMap((caseId) => summaryOf(table.eventsOf(caseId).flatMap(eventOf)));
        return ok(cases.sort((a, b) => order(a.openedAt, b.openedAt) || order(a.case, b.case)));
      }),
  };
}

export const eventDraft = (caseId: string, seq: number, at: Instant, by: string, body: CaseEventBody): RecordDraft => ({
  kind: 'event',
  at,
  by,
  case: caseId,
  seq,
  about: null,
  body,
});

function eventOf({ record }: KeptRecord): readonly CaseEvent[] {
  if (record.kind !== 'event' || record.case === null || record.seq === null) return [];
  return [{ ...record.body, case: record.case, seq: record.seq, at: record.at, by: record.by }];
}

function summaryOf(events: readonly CaseEvent[]): readonly CaseSummary[] {
  const [first] = events;
  if (first?.kind !== 'opened') return [];
  const status = events.some(({ kind }) => kind === 'closed') ? 'closed' : 'open';
  return [{ case: first.case, title: first.title, openedAt: first.at, status }];
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
