import { describe, expect, test } from 'vitest';
import { type Instant, parseInstant } from '../core/instant.ts';
import { type Facts, factsSchema } from '../model/facts.ts';
import { loadFilings } from '../packs/filing-pack.ts';
import { loadLawPack } from '../packs/law-pack.ts';
import { deriveDuties } from './derive-duties.ts';
import { filingChanges } from './filing-change.ts';
import { filingText } from './filing-text.ts';
import { type FilledFiling, fillFiling } from './fill-filing.ts';

const packsFolder = new URL('../../packs', import.meta.url).pathname;
const forms = loadFilings(packsFolder);
const law = loadLawPack(packsFolder, 'uk-gdpr');
if (!forms.ok || !law.ok) throw new Error('packs cannot be read');

const filled = (form: string, part: Partial<Record<keyof Facts, unknown>>, kind: FilledFiling['kind'] = 'initial') => {
  const filing = forms.value.find(({ id }) => id === form);
  if (filing === undefined) throw new Error(`no form ${form}`);
  const facts = factsSchema.parse({
    case: 'case-1',
    awareAt: '2026-03-04T09:20:00Z',
    cause: 'insider',
    sold: true,
    controllers: [{ id: 'shop', name: 'Example Ltd', country: 'GB' }],
    groups: [{ controller: 'shop', country: 'GB', fields: ['name', 'email', 'health', 'loyalty'], persons: 12 }],
    ...part,
  });
  const duties = deriveDuties(facts, [law.value], parseInstant('2026-03-08') as Instant);
  return fillFiling(filing, {
    facts,
    duties,
    controller: 'shop',
    company: null,
    platform: null,
    authority: filing.authority,
    regime: 'uk-gdpr',
    kind,
  });
};
const item = (filing: FilledFiling, id: string) =>
  filing.sections.flatMap(({ items }) => items).find((each) => each.id === id);

describe("the Information Commissioner's form", () => {
  const form = filled('gb-ico-breach', { statements: { nature: 'An employee sold a list.' } });

  test('is filled from the facts, kinds of data in its own boxes, what fits none named as other', () => {
    expect(item(form, 'organisation')?.value).toBe('Example Ltd');
    expect(item(form, 'people')?.value).toBe('12');
    expect(item(form, 'data')?.value).toBe('Basic personal identifiers; Health data; Other: loyalty');
    expect(item(form, 'what')).toMatchObject({ status: 'known', value: 'An employee sold a list.' });
  });

  test('says that it is late, by when it was due, and leaves the reasons to the organisation', () => {
    expect(item(form, 'late')?.value).toMatch(/^yes: it was due by 2026-03-07T09:20:00/);
    expect(item(form, 'delay-reasons')?.value).toBeNull();
  });

  test('marks what is not known instead of guessing it', () => {
    expect(item(form, 'happened-at')).toMatchObject({ status: 'unknown', value: null });
    expect(form.unknown).toContain('When it happened');
    expect(form.unknown).not.toContain('What happened');
  });

  test('asks for the reference only in a follow-up', () => {
    expect(item(form, 'reference')).toBeUndefined();
    const later = filled(
      'gb-ico-breach',
      { authorityInformed: [{ authority: 'gb-ico', at: '2026-03-05T10:00:00Z', reference: 'IC-1' }] },
      'follow-up',
    );
    expect(item(later, 'reference')?.value).toBe('IC-1');
  });
});

