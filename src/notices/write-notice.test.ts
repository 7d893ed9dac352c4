import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Controller } from '../model/company.ts';
import { BASES } from '../model/exposure.ts';
import { factsSchema } from '../model/facts.ts';
import { FIELDS } from '../model/field.ts';
import { loadNoticePack } from '../packs/notice-pack.ts';
import type { Addressee, Incident } from './statement.ts';
import { cleanName, type Notice, noticeWriter } from './write-notice.ts';

const pack = loadNoticePack(join(import.meta.dirname, '../../packs'), 'person-email');
if (!pack.ok) throw new Error(pack.error.message);

const controller: Controller = {
  id: 'example-uk',
  name: 'Example & Sons <Retail> Ltd.',
  country: 'GB',
  address: '1 Example Street, London',
  email: 'privacy@uk.example.com',
  privacyContact: '020 7946 0018',
  website: 'https://uk.example.com',
};
const incident = (facts: unknown = {}): Incident => ({
  facts: factsSchema.parse(facts),
  untouched: ['password'],
  authorities: {},
  readerLaw: () => ({ forbids: [], mandates: [], representatives: [], contacts: [] }),
});
const person: Addressee = {
  name: 'Ada Example',
  language: 'en',
  country: 'GB',
  region: null,
  basis: 'disclosed',
  fields: ['email'],
  fieldsComplete: true,
  reference: 'n-aaaaa',
};
const write = (someone: Partial<Addressee> = {}, facts: unknown = {}): Notice => {
  const notice = noticeWriter(pack.value, incident(facts))(controller, { ...person, ...someone });
  if (!notice.ok) throw new Error(notice.error.message);
  return notice.value;
};

/** The words that a reader sees, in order; list marks and underlines are layout. */
const wordsOfText = (text: string) =>
  text
    .replace(/^(?:=+|-+)$|^(?:- |\d+\. )/gm, ' ')
    .split(/\s+/)
    .filter(Boolean);
const wordsOfHtml = (html: string) =>
  html
    .replace(/^[\s\S]*<body[^>]*>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .split(/\s+/)
    .filter(Boolean);

const anyFacts = fc.record({
  cause: fc.constantFrom('insider', 'external', 'mistake', 'unknown'),
  intent: fc.constantFrom('malicious', 'careless', 'mistaken', 'compromised', 'unknown'),
  actors: fc.option(fc.integer({ min: 0, max: 9 })),
  disclosedOutside: fc.option(fc.boolean()),
  sold: fc.option(fc.boolean()),
  recipientKnown: fc.option(fc.boolean()),
  recovered: fc.option(fc.boolean()),
  encrypted: fc.option(fc.boolean()),
  actorDismissed: fc.option(fc.boolean()),
  policeInformed: fc.option(fc.boolean()),
  awareAt: fc.option(fc.constant('2026-03-20T08:00:00Z')),
  occurredFrom: fc.option(fc.constant('2026-03-02T00:00:00Z')),
  occurredTo: fc.option(fc.constantFrom('2026-03-03T00:00:00Z', '2026-03-09T12:00:00Z')),
});
const anyPerson = fc.record({
  name: fc.option(fc.string({ unit: 'binary' })),
  language: fc.option(fc.constantFrom('en', 'fr', 'fr-CA', 'de', 'zz zz', '')),
  country: fc.option(fc.constantFrom('GB', 'FR', 'CA', 'US', 'JP')),
  region: fc.option(fc.constantFrom('CA', 'MA', 'QC', 'Île-de-France')),
  basis: fc.constantFrom(...BASES),
  fields: fc.uniqueArray(fc.constantFrom(...FIELDS.filter((field) => field !== 'password')), { maxLength: 8 }),
  fieldsComplete: fc.boolean(),
});

describe('a notice', () => {
  it('has no placeholder, link, tracker or hedge, and the same words in text and HTML, whatever the facts', () => {
    fc.assert(
      fc.property(anyFacts, anyPerson, (facts, someone) => {
        const notice = write(someone, facts);
        const codes = notice.faults.map((fault) => fault.code).filter((code) => code !== 'NOTICE_FACTS_CONTRADICT');
        expect(codes).toEqual([]);
        expect(wordsOfHtml(notice.html)).toEqual(wordsOfText(notice.text));
        expect(notice.html).not.toMatch(/<(a|img|script|form|link|style|iframe)[\s>]|https?:/i);
        expect(notice.text).not.toMatch(/[\uE000-\uF8FF]/);
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it('answers each question of 2020, or says that the answer is not known yet', () => {
    const said = write().text;
    const unanswered = ['Who did it?', 'Was the data sold?', 'When did it happen?', 'When did we find out?'];
    for (const question of unanswered)
      expect(said).toMatch(new RegExp(`${question.replace('?', '\\?')}.*(not know yet|not have)`));
    expect(said).toContain('Were you the only one? We do not know yet');
    expect(said).toContain('Has a data protection authority been told? Not yet.');
    expect(said).toContain('Is this message genuine?');
    expect(said).toContain('This data was not touched');
  });

  it('shows a hostile name as text', () => {
    const { html } = write({ name: '<img src=x onerror=alert(1)>&{name}$& ' });
    expect(html).toContain('Dear &lt;img src=x onerror=alert(1)&gt;&amp;{name}$&amp;,');
    expect(html).not.toContain('<img');
  });

  it('escapes what company.yml says', () => {
    expect(write().html).toContain('Example &amp; Sons &lt;Retail&gt; Ltd.');
  });

  it('gives two people who share a body each their own name and reference', () => {
    const writer = noticeWriter(pack.value, incident());
    const one = writer(controller, person);
    const two = writer(controller, { ...person, name: 'Bo Example', reference: 'n-bbbbb' });
    if (!one.ok || !two.ok) throw new Error('not written');
    expect(one.value.text).not.toContain('Bo Example');
    expect(two.value.text).not.toMatch(/Ada Example|n-aaaaa/);
    expect(two.value.text.replaceAll('Bo Example', 'Ada Example').replaceAll('n-bbbbb', 'n-aaaaa')).toBe(
      one.value.text,
    );
  });

  it('reads an end at midnight as the day before, since periods are half-open', () => {
    const { text } = write({}, { occurredFrom: '2026-03-02T00:00:00Z', occurredTo: '2026-03-03T00:00:00Z' });
    expect(text).toContain('When did it happen? On March 2, 2026.');
  });
});

describe('a name in a greeting', () => {
  it('loses what could reorder or break the text around it', () => {
    expect(cleanName('Ada\u202Eelpmaxe\r\nBcc: x\uE000')).toBe('Ada elpmaxe Bcc: x');
  });

  it('keeps the joiners that some scripts need', () => {
    expect(cleanName('می\u200Cنا')).toBe('می\u200Cنا');
  });

  it('is none when nothing visible is left', () => {
    expect(cleanName(' \u200B\t')).toBeNull();
  });
});
