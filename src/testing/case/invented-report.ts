import { parseInstant } from '../../core/instant.ts';
import type { CaseEventBody } from '../../model/case.ts';
import { factBaseOf } from '../../workflow/fact-base.ts';
import type { CaseReport } from '../../workflow/report-case.ts';
import type { Timeline } from '../../workflow/suspect-timeline.ts';
import { inventedCompany, inventedEvents } from './invented-case.ts';

const now = parseInstant('2026-03-20T09:00:00.000Z');
if (now === null) throw new Error('the instant is one');

/** When the invented report is made. */
export const inventedNow = now;

export const inventedTimeline: Timeline = {
  actor: 'e-0412',
  against: 'team',
  peers: 6,
  days: [
    { day: '2026-03-08', subjects: 0, unexplained: 0, peers: null },
    { day: '2026-03-09', subjects: 40, unexplained: 31, peers: { median: 12, low: 4, high: 20.5, actors: 6 } },
    { day: '2026-03-10', subjects: 9, unexplained: 0, peers: { median: 11, low: 3, high: 19, actors: 5 } },
  ],
};

/** A report of the invented case; `more` happened after its other events, `parts` stand in the place of its own. */
export const inventedReport = (more: readonly CaseEventBody[] = [], parts: Partial<CaseReport> = {}): CaseReport => ({
  base: factBaseOf(inventedEvents(more)),
  company: inventedCompany,
  timelines: [inventedTimeline],
  lawTitles: {},
  authorities: {},
  books: { batches: 2, records: 100, accepted: 90, duplicate: 7, quarantined: 3 },
  renderedAt: inventedNow,
  ...parts,
});

/** What a reader sees of a page, its blanks made one. */
export const textOfPage = (html: string): string =>
  html
    .replaceAll(/<style>[\s\S]*?<\/style>|<script>[\s\S]*?<\/script>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
