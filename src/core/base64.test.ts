import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64Of, bytesOfBase64 } from './base64.ts';

fc.configureGlobal({ seed: 4 });

const bytes = fc.uint8Array({ maxLength: 100 });

test('encodes as Node does, and reads back what it wrote', () => {
  fc.assert(
    fc.property(bytes, (given) => {
      const text = base64Of(given);
      expect(text).toBe(Buffer.from(given).toString('base64'));
      expect(bytesOfBase64(text)).toEqual(given);
    }),
  );
});

test('whatever is read has one spelling: it is written again as it was', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'AQgw/+9z=-_ \n*'.split('')), maxLength: 12 });
  let read = 0;
  fc.assert(
    fc.property(digits, (text) => {
      const given = bytesOfBase64(text);
      if (given === null) return;
      read += 1;
      expect(base64Of(given)).toBe(text);
    }),
    { numRuns: 5000 },
  );
  expect(read).toBeGreaterThan(100);
});

test.each([
  'AAA*B',
  'AA-_',
  'AAB=',
  'AB==',
  'AAC=',
  'AAA',
  'AA',
  'A===',
  '====',
  '=AAA',
  'AA=A',
  ' AAA',
  'AAA=\n',
  'AAAA=',
])('refuses %j', (text) => {
  expect(bytesOfBase64(text)).toBeNull();
});

test('empty text is no bytes, not an error', () => {
  expect(bytesOfBase64('')).toEqual(new Uint8Array());
});
