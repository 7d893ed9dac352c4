import { expect, test } from 'vitest';
import { sampleColumn } from './sample-column.ts';

test.each([
  ['E-Mail', 'email'],
  ['Customer ID', 'id'],
  ['customer_no', 'id'],
  ['Téléphone', 'phone'],
  ['Nom de famille', 'last-name'],
  ['PLZ', 'postcode'],
  ['Straße 1', null],
  ['balance', null],
  ['', null],
])('a column headed %j means %s', (heading, column) => {
  expect(sampleColumn(heading)).toBe(column);
});
