import { expect, it } from 'vitest';
import { missingColumn } from './people-kind.ts';

it('a file with what it needs lacks nothing, whatever else it has', () => {
  expect(missingColumn('customers', ['shoe size', 'id'])).toBeNull();
  expect(missingColumn('ties', ['subject', 'team'])).toBeNull();
});

it('a file whose header is missing is refused without repeating the person in its first row', () => {
  const message = missingColumn('customers', ['c-1', 'ada@example.com', 'Ada Example']);
  expect(message).toBe('expected a column id; of its 3 columns known are: none; is the header missing?');
  expect(missingColumn('ties', ['kind', 'id', 'Ada Example'])).toBe(
    'expected a column subject, actor or team; of its 3 columns known are: kind, id',
  );
});
