import { expect, test } from 'vitest';
import type { Duty } from '../model/duty.ts';
import { dutiesText } from './duty-text.ts';

const duty = (part: Partial<Duty>): Duty => ({
  id: 'law/shop/authority',
  regime: 'law',
  bearer: 'shop',
  recipient: 'authority:a',
  verdict: 'not-required',
  deadline: null,
  strictDeadline: null,
  arithmetic: 'Nothing is due.',
  because: ['The organisation is no bank.', 'More of it.'],
  missing: [],
  content: [],
  citations: [],
  persons: 3,
  undecided: 0,
  ...part,
});

test('what is not owed is one line for each law, with its first reason once; what is owed stays whole', () => {
  const duties = [
    duty({}),
    duty({ recipient: 'individuals' }),
    duty({ regime: 'other', verdict: 'required', arithmetic: 'At once.' }),
  ];
  const text = dutiesText({ case: 'c', asOf: '2026-03-08T00:00:00Z', duties, uncovered: [] });
  const folded = text.split('\n').filter((line) => line.startsWith('not-required'));
  expect(folded).toEqual(['not-required law: shop → authority:a, individuals: The organisation is no bank.']);
  expect(text).toContain('other: shop → authority:a, 3 persons');
  expect(text).toContain('At once.');
});
