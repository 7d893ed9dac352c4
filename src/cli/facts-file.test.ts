import { expect, test } from 'vitest';
import { statedFacts } from './facts-file.ts';

const acme = { id: 'acme', name: 'Example', country: 'DE' };
const group = { controller: 'acme', country: 'DE', fields: ['email'], persons: 3 };
const pathsOf = (given: unknown): readonly string[] =>
  statedFacts.safeParse(given).error?.issues.map(({ path }) => path.join('.')) ?? [];

test.each([
  ['two controllers of one id', { controllers: [acme, acme] }, ['controllers.1.id']],
  [
    'people of a controller that is not there',
    { controllers: [acme], groups: [{ ...group, controller: 'acne' }] },
    ['groups.0.controller'],
  ],
  [
    'a processor that is not there',
    { controllers: [acme], processors: [{ ...acme, id: 'p' }], groups: [{ ...group, processor: 'q' }] },
    ['groups.0.processor'],
  ],
])('%s is refused', (_, given, paths) => {
  expect(pathsOf(given)).toEqual(paths);
});

test('people of a controller of whom nothing is known are taken', () => {
  expect(pathsOf({ groups: [group] })).toEqual([]);
});
