import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalEmail, normalPhone, normalText } from './normal-form.ts';

describe('normalEmail', () => {
  test.each([
    ['  Ada@Example.COM ', 'ada@example.com'],
    ['mailto:ada@example.com', 'ada@example.com'],
    ['ada@example.com', 'ada@example.com'],
    ['ada+shop@example.com', 'ada+shop@example.com'],
    ['ada@example', null],
    ['ada@exam ple.com', null],
    ['a@b@example.com', null],
    ['Ada <ada@example.com>', null],
    ['', null],
  ])('%j becomes %j', (text, email) => {
    expect(normalEmail(text)).toBe(email);
  });
});

describe('normalPhone', () => {
  // 020 7946 0xxx and 555-01xx are reserved for fiction (Ofcom, NANPA).
  test.each([
    ['+44 20 7946 0123', null, '+442079460123'],
    ['020 7946 0123', 'gb', '+442079460123'],
    ['(202) 555-0123', 'US', '+12025550123'],
    ['020 7946 0123', null, '02079460123'],
    ['020 7946 0123', 'Atlantis', '02079460123'],
    ['12345', null, null],
    ['no number', 'GB', null],
  ])('%j in %s becomes %j', (text, country, phone) => {
    expect(normalPhone(text, country)).toBe(phone);
  });
});

describe('normalText', () => {
  test('accents, case, dots, commas and blanks do not matter', () => {
    expect(normalText('  Élise  MÜLLER, Dr. ')).toBe('elise muller dr');
    expect(normalText('\u0065\u0301lise')).toBe(normalText('\u00e9lise'));
    expect(normalText(' ., ')).toBeNull();
  });

  test('a normal form is its own normal form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const normal = normalText(text);
        if (normal !== null) expect(normalText(normal)).toBe(normal);
      }),
      { seed: 2 },
    );
  });
});
