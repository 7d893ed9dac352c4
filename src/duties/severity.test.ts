import { describe, expect, test } from 'vitest';
import { type Facts, factsSchema } from '../model/facts.ts';
import { loadSeverityMethod } from '../packs/severity-pack.ts';
import { gradeSeverity, levelOf, severityScore } from './severity.ts';

const loaded = loadSeverityMethod(new URL('../../packs', import.meta.url).pathname);
if (!loaded.ok || loaded.value === null) throw new Error('the severity method cannot be read');
const method = loaded.value;

const grade = (fields: readonly string[], persons: number, part: Partial<Record<keyof Facts, unknown>> = {}) =>
  gradeSeverity(
    factsSchema.parse({
      cause: 'external',
      intent: 'mistaken',
      sold: false,
      recipientKnown: true,
      encrypted: false,
      keyCompromised: false,
      revealing: false,
      vulnerablePeople: false,
      assessments: Object.fromEntries(
        ['profiling', 'credentials', 'fullPaymentData'].map((id) => [
          `enisa-2013/${id}`,
          { answer: false, reason: 'x' },
        ]),
      ),
      controllers: [{ id: 'a', name: 'A', country: 'FR' }],
      groups: [{ controller: 'a', country: 'FR', fields, persons }],
      ...part,
    }),
    method,
  )[0];

describe('the arithmetic', () => {
  // Worked examples of practitioners (cases.md section 4), checked by hand.
  test.each([
    ['hospital ransomware', 4, 0.75, 0.25 + 0.5, 3.75, 'high'],
    ['salary mail to the wrong colleague', 3, 1, 0.25, 3.25, 'high'],
    ['encrypted laptop', 1, 0.25, 0, 0.25, 'low'],
    ['newsletter in copy', 1, 1, 0.25, 1.25, 'low'],
    ["an insurer's diagnoses stolen", 4, 1, 0.5 + 0.5, 5, 'very-high'],
  ])('%s', (_name, dpc, ei, cb, expected, level) => {
    expect(severityScore(dpc, ei, cb)).toBe(expected);
    expect(levelOf(expected, method)).toBe(level);
  });

  // Copies with limits 3/5/7 and 2/4/6 exist: each of these values tells them apart.
  test.each([
    [1.99, 'low'],
    [2, 'medium'],
    [2.99, 'medium'],
    [3, 'high'],
    [3.99, 'high'],
    [4, 'very-high'],
  ])('a score of %d is %s', (score, level) => {
    expect(levelOf(score, method)).toBe(level);
  });
});

describe('a breach', () => {
  test('of a newsletter in copy to 150 people is low, and the number is flagged', () => {
    expect(grade(['name', 'email'], 150)).toMatchObject({
      score: { low: 1.25, high: 1.25 },
      level: { low: 'low', high: 'low' },
      arithmetic: 'DPC 1 x EI 1 + CB 0.25 = 1.25',
      flags: ['more than 100 people'],
      missing: [],
    });
  });

  test('of e-mail addresses sold by an insider reaches from low to medium, which is why no level decides a duty', () => {
    const found = grade(['email'], 5000, { cause: 'insider', intent: 'malicious', sold: true, recipientKnown: null });
    expect(found?.score).toEqual({ low: 1, high: 2 });
    expect(found?.level).toEqual({ low: 'low', high: 'medium' });
    expect(found?.missing).toEqual(['recipientKnown']);
  });

  test('of diagnoses sold to an unknown number is very high', () => {
    expect(grade(['name', 'email', 'health'], 3, { sold: true, recipientKnown: false })).toMatchObject({
      score: { low: 5, high: 5 },
      level: { low: 'very-high' },
      flags: [],
    });
  });

  test('rises with a list that tells something, and is open while that is not known', () => {
    expect(grade(['name', 'email'], 3, { revealing: true })?.score).toEqual({ low: 3.25, high: 3.25 });
    expect(grade(['name', 'email'], 3, { revealing: null })?.score).toEqual({ low: 1.25, high: 3.25 });
  });

  test('whose data is unintelligible is flagged, not excused', () => {
    expect(grade(['name', 'email'], 3, { encrypted: true })?.flags).toEqual(['the data is unintelligible']);
  });
});
