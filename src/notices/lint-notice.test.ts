import { describe, expect, it } from 'vitest';
import { factsSchema } from '../model/facts.ts';
import type { NoticeVariant } from '../packs/notice-schema.ts';
import { type LintInput, lintNotice } from './lint-notice.ts';

const variant: NoticeVariant = { id: 'us-ca', regime: 'us-ca', when: 'always', keys: [], only_when: {} };
const nothing = { forbids: [], mandates: [], representatives: [], contacts: [] };
const clean: LintInput = {
  subject: 'About your data',
  text: 'We opened your record. Born in May, likeliness nil.',
  html: '<p>We opened your record.</p>',
  keys: ['nature'],
  required: ['nature'],
  tells: [],
  withholds: [],
  law: nothing,
  represented: { state: 'none' },
  variant,
  needs: {},
  forbidden: ['may have', 'likely', 'no evidence'],
  person: { fields: ['email'], basis: 'accessed' },
  incident: { facts: factsSchema.parse({}), untouched: [], authorities: {}, readerLaw: () => nothing },
};
const codes = (change: Partial<LintInput>) => lintNotice({ ...clean, ...change }).map((fault) => fault.code);

describe('the lint', () => {
  it('finds nothing in a clean notice, whose words only resemble hedges', () => {
    expect(codes({})).toEqual([]);
  });

  it('finds content that a law asks for and no block carries', () => {
    expect(codes({ required: ['nature', 'measures', 'contact'] })).toEqual([
      'NOTICE_KEY_MISSING',
      'NOTICE_KEY_MISSING',
    ]);
  });

  it.each(['Dear {name}', 'on undefined', 'on Invalid Date', 'NaN people'])(
    'finds what is left of a template: %s',
    (text) => {
      expect(codes({ text })).toEqual(['NOTICE_PLACEHOLDER_LEFT']);
    },
  );

  it.each(['<a href="x">', '<img src=x>', '<p style="background:url(x)">', '<p onclick=x>', '<form>', '<style>'])(
    'finds %s in the HTML',
    (html) => {
      expect(codes({ html })).toContain('NOTICE_FORBIDDEN_CONTENT');
    },
  );

  it.each(['Your data may have been seen', 'There is NO EVIDENCE of misuse', 'See http://example.com'])(
    'finds "%s"',
    (text) => {
      expect(codes({ text })).toEqual(['NOTICE_FORBIDDEN_CONTENT']);
    },
  );

  it('finds a statutory heading that was reworded', () => {
    const statutory = { language: 'en', title: 'Notice of Data Breach', headings: { a: 'What Happened' } };
    const text = 'Notice of Data Breach\n\nWhat happened\n';
    expect(codes({ text, variant: { ...variant, statutory } })).toEqual(['NOTICE_HEADING_MISSING']);
  });

  const count = { key: 'count', law: 'us-xx', citation: 'Example Code 1', binds: true } as const;
  const nature = { ...count, key: 'nature' } as const;
  const asked = { ...nature, law: 'us-yy' };
  const groups = [{ controller: 'shop', country: 'US', region: 'XX', fields: ['email' as const], persons: 12400 }];
  const leak = (assessments: unknown = {}) => ({
    ...clean.incident,
    facts: factsSchema.parse({ groups, assessments }),
  });

  it.each(['12,400 people', '12 400 people', "12'400 people", 'about 12400 of you'])(
    'finds the number of people, which a law forbids, in "%s"',
    (text) => {
      const law = { forbids: [count], mandates: [], representatives: [], contacts: [] };
      expect(lintNotice({ ...clean, text, law, incident: leak() }).map(({ message }) => message)).toEqual([
        'notice us-ca: says "count", which us-xx forbids (Example Code 1)',
      ]);
    },
  );

  it('finds content of a block that a law forbids, and asks for nothing once it is withheld in words', () => {
    const law = { forbids: [nature], mandates: [], representatives: [], contacts: [] };
    expect(codes({ law })).toEqual(['NOTICE_CONTENT_UNLAWFUL']);
    expect(codes({ law, keys: [], required: [], tells: ['nature'] })).toEqual(['NOTICE_CONTENT_UNLAWFUL']);
    expect(codes({ law, keys: [], required: [] })).toEqual(['NOTICE_WITHHELD_UNSAID']);
    expect(codes({ law, keys: [], required: [], withholds: ['nature'] })).toEqual([]);
  });

  it('shows the drafter that one law forbids what another asks for, until somebody has decided', () => {
    const law = { forbids: [nature], mandates: [asked], representatives: [], contacts: [] };
    const withheld = { law, keys: [], required: [], withholds: ['nature'] } as const;
    const found = lintNotice({ ...clean, ...withheld, incident: leak() });
    expect(found.map(({ code, message }) => [code, message])).toEqual([
      [
        'NOTICE_LAWS_CONFLICT',
        'notice us-ca: us-xx forbids "nature" (Example Code 1), which us-yy asks for; decide under assessments: us-xx/forbids-nature',
      ],
    ]);
    const decided = (answer: boolean) => leak({ 'us-xx/forbids-nature': { answer, reason: 'as counsel said' } });
    expect(codes({ ...withheld, incident: decided(true) })).toEqual([]);
    expect(codes({ law, incident: decided(false) })).toEqual([]);
  });

  it('finds facts that exclude each other', () => {
    const facts = factsSchema.parse({ disclosedOutside: false });
    const incident = { ...clean.incident, facts, untouched: ['email' as const] };
    expect(codes({ incident, person: { fields: ['email'], basis: 'disclosed' } })).toEqual([
      'NOTICE_FACTS_CONTRADICT',
      'NOTICE_FACTS_CONTRADICT',
    ]);
  });
});
