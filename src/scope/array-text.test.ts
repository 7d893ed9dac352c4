import { expect, test } from 'vitest';
import { arrayElements } from './array-text.ts';

test.each([
  ['{}', []],
  ['{a}', ['a']],
  ['{a,b}', ['a', 'b']],
  ['{"a,b","c\\"d",NULL,"NULL"}', ['a,b', 'c"d', 'NULL']],
  ['{1,2,3}', ['1', '2', '3']],
])('%s holds %j', (text, elements) => {
  expect(arrayElements(text)).toEqual(elements);
});

test.each(['', 'a', '{a', '{a,}', '{,a}', '{{a},{b}}', '{a b}', '[1:2]={a,b}', '{"a}', '{"a"b}'])(
  '%s is none',
  (text) => {
    expect(arrayElements(text)).toBeNull();
  },
);
