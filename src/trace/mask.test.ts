import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from './digest.ts';
import { maskedEmail, maskedName, maskedPhone } from './mask.ts';

/** LIKE with `\` as escape. */
function fits(pattern: string, text: string): boolean {
  const tokens = pattern.match(/\\.|[^\\]/gsu) ?? [];
  const source = tokens.map((token) => {
    if (token === '%') return '.*';
    if (token === '_') return '.';
    return `\\u{${(token.at(-1) ?? '').codePointAt(0)?.toString(16)}}`;
  });
  return new RegExp(`^${source.join('')}$`, 'su').test(text);
}

describe('masked values', () => {
  test.each([
    [maskedEmail, 'J***@Example.com', 'j%@example.com', 'example.com'],
    [maskedEmail, 'j***n_b@ex.example.com', 'j%n\\_b@ex.example.com', 'ex.example.com'],
    [maskedEmail, 'j…@e**.com', 'j%@e%.com', null],
    [maskedPhone, '+49 *** 1234', '+49%1234', '34'],
    [maskedPhone, '0049 30 XXX-1234', '+4930%1234', '34'],
    [maskedPhone, '030 xxx 1234', '%30%1234', '34'],
    [maskedName, 'Jo** D**', 'jo% d%', 'j'],
    [maskedName, '***, ADA', '% ada', null],
  ])('%o of %s', (read, text, pattern, block) => {
    expect(read(text)).toEqual({ like: pattern, block });
  });

  test.each([
    [maskedEmail, 'ada@example.com'],
    [maskedEmail, '***@example.com'],
    [maskedPhone, '+49 30 1234567'],
    [maskedPhone, '*** *** 12'],
    [maskedName, 'Ada Byron'],
    [maskedName, '*** ***'],
  ])('%o leaves %s', (read, text) => {
    expect(read(text)).toBeNull();
  });

  test('whatever part of an address is hidden, the pattern fits the address', () => {
    fc.assert(
      fc.property(fc.emailAddress(), fc.nat(), fc.nat(), (email, a, b) => {
        const at = email.indexOf('@');
        const from = 1 + (a % at);
        const to = from + (b % (at - from + 1));
        if (!/[a-z0-9]/i.test(email[0] ?? '') || /\.{3}|[*•●#…]/.test(email)) return;
        const masked = maskedEmail(`${email.slice(0, from)}***${email.slice(to)}`);
        expect(masked?.like ?? '').toMatch(/%/);
        expect(fits(masked?.like ?? '', email.toLowerCase())).toBe(true);
      }),
      { seed: 1 },
    );
  });
});

describe('digestOf', () => {
  const HEX = '5d41402abc4b2a76b9719d911017c592';
  test.each([HEX, HEX.toUpperCase(), `0x${HEX}`, `md5:${HEX}`, ` ${HEX} `, 'XUFAKrxLKna5cZ2REBfFkg=='])(
    '%s',
    (text) => {
      expect(digestOf(text)).toEqual({ algorithm: 'md5', hex: HEX });
    },
  );

  test.each(['', 'ada', HEX.slice(1), '+44 20 7946 0123', 'abcdefghijkl', `${HEX} ${HEX}`])('%j is none', (text) => {
    expect(digestOf(text)).toBeNull();
  });
});
