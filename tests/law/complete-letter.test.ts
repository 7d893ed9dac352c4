import { describe, expect, it } from 'vitest';
import { publicHolidays } from '../../src/adapters/holiday/public-holidays.ts';
import { type Instant, parseInstant } from '../../src/core/instant.ts';
import { deriveDuties } from '../../src/duties/derive-duties.ts';
import { type Controller, companySchema } from '../../src/model/company.ts';
import type { ContentKey } from '../../src/model/duty.ts';
import { type AffectedGroup, type Facts, factsSchema } from '../../src/model/facts.ts';
import type { Incident } from '../../src/notices/statement.ts';
import { type Notice, noticeWriter } from '../../src/notices/write-notice.ts';
import type { LawPack } from '../../src/packs/law-pack.ts';
import { loadNoticePack } from '../../src/packs/notice-pack.ts';
import { readerLawOf } from '../../src/workflow/reader-law.ts';
import { packs } from './official-answer.ts';

const holidays = publicHolidays();
const now = parseInstant('2026-06-01') as Instant;
const loaded = loadNoticePack(new URL('../../packs', import.meta.url).pathname, 'person-email');
if (!loaded.ok) throw new Error(loaded.error.message);
const pack = loaded.value;

/** All that a company can say about itself. */
const controllerOf = (id: string, facts: Facts): Controller => {
  const declared = facts.controllers.find((one) => one.id === id);
  const company = companySchema.parse({
    name: 'Example',
    controllers: [
      {
        id,
        name: declared?.name ?? 'Example',
        country: declared?.country ?? 'US',
        address: '1 Example Avenue, Springfield',
        email: 'privacy@example.com',
        privacyContact: 'privacy@example.com',
        website: 'https://www.example.com',
        dpo: 'Data Protection Officer, dpo@example.com',
        parentCompany: 'Example Group plc',
      },
    ],
  });
  const [controller] = company.controllers;
  if (controller === undefined) throw new Error('no controller');
  return controller;
};

const mitigation = { provider: 'Example Watch', months: 24, url: 'https://enrol.example.com', phone: '(555) 555-0100' };
/** All that a case can say besides. */
const told = { mitigation, recipientName: 'Example Data Trading Ltd' };

/** Every group of people to whom the law certainly asks for a notice, in every case of the pack. */
const readersOf = (law: LawPack) =>
  law.cases.flatMap(({ name, facts }) => {
    const { duties } = deriveDuties(facts, [law], now, holidays);
    const owed = duties.filter(({ recipient, verdict }) => recipient === 'individuals' && verdict === 'required');
    return facts.groups
      .filter(({ controller, persons }) => persons > 0 && owed.some(({ bearer }) => bearer === controller))
      .map((group) => ({ law, name, facts, group }));
  });

const letterTo = (
  law: LawPack,
  facts: Facts,
  group: AffectedGroup,
  language: string,
  controller = controllerOf(group.controller, facts),
): Notice => {
  const incident: Incident = {
    facts,
    untouched: [],
    authorities: {},
    readerLaw: readerLawOf(facts, [law], now, holidays),
  };
  const written = noticeWriter(pack, incident)(controller, {
    name: 'Sam Example',
    language,
    country: group.country,
    region: group.region,
    basis: facts.disclosedOutside === true ? 'disclosed' : 'accessed',
    fields: group.fields,
    fieldsComplete: true,
    reference: 'n-aaaaa',
  });
  if (!written.ok) throw new Error(written.error.message);
  return written.value;
};

/** The keys that are missing and what the lint says to give; a key without a word of help shows as `no block`. */
const missing = ({ faults }: Notice): readonly string[] =>
  faults
    .filter(({ code }) => code === 'NOTICE_KEY_MISSING')
    .map(({ facts, message }) => `${String(facts?.['key'])}: ${/; give (.*)$/.exec(message)?.[1] ?? 'no block'}`);

const asked = ({ law, facts, group }: (typeof readers)[number]): ReadonlySet<ContentKey> =>
  new Set(
    readerLawOf(
      facts,
      [law],
      now,
      holidays,
    )(group.controller, group)
      .mandates.filter(({ binds }) => binds)
      .map(({ key }) => key),
  );

const readers = packs.flatMap(readersOf);
/** One reader for each kind of letter that a law asks for. */
const kinds = [
  ...new Map(readers.map((one) => [`${one.law.law.id} ${[...asked(one)].join(' ')}`, one] as const)).values(),
];

it('every law that obliges somebody to tell people has a reader here', () => {
  const asking = packs.filter(({ law }) => law.duties.some(({ to, binding }) => to.kind === 'individuals' && binding));
  const reached = new Set(readers.map(({ law }) => law.law.id));
  expect(asking.map(({ law }) => law.id).filter((id) => !reached.has(id))).toEqual([]);
  expect(readers.length).toBeGreaterThan(300);
});

