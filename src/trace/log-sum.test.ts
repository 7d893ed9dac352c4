import { expect, test } from 'vitest';
import { logSumExp } from './log-sum.ts';

test('sums of exponentials that no double could hold', () => {
  expect(logSumExp([1000, 1000])).toBeCloseTo(1000 + Math.LN2, 12);
  expect(logSumExp([-1000, -1000, -Infinity])).toBeCloseTo(-1000 + Math.LN2, 12);
});

test('nothing sums to nothing', () => {
  expect(logSumExp([])).toBe(-Infinity);
  expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
});
