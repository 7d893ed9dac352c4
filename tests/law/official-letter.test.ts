import { describe, expect, test } from 'vitest';
import { publicHolidays } from '../../src/adapters/holiday/public-holidays.ts';
import type { Fault } from '../../src/core/fault.ts';
import { type Instant, parseInstant } from '../../src/core/instant.ts';
import { type Facts, factsSchema } from '../../src/model/facts.ts';
import { lintNotice } from '../../src/notices/lint-notice.ts';
import type { Incident } from '../../src/notices/statement.ts';
import { type Notice, noticeWriter } from '../../src/notices/write-notice.ts';
import { loadNoticePack } from '../../src/packs/notice-pack.ts';
import { inventedController } from '../../src/testing/case/invented-controller.ts';
import { readerLawOf } from '../../src/workflow/reader-law.ts';
import { carriedCase, packs, transcribed } from './official-answer.ts';

const now = parseInstant('2026-06-01') as Instant;
const loaded = loadNoticePack(new URL('../../packs', import.meta.url).pathname, 'person-email');
if (!loaded.ok) throw new Error(loaded.error.message);
const pack = loaded.value;

const incidentOf = (facts: Facts): Incident => ({
  facts,
  untouched: [],
  authorities: {},
  readerLaw: readerLawOf(facts, packs, now, publicHolidays()),
});

/** The facts of an official case, with a cause to tell. */
const factsOf = (id: string): Facts => {
  const [answer] = transcribed.find((one) => one.id === id)?.answers ?? [];
  return { ...carriedCase(id, answer?.case ?? '').facts, cause: 'insider', actors: 1 };
};

function letterTo(facts: Facts, incident = incidentOf(facts)): Notice {
  const [group] = facts.groups;
  if (group === undefined) throw new Error('the case has nobody');
  const written = noticeWriter(pack, incident)(inventedController, {
    name: 'Sam Example',
    language: 'en',
    country: group.country,
    region: group.region,
    basis: 'disclosed',
    fields: group.fields,
    fieldsComplete: true,
    reference: 'n-aaaaa',
  });
  if (!written.ok) throw new Error(written.error.message);
  return written.value;
}

/** What the lint says of a finished letter when it is sent to the people of another official case. */
const lintFor = (letter: Notice, facts: Facts) => {
  const incident = incidentOf(facts);
  const [group] = facts.groups;
  if (group === undefined) throw new Error('the case has nobody');
  const shown = pack.plan.sections.flatMap(({ blocks }) => blocks.filter(({ id }) => letter.blocks.includes(id)));
  const [variant] = pack.plan.variants.filter(({ id }) => id === letter.variant);
  if (variant === undefined) throw new Error('no such form');
  return lintNotice({
    ...letter,
    tells: shown.flatMap(({ tells }) => tells),
    withholds: shown.flatMap(({ withholds }) => withholds),
    required: [],
    law: incident.readerLaw('shop', group),
    represented: { state: 'none' },
    variant,
    forbidden: [],
    needs: pack.plan.needs,
    person: { fields: group.fields, basis: 'disclosed' },
    incident,
  });
};

/** What the lint finds besides content that the law asks for and the facts of the case do not give. */
const found = (notice: Notice) => notice.faults.filter(({ code }) => code !== 'NOTICE_KEY_MISSING');
const missing = (faults: readonly Fault[]) =>
  faults.filter(({ code }) => code === 'NOTICE_KEY_MISSING').map(({ facts }) => facts?.['key']);

const massachusetts = factsOf('G-US-MA-TEXT');
const rhodeIsland = factsOf('G-US-RI-TEXT');

