import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import {
  inventedBook,
  inventedCompany,
  inventedEvents,
  inventedFinding,
  inventedTrace,
} from '../../../testing/case/invented-case.ts';
import { inventedNow, inventedReport, inventedTimeline, textOfPage } from '../../../testing/case/invented-report.ts';
import { factBaseOf } from '../../../workflow/fact-base.ts';
import { COUNTDOWN } from './countdown.ts';
import { renderReport } from './render-report.ts';
import { story } from './story.ts';
import { timeLeft } from './wording.ts';

describe('what comes from outside', () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>`;

  test('is shown and never run', () => {
    const html = renderReport(
      inventedReport([{ kind: 'noted', text: hostile }], {
        timelines: [{ ...inventedTimeline, actor: hostile }],
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
    const sentences = story(inventedReport([{ kind: 'notices-drafted', document: inventedBook }]));
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
    const html = textOfPage(renderReport({ ...inventedReport(), base: factBaseOf([opened]), timelines: [] }));
    expect(html).toContain('How many people are affected, and where they live, is not known yet.');
    expect(html).toContain('How many people did it? unknown');
    expect(html).not.toMatch(/\b0 people\b/);
  });
});

describe('questions', () => {
  test('nobody has answered stay unknown', () => {
    const html = textOfPage(renderReport(inventedReport()));
    expect(html).toContain('Have you told my regulator? unknown No report to an authority is recorded');
    expect(html).toContain('Have the police been told? unknown');
  });

  test('that only the trace answers are likely, not known', () => {
    expect(textOfPage(renderReport(inventedReport()))).toContain('One employee, or several? likely One.');
  });

  test('are answered by what was recorded', () => {
    const told = [{ authority: 'gb-ico', at: '2026-03-20T08:00:00.000Z', reference: 'IC-1' }];
    const html = textOfPage(
      renderReport(
        inventedReport(
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
  const html = textOfPage(
    renderReport(
      inventedReport([{ kind: 'fact-set', key: 'actors', value: 2, status: 'confirmed', evidence: 'press statement' }]),
    ),
  );
  expect(html).toMatch(/Contradictions How many people did it\? Stated: 2\. The evidence says: 1/);
});

describe('whoever a finding pointed at', () => {
  const base = { ...inventedReport().base, scope: null, notes: [] };

  test('is in the report with what was measured', () => {
    const html = textOfPage(renderReport(inventedReport([], { base: { ...base, trace: null } })));
    expect(html).toContain('People opened without a tie, beside the team: 412, where 3 is usual');
  });

  test('is out of it when the trace names nobody', () => {
    const trace = { ...inventedTrace, verdict: 'not-in-this-log' as const, named: [], window: null };
    const cleared = inventedReport([], { base: { ...base, trace, traceDetails: [] }, timelines: [] });
    expect(renderReport(cleared)).not.toContain(inventedFinding.actor);
  });
});

test('both books are printed with their equations', () => {
  const html = textOfPage(renderReport(inventedReport([{ kind: 'notices-drafted', document: inventedBook }])));
  expect(html).toContain('100 records read = 90 accepted + 7 duplicates + 3 quarantined');
  expect(html).toContain('3,147 affected = 3,098 drafted + 31 by letter + 9 unreachable + 9 unknown');
});

test('the plot’s numbers stand in a table too', () => {
  expect(textOfPage(renderReport(inventedReport()))).toContain('9 March 2026 40 31 12 4 to 20.5 6');
});

test('the countdown says what the report said', () => {
  for (const ahead of [45 * 60_000, 26 * 3_600_000, 80 * 3_600_000, -5 * 3_600_000, -4 * 86_400_000]) {
    const deadline = new Date(Date.parse(inventedNow) + ahead).toISOString();
    const element = { dateTime: deadline, textContent: '', classList: { toggle: () => {} } };
    class Clock extends Date {
      static override now(): number {
        return Date.parse(inventedNow);
      }
    }
    runInNewContext(COUNTDOWN, {
      Date: Clock,
      Math,
      setInterval: () => 0,
      document: { querySelectorAll: () => [element] },
    });
    expect(element.textContent).toBe(timeLeft(deadline, inventedNow));
  }
});