describe('with full facts', () => {
  it.each([
    ['en', readers],
    ['fr', kinds],
  ] as const)('in %s, no letter lacks what a law asks for or says what one forbids', (language, people) => {
    const faults = people.flatMap(({ law, name, facts, group }) =>
      letterTo(law, factsSchema.parse({ ...facts, ...told }), group, language)
        // Whether a representative is named is another matter, tested with reader-law.ts.
        .faults.filter(({ code }) => code !== 'NOTICE_REPRESENTATIVE_MISSING')
        .map(({ message }) => `${law.law.id} / ${name}: ${message}`),
    );
    expect(faults).toEqual([]);
  });
});

describe('with facts missing', () => {
  const NEEDS: Partial<Record<ContentKey, string>> = {
    'identity-theft-service': 'the fact mitigation of the case: {"provider", "months", "url" or "phone"}',
    'mitigation-services': 'the fact mitigation of the case: {"provider", "months", "url" or "phone"}, or "none"',
    'parent-company': 'parentCompany of the controller in company.yml, or false when nobody owns it',
  };

  it('the lint names exactly what is to be given, and nothing else', () => {
    for (const reader of kinds) {
      const { law, facts, group } = reader;
      const { parentCompany: _, ...controller } = controllerOf(group.controller, facts);
      const wanted = [...asked(reader)].filter((key) => NEEDS[key] !== undefined).map((key) => `${key}: ${NEEDS[key]}`);
      const found = missing(letterTo(law, factsSchema.parse(facts), group, 'en', controller));
      expect([law.law.id, found.toSorted()]).toEqual([law.law.id, wanted.toSorted()]);
    }
    expect(kinds.filter((reader) => asked(reader).has('identity-theft-service')).length).toBeGreaterThan(3);
  });

  it('a service that ends sooner than a law allows leaves the letter unfit, and one of that length does not', () => {
    const months: Record<string, number> = {};
    for (const { law, facts, group } of kinds.filter((reader) => asked(reader).has('identity-theft-service'))) {
      const least = readerLawOf(
        facts,
        [law],
        now,
        holidays,
      )(group.controller, group).mandates.find(({ key }) => key === 'identity-theft-service')?.months;
      if (least === undefined) throw new Error(`${law.law.id} does not say for how long`);
      months[law.law.id] = least;
      const offered = (n: number) =>
        letterTo(
          law,
          factsSchema.parse({ ...facts, mitigation: { ...mitigation, months: n } }),
          group,
          'en',
        ).faults.filter(({ code }) => code === 'NOTICE_SERVICE_SHORT').length;
      expect([offered(least - 1), offered(least)]).toEqual([1, 0]);
    }
    expect(months).toMatchObject({ 'us-ca': 12, 'us-ct': 24, 'us-dc': 18, 'us-de': 12, 'us-ma': 18, 'us-pa': 12 });
  });

  it('a known recipient has to be named where the law asks for the name', () => {
    const reader = readers.find(({ law }) => law.law.id === 'us-hbnr');
    if (reader === undefined) throw new Error('nobody to tell under us-hbnr');
    const { law, group } = reader;
    const facts = { ...reader.facts, disclosedOutside: true, recipientKnown: true };
    const unnamed = letterTo(law, facts, group, 'en');
    expect(missing(unnamed)).toEqual(['recipient: the fact recipientName of the case']);
    const named = letterTo(law, { ...facts, recipientName: 'Example Data Trading Ltd' }, group, 'en');
    expect(missing(named)).toEqual([]);
    expect(named.text).toContain('To Example Data Trading Ltd.');
  });

  it('a law without the whereabouts of the office that it asks for leaves the letter unfit', () => {
    const reader = readers.find(({ law }) => law.law.id === 'us-nc');
    if (reader === undefined) throw new Error('nobody to tell under us-nc');
    const law = { ...reader.law, contacts: [] };
    expect(missing(letterTo(law, reader.facts, reader.group, 'en'))).toEqual([
      'attorney-general: the office under contacts in authority.yml of the law',
    ]);
  });
});

it('the name of a recipient is told to nobody but those whose law asks for it', () => {
  const shown = kinds
    .filter(({ law, facts, group }) =>
      letterTo(
        law,
        factsSchema.parse({ ...facts, disclosedOutside: true, recipientKnown: true, ...told }),
        group,
        'en',
      ).text.includes(told.recipientName),
    )
    .map(({ law }) => law.law.id);
  expect([...new Set(shown)]).toEqual(['us-hbnr']);
});
