import { expect, test } from 'vitest';
import { knobsSchema, scaleOf } from './knob.ts';

test('nothing said is a small company with one slow culprit', () => {
  const knobs = knobsSchema.parse({});
  expect([knobs.size, knobs.culprits, knobs.pace]).toEqual(['small', 1, 'slow']);
  expect(scaleOf(knobs)).toEqual({ actors: 60, customers: 5_000, days: 90, accesses: 160_000 });
});

test('large is a hundred million accesses, and any part of it can be said otherwise', () => {
  expect(scaleOf(knobsSchema.parse({ size: 'large' })).accesses).toBe(100_000_000);
  expect(scaleOf(knobsSchema.parse({ size: 'large', customers: 700 })).customers).toBe(700);
});

test.each([
  ['fields that recognise nobody', { fields: ['name', 'order-history'] }],
  ['a list that is all from elsewhere although there is a culprit', { elsewhere: 0.5, mixed: 0.5 }],
  ['an unknown knob', { colour: 'red' }],
])('%s: refused', (_, knobs) => {
  expect(knobsSchema.safeParse(knobs).success).toBe(false);
});
