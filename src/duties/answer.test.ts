import { describe, expect, test } from 'vitest';
import { type Answer, anyOf, bothOf, explainsAny, explainsBoth, explanationOf, saying } from './answer.ts';

const any = (...answers: readonly Answer[]): Answer => anyOf(answers.map((answer) => ({ answer })));

describe('three-valued logic', () => {
  test.each([
    [true, true, true],
    [true, false, false],
    [false, null, false],
    [null, false, false],
    [true, null, null],
    [null, true, null],
    [null, null, null],
  ])('%s and %s is %s', (a, b, value) => {
    expect(bothOf(a, b)).toBe(value);
  });

  test.each([
    [[false, false], false],
    [[true, false], true],
    [[null, true], true],
    [[false, null], null],
    [[], false],
  ])('any of %j is %s', (parts, value) => {
    expect(any(...parts)).toBe(value);
  });

  test('only the parts that decide explain the answer', () => {
    expect([true, false, null].map((part) => explainsBoth(part, false))).toEqual([false, true, false]);
    expect([true, false, null].map((part) => explainsAny(part, true))).toEqual([true, false, false]);
    expect([false, null].map((part) => explainsAny(part, null))).toEqual([false, true]);
  });

  test('what holds already stays in the explanation of what is open', () => {
    expect([true, null].map((part) => explainsBoth(part, null))).toEqual([true, true]);
  });
});

test('everything is said once, in order', () => {
  const first = saying({ reason: 'yes', sources: ['a', 'b'] });
  const second = saying({ missing: ['sold'], sources: ['b', 'c'] });
  expect(explanationOf([first, second, { ...first }])).toEqual({
    reasons: ['yes'],
    missing: ['sold'],
    sources: ['a', 'b', 'c'],
  });
});
