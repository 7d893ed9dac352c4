import { describe, expect, test } from 'vitest';
import { type Instant, parseInstant } from '../core/instant.ts';
import { type Facts, factsSchema } from '../model/facts.ts';
import { readLawPack } from '../packs/law-pack.ts';
import { exampleLaw } from '../testing/example-law.ts';
import { calendarFeed } from './calendar-feed.ts';
import { compareDuties } from './compare-duties.ts';
import { deriveDuties } from './derive-duties.ts';
import { remindersOf } from './reminder.ts';

const at = (text: string): Instant => parseInstant(text) as Instant;
const now = at('2026-03-05T00:00:00Z');
const pack = readLawPack('example-law', 'x', exampleLaw);
if (!pack.ok) throw new Error(pack.error.message);
const derive = (part: Partial<Record<keyof Facts, unknown>>) =>
  deriveDuties(
    factsSchema.parse({
      case: 'case-1',
      awareAt: '2026-03-04T09:20:00+01:00',
      controllers: [{ id: 'acme', name: 'Example', country: 'XB' }],
      groups: [{ controller: 'acme', country: 'XA', fields: ['email'], persons: 3 }],
      ...part,
    }),
    [pack.value],
    now,
  );

describe('what to ask next', () => {
  test('an unknown fact that decides is asked for in words', () => {
    expect(derive({}).asks).toEqual([
      {
        fact: 'sold',
        ask: 'Was the data sold, or given for another consideration?',
        duties: ['example-law/acme/authority'],
      },
    ]);
  });

  test('when nothing is open nothing is asked', () => {
    expect(derive({ sold: false }).asks).toEqual([]);
  });
});

describe('new facts', () => {
  test('show each duty that changed, from what, to what, and why', () => {
    expect(compareDuties(derive({}), derive({ sold: true }))).toEqual([
      {
        id: 'example-law/acme/authority',
        from: expect.objectContaining({ verdict: 'depends' }) as unknown,
        to: expect.objectContaining({ verdict: 'required', persons: 3 }) as unknown,
        because: ['The data was sold.'],
      },
    ]);
  });

  test('show duties that came and went', () => {
    const nobody = derive({ groups: [{ controller: 'acme', country: 'XB', fields: ['email'], persons: 3 }] });
    expect(compareDuties(nobody, derive({}))).toMatchObject([{ from: null, to: { verdict: 'depends' } }]);
    expect(compareDuties(derive({}), nobody)).toMatchObject([{ from: { verdict: 'depends' }, to: null }]);
  });

  test('that change nothing show nothing', () => {
    const more = { groups: [{ controller: 'acme', country: 'XA', fields: ['email'], persons: 9 }] };
    expect(compareDuties(derive({ sold: false }), derive({ sold: false, ...more }))).toEqual([]);
    expect(compareDuties(derive({ sold: true }), derive({ sold: true, ...more }))).toHaveLength(1);
    expect(compareDuties(derive({}), derive({ actors: 2 }))).toEqual([]);
  });
});

const told = (authority: string) => [{ authority, at: '2026-03-05T10:00:00Z' }];

describe('reminders grow louder towards the strict deadline', () => {
  // Strictly 48 hours from awareness: 6 March, 08:20 UTC.
  test.each([
    ['2026-02-01T00:00:00Z', 'later'],
    ['2026-03-03T08:00:00Z', 'notice'],
    ['2026-03-03T09:00:00Z', 'soon'],
    ['2026-03-05T08:20:00Z', 'urgent'],
    ['2026-03-06T02:20:00Z', 'last-call'],
    ['2026-03-06T08:20:01Z', 'overdue'],
  ])('at %s: %s', (instant, level) => {
    const [reminder] = remindersOf(derive({ sold: true }).duties, at(instant));
    expect(reminder?.level).toBe(level);
  });

  test('what is not owed does not call', () => {
    expect(remindersOf(derive({ sold: false }).duties, now)).toEqual([]);
  });

  test('a recipient who has been told is called no more, another one is', () => {
    const late = at('2026-03-20T00:00:00Z');
    expect(remindersOf(derive({ sold: true, authorityInformed: told('xa-office') }).duties, late)).toEqual([]);
    expect(remindersOf(derive({ sold: true, authorityInformed: told('other') }).duties, late)).toHaveLength(1);
  });

  test('the calls still to come are named', () => {
    const [reminder] = remindersOf(derive({ sold: true }).duties, at('2026-03-05T12:00:00Z'));
    expect(reminder).toMatchObject({ minutesLeft: 1220, next: ['2026-03-06T02:20:00.000Z'] });
  });
});

describe('the calendar', () => {
  const feedOf = (part: Partial<Record<keyof Facts, unknown>>) => calendarFeed([derive(part)], 'Duties, all; of them');
  const feed = feedOf({ sold: true });

  test('has an event at the strict deadline with an alarm for each level', () => {
    expect(feed).toContain('DTSTART:20260306T082000Z\r\n');
    expect(feed).toContain('UID:case-1/example-law/acme/authority@candour\r\n');
    expect(feed.match(/BEGIN:VALARM/g)).toHaveLength(4);
    expect(feed).toContain('TRIGGER:-PT72H\r\n');
    expect(feed).toContain('TRIGGER:-PT24H\r\nREPEAT:2\r\nDURATION:PT6H\r\n');
    expect(feed).toContain('TRIGGER:-PT6H\r\nREPEAT:5\r\nDURATION:PT1H\r\n');
    expect(feed).toContain('X-WR-CALNAME:Duties\\, all\\; of them\r\n');
  });

  test('keeps the event of a recipient who was told, and calls no more', () => {
    const done = feedOf({ sold: true, authorityInformed: told('xa-office') });
    expect(done).toContain('SUMMARY:Told 2026-03-05: example-law');
    expect(done).not.toContain('VALARM');
    expect(feedOf({ sold: true, authorityInformed: told('other') })).toContain('VALARM');
  });

  test('keeps the form of RFC 5545: CRLF, lines of at most 75 octets that unfold to the text, commas escaped', () => {
    const lines = feed.split('\r\n');
    expect(lines.at(-1)).toBe('');
    for (const line of lines) {
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\r\n]/);
    }
    expect(feed.replaceAll('\r\n ', '')).toContain('Invented Act\\, s. 1');
    expect(feed.replaceAll('\r\n ', '')).toContain('Later reading: 2026-03-06T23:59:59.000Z.');
  });

  test('shows nothing that is not owed', () => {
    expect(feedOf({ sold: false })).not.toContain('VEVENT');
  });
});
