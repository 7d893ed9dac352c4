import { expect, test } from 'vitest';
import { type BoundInputs, scopeBounds } from './bounds.ts';

const inputs = (more: Partial<BoundInputs> = {}): BoundInputs => ({
  persons: 100,
  sure: 80,
  sureByField: { email: 70 },
  possibleByField: { email: 90, phone: 5 },
  reconstruction: { unsaid: [], missingRows: 0 },
  open: [],
  ...more,
});
const unsaid = (rows: number, uncounted = 0) => [{ source: 'db', why: 'function', accesses: 2, rows, uncounted }];

test('at least are those whom the list or the log names, at most everybody counted', () => {
  expect(scopeBounds(inputs())).toEqual({
    persons: { atLeast: 80, atMost: 100 },
    byField: { email: { atLeast: 70, atMost: 90 }, phone: { atLeast: 0, atMost: 5 } },
    rowsOfUnknownPersons: 0,
    open: [],
  });
});

test('each row whose owner is not known could be one more person, under any field', () => {
  const bounds = scopeBounds(inputs({ reconstruction: { unsaid: unsaid(7), missingRows: 2 } }));
  expect(bounds).toMatchObject({
    persons: { atMost: 109 },
    byField: { phone: { atMost: 14 } },
    rowsOfUnknownPersons: 9,
  });
});

test('there is no most where an access does not even count its rows, or the log has a hole', () => {
  const uncounted = scopeBounds(inputs({ reconstruction: { unsaid: unsaid(7, 1), missingRows: 0 } }));
  expect(uncounted.persons).toEqual({ atLeast: 80, atMost: null });
  expect(uncounted.open).toHaveLength(1);
  expect(scopeBounds(inputs({ open: ['db is silent for a part of the time'] })).persons.atMost).toBeNull();
});