describe('the letter that says what happened and that 12,400 residents are affected', () => {
  const letter = letterTo(rhodeIsland);

  test('is what Rhode Island must be sent, and valid there (G-US-RI-TEXT)', () => {
    expect(transcribed.find(({ id }) => id === 'G-US-RI-TEXT')?.letter).toBe('valid');
    expect(letter.text).toContain('12,400 people');
    expect(letter.text).toContain('One person working for us.');
    expect(letter.keys).toEqual(expect.arrayContaining(['nature', 'cause', 'count']));
    expect(found(letter)).toEqual([]);
    expect(lintFor(letter, rhodeIsland)).toEqual(letter.faults);
    // Whether a service is offered, nobody has stated.
    expect(missing(letter.faults)).toEqual(['mitigation-services']);
    expect(letter.faults[0]?.message).toContain('which us-ri asks for');
  });

  test('is invalid in Massachusetts, and the lint names the law for both (G-US-MA-TEXT)', () => {
    expect(transcribed.find(({ id }) => id === 'G-US-MA-TEXT')?.letter).toBe('invalid');
    expect(
      lintFor(letter, massachusetts)
        .filter(({ code }) => code !== 'NOTICE_KEY_MISSING')
        .map(({ code, message }) => [code, message]),
    ).toEqual(
      ['nature', 'count'].map((key) => [
        'NOTICE_CONTENT_UNLAWFUL',
        `notice general: says "${key}", which us-ma forbids (M.G.L. c. 93H, s. 1 to 6)`,
      ]),
    );
  });

  test('says neither when it is composed for Massachusetts, and tells the reader so', () => {
    const composed = letterTo(massachusetts);
    expect(found(composed)).toEqual([]);
    expect(composed.blocks).toEqual(expect.arrayContaining(['police-report', 'security-freeze']));
    expect(composed.text).not.toMatch(/12.?400|working for us|reached somebody outside/);
    expect(composed.text).toContain('The law of your state does not let us give the number in this notice.');
    expect(composed.text).toContain('The law of your state does not let us describe it in this notice.');
    expect(composed.blocks).toEqual(expect.arrayContaining(['summary-withheld', 'count-withheld', 'nature-withheld']));
  });
});

test('a resident of Massachusetts of whom the law asks no notice is told everything', () => {
  const facts = factsSchema.parse({
    ...massachusetts,
    groups: massachusetts.groups.map((group) => ({ ...group, fields: ['email'] })),
  });
  const told = letterTo(facts);
  expect([told.faults, told.blocks.includes('not-only-one')]).toEqual([[], true]);
  expect(told.blocks).not.toContain('count-withheld');
});

test('in Illinois the number alone is withheld', () => {
  const facts = factsSchema.parse({
    ...massachusetts,
    assessments: {},
    groups: massachusetts.groups.map((group) => ({ ...group, region: 'IL' })),
  });
  const composed = letterTo(facts);
  expect(found(composed)).toEqual([]);
  expect(composed.blocks).toEqual(expect.arrayContaining(['count-withheld', 'summary-disclosed']));
  expect(composed.text).not.toMatch(/12.?400/);
});

describe('where HIPAA asks a hospital to say what Massachusetts forbids', () => {
  const hospital = (assessments: Facts['assessments']) =>
    factsSchema.parse({
      ...massachusetts,
      controllers: [
        { id: 'shop', name: 'Example Hospital', country: 'US', region: 'MA', sectors: ['health-provider'] },
      ],
      groups: massachusetts.groups.map((group) => ({ ...group, fields: [...group.fields, 'health'] })),
      assessments: { ...massachusetts.assessments, ...assessments },
    });

  test('the nature is withheld, and the drafter is shown both laws and where to decide', () => {
    const composed = letterTo(hospital({}));
    expect(composed.blocks).toContain('nature-withheld');
    expect(found(composed).map(({ code }) => code)).toEqual(['NOTICE_LAWS_CONFLICT']);
    expect(found(composed)[0]?.message).toMatch(
      /^notice general: us-ma forbids "nature" \(M\.G\.L\. c\. 93H.*\), which us-hipaa (asks|may ask) for; decide under assessments: us-ma\/forbids-nature$/,
    );
  });

  test('a recorded decision settles it, either way', () => {
    const decided = (answer: boolean) =>
      letterTo(hospital({ 'us-ma/forbids-nature': { answer, reason: 'as counsel advised' } }));
    expect([found(decided(true)), decided(true).blocks.includes('nature-withheld')]).toEqual([[], true]);
    expect([found(decided(false)), decided(false).blocks.includes('summary-disclosed')]).toEqual([[], true]);
  });
});

test('where the region is not known, a law that may bind is obeyed and named as one that may', () => {
  const facts = factsSchema.parse({
    ...massachusetts,
    groups: massachusetts.groups.map((group) => ({ ...group, region: null })),
  });
  const composed = letterTo(facts);
  expect(composed.blocks).toContain('nature-withheld');
  const conflicts = composed.faults.filter(({ code }) => code === 'NOTICE_LAWS_CONFLICT');
  expect(conflicts.map(({ message }) => message.includes('us-ma may forbid "nature"'))).toContain(true);
  expect(conflicts.map(({ message }) => message.includes('us-ri'))).toContain(true);
});
