import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOfHex, concatBytes, equalBytes, hexOf, textOf, uint64, utf8 } from './bytes.ts';

fc.configureGlobal({ seed: 4 });

const bytes = fc.uint8Array({ maxLength: 40 });

test('hex, text and joined bytes are as Node has them', () => {
  fc.assert(
    fc.property(bytes, bytes, fc.string({ unit: 'binary' }), (a, b, text) => {
      expect(hexOf(a)).toBe(Buffer.from(a).toString('hex'));
      expect(bytesOfHex(hexOf(a))).toEqual(a);
      expect(concatBytes(a, b)).toEqual(new Uint8Array(Buffer.concat([a, b])));
      expect(equalBytes(a, b)).toBe(Buffer.from(a).equals(b));
      if (text.isWellFormed()) expect(textOf(utf8(text))).toBe(text);
    }),
  );
});

test.each(['a', '0g', '0x', ' 00', '00\n'])('%j is no hex', (text) => {
  expect(bytesOfHex(text)).toBeNull();
});

test('bytes that are not UTF-8 are no text; a byte order mark stays', () => {
  expect(textOf(Uint8Array.of(0xff))).toBeNull();
  expect(textOf(Uint8Array.of(0xed, 0xa0, 0x80))).toBeNull();
  expect(textOf(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
});

test('eight bytes of a number, most significant first', () => {
  expect(hexOf(uint64(2 ** 53 - 1))).toBe('001fffffffffffff');
});
