import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Answer, allOf, anyOf, merge } from './answer.ts';
import { openUntil, plain, sharedAnswers } from './shared-answer.ts';

const own: Answer = {
  value: true,
  reasons: ['Assessed by the organisation: yes: their words'],
  missing: [],
  sources: ['a'],
};

test('what is kept is what would be made anew', () => {
  const { merge: sharedMerge, concluder } = sharedAnswers();
  const conclude = concluder({ holds: 'It holds.', fails: 'It fails.', sources: ['s'] });
  const other = concluder({ holds: 'So does this.', fails: 'Not this.', sources: ['t'] });
  const parts: readonly Answer[] = [
    plain(true),
    plain(false),
    openUntil(['sold']),
    openUntil(['misused']),
    own,
  ].flatMap((part) => [part, conclude(part), other(part), other(conclude(part))]);
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 5 }), (some) => {
      for (const of of [allOf, anyOf]) {
        const { value, reasons, missing, sources } = of(some, sharedMerge);
        expect({ value, reasons, missing, sources }).toEqual(of(some, merge));
      }
    }),
    { seed: 31, numRuns: 500 },
  );
});

test('the same parts give the same object, unless one holds words of a case', () => {
  const { merge: join, concluder } = sharedAnswers();
  const [a, b] = ['a', 'b'].map((fails) => concluder({ holds: 'Yes.', fails, sources: [] })(plain(false)));
  if (a === undefined || b === undefined) throw new Error('two answers');
  expect(join(false, [a, b])).toBe(join(false, [a, b]));
  expect(join(false, [a, b])).not.toBe(join(false, [b, a]));
  expect(Object.isFrozen(join(false, [a, b]).reasons)).toBe(true);
  expect(join(true, [own, own])).not.toBe(join(true, [own, own]));
  expect(join(true, [own, own]).shared).toBeUndefined();
});
