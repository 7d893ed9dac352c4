import { describe, expect, test } from 'vitest';
import { type Answer, addNew, allOf, anyOf, explained } from './answer.ts';

const said = (value: boolean | null, reason: string, missing: readonly string[], source: string): Answer => ({
  value,
  explain(to) {
    addNew(to.reasons, [reason]);
    addNew(to.missing, missing);
    addNew(to.sources, [source]);
  },
});
const yes = said(true, 'yes', [], 'a');
const no = said(false, 'no', [], 'b');
const open = said(null, 'so far', ['sold'], 'c');

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

  test('only the parts that decide explain the answer', () => {
    expect(explained(allOf([yes, no, open]))).toEqual(explained(no));
    expect(explained(anyOf([yes, no, open]))).toEqual(explained(yes));
    expect(explained(anyOf([no, open]))).toEqual(explained(open));
  });

  test('what holds already stays in the explanation of what is open', () => {
    expect(explained(allOf([yes, open]))).toEqual({
      reasons: ['yes', 'so far'],
      missing: ['sold'],
      sources: ['a', 'c'],
    });
  });

  test('an answer that is settled asks for nothing more, and says everything once', () => {
    expect(explained(anyOf([yes, open])).missing).toEqual([]);
    expect(explained(allOf([yes, yes])).reasons).toEqual(['yes']);
  });
});
