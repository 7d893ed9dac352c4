import { describe, expect, test } from 'vitest';
import { type Answer, allOf, anyOf } from './answer.ts';
import { sharedAnswers } from './shared-answer.ts';

const yes: Answer = { value: true, reasons: ['yes'], missing: [], sources: ['a'] };
const no: Answer = { value: false, reasons: ['no'], missing: [], sources: ['b'] };
const open: Answer = { value: null, reasons: ['so far'], missing: ['sold'], sources: ['c'] };

describe('three-valued logic', () => {
  test.each([
    [[yes, yes], true],
    [[yes, no], false],
    [[no, open], false],
    [[yes, open], null],
    [[], true],
  ])('all of %j is %s', (parts, value) => {
    expect(allOf(parts).value).toBe(value);
  });

  test.each([
    [[no, no], false],
    [[yes, no], true],
    [[yes, open], true],
    [[no, open], null],
    [[], false],
  ])('any of %j is %s', (parts, value) => {
    expect(anyOf(parts).value).toBe(value);
  });

  test('not keeps what is open open', () => {
    const { not } = sharedAnswers();
    expect([yes, no, open].map((part) => not(part).value)).toEqual([false, true, null]);
  });

  test('only the parts that decide explain the answer', () => {
    expect(allOf([yes, no, open])).toEqual(no);
    expect(anyOf([yes, no, open])).toEqual(yes);
    expect(anyOf([no, open])).toEqual(open);
  });

  test('an answer that is settled asks for nothing more', () => {
    expect(anyOf([yes, open]).missing).toEqual([]);
    expect(allOf([yes, open]).missing).toEqual(['sold']);
  });
});
