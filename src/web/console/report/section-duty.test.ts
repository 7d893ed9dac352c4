import { describe, expect, test } from 'vitest';
import type { Duty, Representation } from '../../../model/duty.ts';
import { inventedReport, textOfPage } from '../../../testing/case/invented-report.ts';
import { dutySection } from './section-duty.ts';
import { story } from './story.ts';

const duty = (id: string, change: Partial<Duty>): Duty => ({
  id,
  regime: 'law-a',
  bearer: 'hp-eu',
  recipient: 'individuals',
  verdict: 'required',
  deadline: null,
  strictDeadline: null,
  arithmetic: `Sum of ${id}. More of it.`,
  because: [`reason of ${id}`],
  missing: [],
  content: [],
  citations: [{ text: `Article ${id}`, url: `https://law.example.com/${id}`, confidence: 'high' }],
  persons: 7,
  undecided: 0,
  ...change,
});

const DUTIES = [
  duty('register', { recipient: 'register' }),
  duty('people', {}),
  duty('late', { recipient: 'authority:x', deadline: '2026-03-23T07:00:00Z' }),
  duty('strict', {
    recipient: 'authority:y',
    deadline: '2026-03-22T09:00:00Z',
    strictDeadline: '2026-03-22T08:00:00Z',
    citations: [{ text: 'Article strict', url: 'https://law.example.com/strict', confidence: 'low' }],
  }),
  duty('maybe', { verdict: 'depends', missing: ['misused'], deadline: '2026-03-21T00:00:00Z' }),
  duty('free', { verdict: 'not-required', deadline: '2026-03-20T10:00:00Z' }),
];

const reportWith = (duties: readonly Duty[], representatives: readonly Representation[] = []) =>
  inventedReport(
    [
      {
        kind: 'duties-derived',
        document: {
          case: 'case',
          asOf: '2026-03-20T08:00:00Z',
          duties,
          uncovered: [{ country: 'JP', region: null, persons: 64, why: 'No law pack speaks for JP.' }],
          representatives,
        },
      },
    ],
    { lawTitles: { 'law-a': 'The Law of A' }, authorities: { x: 'Authority X', y: 'Authority Y' } },
  );

const represented = (change: Partial<Representation>): Representation => ({
  bearer: 'hp-eu',
  regime: 'law-a',
  verdict: 'required',
  named: null,
  says: 'It gives no one-stop-shop.',
  because: [],
  missing: [],
  citations: [],
  ...change,
});

const text = textOfPage(String(dutySection(reportWith(DUTIES))));

describe('representatives', () => {
  const shown = (change: Partial<Representation>) =>
    textOfPage(String(dutySection(reportWith(DUTIES, [represented(change)]))));

  test('are named, or missing, or still to be settled', () => {
    expect(shown({ named: { name: 'Example Vertretung GmbH', country: 'DE' } })).toContain(
      'Example Vertretung GmbH (Germany). It gives no one-stop-shop.',
    );
    expect(shown({})).toContain('None is named, and the law asks for one.');
    expect(shown({ verdict: 'depends', missing: ['misused'] })).toContain('Whether one is needed is still to be');
    expect(text).not.toContain('Who represents us');
  });
});

describe('duties', () => {
  test('stand in the order of their clocks, those without a clock after them, the own record last', () => {
    const places = ['Authority Y', 'Authority X', 'Sum of people', 'Sum of register', 'Depends on', 'Looked at'];
    const found = places.map((place) => text.indexOf(place));
    expect(found).not.toContain(-1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  test('are timed by the strictest reading', () => {
    expect(text).toContain('47 h 0 min left 22 March 2026 at 08:00 UTC Authority Y');
    expect(text).not.toContain('22 March 2026 at 09:00');
  });

  test('without a count show what the law asks instead', () => {
    expect(text).toContain(
      'no fixed hour The people affected The Law of A. Owed by Harbour & Pine Europe DAC'.replace('&', '&amp;'),
    );
    expect(text).toContain('for 7 people. Sum of people. How this was derived');
  });

  test('show arithmetic, reasons and every citation, with a confidence below high', () => {
    for (const { id, arithmetic } of DUTIES.filter(({ verdict }) => verdict !== 'not-required')) {
      expect(text).toContain(arithmetic);
      expect(text).toContain(`reason of ${id}`);
      expect(text).toContain(`Article ${id}`);
    }
    expect(text).toContain('Article strict (confidence: low)');
  });

  test('link to web addresses only', () => {
    const citations = [{ text: 'Article', url: 'javascript:alert(1)', confidence: 'high' as const }];
    expect(String(dutySection(reportWith([duty('x', { citations })])))).not.toContain('href="javascript');
  });

  test('that depend say on which open question', () => {
    expect(text).toContain('Still to be answered: Has the data been used against people?');
  });

  test('not owed have no countdown', () => {
    expect(text).not.toContain('20 March 2026 at 10:00');
  });

  test('for whom no law pack speaks are named', () => {
    expect(text).toContain('Japan 64 No law pack speaks for JP.');
  });
});

describe('the story', () => {
  test('names the next deadline of what is owed for certain', () => {
    expect(story(reportWith(DUTIES))[4]).toContain(
      'Four duties are owed, the next by 22 March 2026 at 08:00 UTC (47 h 0 min left)',
    );
  });

  test('says that a deadline has passed', () => {
    expect(story(reportWith([duty('old', { deadline: '2026-03-19T09:00:00Z' })]))[4]).toContain(
      '(passed 24 h 0 min ago)',
    );
  });
});
