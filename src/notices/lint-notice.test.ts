import { describe, expect, it } from 'vitest';
import { factsSchema } from '../model/facts.ts';
import type { NoticeVariant } from '../packs/notice-schema.ts';
import { type LintInput, lintNotice } from './lint-notice.ts';

const variant: NoticeVariant = { id: 'us-ca', regime: 'us-ca', when: 'always', keys: [], only_when: {} };
const clean: LintInput = {
  subject: 'About your data',
  text: 'We opened your record. Born in May, likeliness nil.',
  html: '<p>We opened your record.</p>',
  keys: ['nature'],
  required: ['nature'],
  variant,
  forbidden: ['may have', 'likely', 'no evidence'],
  person: { fields: ['email'], basis: 'accessed' },
  incident: { facts: factsSchema.parse({}), untouched: [], duties: [], authorities: {} },
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

  it('finds facts that exclude each other', () => {
    const facts = factsSchema.parse({ disclosedOutside: false });
    const incident = { ...clean.incident, facts, untouched: ['email' as const] };
    expect(codes({ incident, person: { fields: ['email'], basis: 'disclosed' } })).toEqual([
      'NOTICE_FACTS_CONTRADICT',
      'NOTICE_FACTS_CONTRADICT',
    ]);
  });
});