describe('what a form is filled with', () => {
  const informed = [
    { authority: 'fr-cnil', at: '2026-03-05T10:00:00Z', reference: 'V-1' },
    { authority: 'gb-ico', at: '2026-03-05T10:00:00Z', reference: 'IC-1' },
  ];

  test('the reference of a follow-up is that of its own authority', () => {
    expect(item(filled('gb-ico-breach', { authorityInformed: informed }, 'follow-up'), 'reference')?.value).toBe(
      'IC-1',
    );
    const other = filled('gb-ico-breach', { authorityInformed: informed.slice(0, 1) }, 'follow-up');
    expect(item(other, 'reference')).toMatchObject({ value: null, give: 'fact authorityInformed' });
    expect(item(filled('gdpr-article-33', { authorityInformed: informed }, 'follow-up'), 'reference')?.value).toBe(
      'IC-1',
    );
  });

  test('an end at midnight is the day before, other times stay as they are', () => {
    const days = filled('gb-ico-breach', { occurredFrom: '2026-03-01T00:00:00Z' });
    expect(item(days, 'happened-at')?.value).toBe('2026-03-01');
    const report = filled('gdpr-article-33', {
      occurredFrom: '2026-03-01T08:30:00Z',
      occurredTo: '2026-03-03T00:00:00Z',
    });
    expect([item(report, 'began')?.value, item(report, 'ended')?.value]).toEqual([
      '2026-03-01T08:30:00Z',
      '2026-03-02',
    ]);
  });

  test('without words of the organisation the facts are told, and what is likely is marked', () => {
    const form = filled('gb-ico-breach', { actors: 2, intent: 'malicious', likely: ['actors', 'awareAt'] });
    expect(item(form, 'how')).toMatchObject({
      status: 'likely',
      value:
        'by somebody working for the organisation; people who did it: 2; intent: malicious; for money or something else of value: yes',
    });
    expect(item(form, 'discovered-at')?.status).toBe('likely');
    expect(filingText(form)).toMatch(/When it was discovered: 2026-03-04T09:20:00Z \(likely, not confirmed\)/);
  });

  test('what only the form asks is answered for it alone, and the text says where', () => {
    const form = filled('gb-ico-breach', {
      formAnswers: { 'gb-ico-breach/training': 'yes, in May 2025', 'ie-dpc-breach/risk': 'high' },
    });
    expect(item(form, 'training')?.value).toBe('yes, in May 2025');
    expect(filingText(form)).toContain(
      'Recovery time: [not known] (fact formAnswers, "gb-ico-breach/recovery": regular',
    );
  });

  test('a form whose law asks for no report says that first', () => {
    const none = filled('gb-ico-breach', { encrypted: true, keyCompromised: false, sold: false, misused: false });
    expect(filingText(none).split('\n')[1]).toBe('Whether it is owed: not-required under uk-gdpr');
    expect(filingText(filled('gb-ico-breach', {})).split('\n')[1]).toMatch(
      /^Whether it is owed: required under uk-gdpr, by 2026-03-07T09:20/,
    );
  });
});

test('the register records each decision with its reasons, also the one not to notify', () => {
  const entry = filled('breach-register', { encrypted: true, keyCompromised: false, sold: false, misused: false });
  const decisions = item(entry, 'decisions')?.value ?? '';
  expect(decisions).toContain('uk-gdpr/shop/authority: not-required.');
  expect(decisions).toContain('unintelligible to whoever had it');
  expect(decisions).toContain('uk-gdpr/shop/register: required.');
});

test('the general form names the representative, says that one is missing, and leaves open what is not settled', () => {
  const answer = (country: string, part: Partial<Record<keyof Facts, unknown>>, representatives: unknown = []) =>
    item(
      filled('gdpr-article-33', {
        controllers: [{ id: 'shop', name: 'Example Inc', country, representatives }],
        ...part,
      }),
      'representative',
    )?.value;
  const asked = { assessments: { 'uk-gdpr/noRepresentativeNeeded': { answer: false, reason: 'daily orders' } } };
  expect(answer('GB', {})).toBe('none is asked for');
  expect(answer('US', {})).toBeNull();
  expect(answer('US', asked)).toBe('asked for by the law, and none is named');
  expect(answer('US', asked, [{ country: 'GB', name: 'Example Ltd' }])).toBe('Example Ltd, GB');
});

test('every form names its sources, and no item is asked twice', () => {
  expect(forms.value.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['gb-ico-breach', 'fr-cnil-violation', 'ie-dpc-breach', 'gdpr-article-33', 'us-hhs-breach']),
  );
  for (const { sources, sections } of forms.value) {
    expect(Object.keys(sources).length).toBeGreaterThan(0);
    const ids = sections.flatMap(({ items }) => items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  }
});

describe('a follow-up', () => {
  const before = filled('gb-ico-breach', {}, 'follow-up');
  const now = filled('gb-ico-breach', { statements: { consequences: 'Fraud by phone.' }, misused: true }, 'follow-up');

  test('shows each answer that is another than when the authority was told, and no other', () => {
    const changes = filingChanges(before, now);
    expect(changes).toContainEqual(expect.objectContaining({ from: null, to: 'Fraud by phone.' }));
    expect(changes.map(({ id }) => id)).not.toContain('organisation');
    expect(filingText({ ...now, since: { at: '2026-03-06T09:00:00Z', changes } })).toContain(
      'not known → Fraud by phone.',
    );
    expect(filingChanges(now, now)).toEqual([]);
  });

  test('says so where no earlier report is on record, and a first report says nothing of it', () => {
    expect(filingText({ ...now, since: null })).toContain('No earlier report is on record');
    expect(filingText(now)).not.toContain('earlier report');
  });

  test('gives the reasons for telling people once, without those that the report to the authority shares', () => {
    const said = item(now, 'told-decision')?.value ?? '';
    expect(said).toMatch(/^required; A high risk/);
    expect(said).not.toContain('established');
  });
});
