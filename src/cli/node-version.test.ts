import { expect, test } from 'vitest';
import { nodeProblem } from './node-version.ts';

test('an older Node is named with what is needed and what to do', () => {
  expect(nodeProblem('20.20.2')).toMatch(/needs Node 24\.11 or newer, found 20\.20\.2\n {2}Install Node 24/);
  expect(nodeProblem('24.10.0')).not.toBeNull();
});

test('the tested Node and newer ones will do', () => {
  for (const version of ['24.11.0', '24.21.0', '25.0.0', process.versions.node])
    expect(nodeProblem(version)).toBeNull();
});
