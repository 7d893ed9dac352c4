import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../../core/instant.ts';
import type { CaseEventBody } from '../../../model/case.ts';
import { inventedBook, inventedCompany, inventedEvents } from '../../../testing/case/invented-case.ts';
import { factBaseOf } from '../../../workflow/fact-base.ts';
import type { CaseReport } from '../../../workflow/report-case.ts';
import type { Timeline } from '../../../workflow/suspect-timeline.ts';
import { COUNTDOWN } from './countdown.ts';
import { renderReport } from './render-report.ts';
import { story } from './story.ts';
import { timeLeft } from './wording.ts';

const NOW = parseInstant('2026-03-20T09:00:00.000Z');
if (NOW === null) throw new Error('the instant is one');

const timeline: Timeline = {
  actor: 'e-0412',
  against: 'team',
  peers: 6,
  days: [
    { day: '2026-03-08', subjects: 0, unexplained: 0, peers: null },
    { day: '2026-03-09', subjects: 40, unexplained: 31, peers: { median: 12, low: 4, high: 20.5, actors: 6 } },
    { day: '2026-03-10', subjects: 9, unexplained: 0, peers: { median: 11, low: 3, high: 19, actors: 5 } },
  ],
};

const reportOf = (more: readonly CaseEventBody[] = [], parts: Partial<CaseReport> = {}): CaseReport => ({
  base: factBaseOf(inventedEvents(more)),
  company: inventedCompany,
  timelines: [timeline],
  lawTitles: {},
  authorities: {},
  books: { batches: 2, records: 100, accepted: 90, duplicate: 7, quarantined: 3 },
  renderedAt: NOW,
  ...parts,
});

const textOf = (html: string): string =>
  html
    .replaceAll(/<style>[\s\S]*?<\/style>|<script>[\s\S]*?<\/script>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('what comes from outside', () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>`;

  test('is shown and never run', () => {
    const html = renderReport(
      reportOf([{ kind: 'noted', text: hostile }], {
        timelines: [{ ...timeline, actor: hostile }],
        company: {
          ...inventedCompany,
          controllers: inventedCompany.controllers.map((one) => ({ ...one, name: hostile })),
        },
      }),
    );
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;script&gt;');
  });
});

describe('the story', () => {
  test('has five sentences whose numbers are the fact base’s', () => {
    const sentences = story(reportOf([{ kind: 'notices-drafted', document: inventedBook }]));
    expect(sentences).toHaveLength(5);
    const text = sentences.join(' ');
    for (const part of [
      '240 records',
      '226 of them',
      '3,147 people',
      'e-0412',
      '3,098 notices are drafted and none has been sent',
    ])
      expect(text).toContain(part);
  });

  test('says of a case without a scope that nobody knows how many are affected', () => {
    const [opened] = inventedEvents();
    if (opened === undefined) throw new Error('the case has events');
    const html = textOf(renderReport({ ...reportOf(), base: factBaseOf([opened]), timelines: [] }));
    expect(html).toContain('How many people are affected, and where they live, is not known yet.');
    expect(html).toContain('How many people did it? unknown');
    expect(html).not.toMatch(/\b0 people\b/);
  });
});

describe('questions', () => {
  test('nobody has answered stay unknown', () => {
    const html = textOf(renderReport(reportOf()));
    expect(html).toContain('Have you told my regulator? unknown No report to an authority is recorded');
    expect(html).toContain('Have the police been told? unknown');
  });

  test('that only the trace answers are likely, not known', () => {
    expect(textOf(renderReport(reportOf()))).toContain('One employee, or several? likely One.');
  });

  test('are answered by what was recorded', () => {
    const told = [{ authority: 'gb-ico', at: '2026-03-20T08:00:00.000Z', reference: 'IC-1' }];
    const html = textOf(
      renderReport(
        reportOf(
          [{ kind: 'fact-set', key: 'authorityInformed', value: told, status: 'confirmed', evidence: 'receipt' }],
          { authorities: { 'gb-ico': 'Information Commissioner' } },
        ),
      ),
    );
    expect(html).toContain(
      'Have you told my regulator? known Yes: Information Commissioner on 20 March 2026 at 08:00 UTC, reference IC-1.',
    );
  });
});

test('a contradiction between what was stated and what the evidence says is shown', () => {
  const html = textOf(
    renderReport(
      reportOf([{ kind: 'fact-set', key: 'actors', value: 2, status: 'confirmed', evidence: 'press statement' }]),
    ),
  );
  expect(html).toMatch(/Contradictions How many people did it\? Stated: 2\. The evidence says: 1/);
});

test('both books are printed with their equations', () => {
  const html = textOf(renderReport(reportOf([{ kind: 'notices-drafted', document: inventedBook }])));
  expect(html).toContain('100 records read = 90 accepted + 7 duplicates + 3 quarantined');
  expect(html).toContain('3,147 affected = 3,098 drafted + 31 by letter + 9 unreachable + 9 unknown');
});

test('the plot’s numbers stand in a table too', () => {
  expect(textOf(renderReport(reportOf()))).toContain('9 March 2026 40 31 12 4 to 20.5 6');
});

test('the countdown says what the report said', () => {
  for (const ahead of [45 * 60_000, 26 * 3_600_000, 80 * 3_600_000, -5 * 3_600_000, -4 * 86_400_000]) {
    const deadline = new Date(Date.parse(NOW) + ahead).toISOString();
    const element = { dateTime: deadline, textContent: '', classList: { toggle: () => {} } };
    class Clock extends Date {
      static override now(): number {
        return Date.parse(NOW ?? '');
      }
    }
    runInNewContext(COUNTDOWN, {
      Date: Clock,
      Math,
      setInterval: () => 0,
      document: { querySelectorAll: () => [element] },
    });
    expect(element.textContent).toBe(timeLeft(deadline, NOW));
  }
});
