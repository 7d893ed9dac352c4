import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { delimitedRows, headingDelimiter } from './delimited.ts';

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

test('whatever is written with quotes is read back cell by cell', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', '\r\n', ' ', '@') });
  const row = fc.array(cell, { minLength: 1, maxLength: 4 }).filter((cells) => cells.some((c) => c.trim() !== ''));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 6 }), fc.constantFrom(',', ';', '\t'), fc.boolean(), (rows, by, ends) => {
      const text = rows.map((cells) => cells.map(quoted).join(by)).join('\r\n') + (ends ? '\r\n' : '');
      expect(delimitedRows(text, by)).toEqual(rows);
    }),
    { seed: 1 },
  );
});

test.each([
  [
    'a,b\nc,d',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'a,\n,b',
    [
      ['a', ''],
      ['', 'b'],
    ],
  ],
  ['\n\n a \n , \n', [[' a ']]],
  ['', []],
  ['a,', [['a', '']]],
])('%j reads as %j', (text, rows) => {
  expect(delimitedRows(text, ',')).toEqual(rows);
});

test('a quote that is never closed, or closed within a word, is an ordinary character of its own row', () => {
  expect(delimitedRows('"O\'Hara,x\nb,c', ',')).toEqual([
    ['"O\'Hara', 'x'],
    ['b', 'c'],
  ]);
  expect(delimitedRows('"big" Jo,x\nb,c', ',')).toEqual([
    ['"big" Jo', 'x'],
    ['b', 'c'],
  ]);
});

describe('headingDelimiter', () => {
  test.each([
    ['id,email', ','],
    ['id;name, first;email', ';'],
    ['id\temail\tphone', '\t'],
    ['id|email', '|'],
    ['email', ','],
  ])('%j is split by %j', (heading, delimiter) => {
    expect(headingDelimiter(heading)).toBe(delimiter);
  });
});
