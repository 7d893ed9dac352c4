import { describe, expect, it } from 'vitest';
import { chooseChannel, mailboxOf, type Reachable } from './choose-channel.ts';

const person: Reachable = {
  known: true,
  controller: 'example-uk',
  email: 'ada@example.com',
  address: '1 Example Street',
  postcode: 'EX1 1EX',
  city: null,
  country: 'GB',
};
const choose = (some: Partial<Reachable>) => chooseChannel({ ...person, ...some }, new Set(['example-uk']));

describe('the channel to a person', () => {
  it('is e-mail where there is a usable address', () => {
    expect(choose({})).toEqual({ state: 'drafted', mailbox: 'ada@example.com', controller: 'example-uk' });
  });

  it('is a letter where there is only a postal address', () => {
    expect(choose({ email: 'none' })).toEqual({ state: 'letter', why: 'no-usable-email' });
  });

  it('is none where there is neither', () => {
    expect(choose({ email: null, address: ' ' }).state).toBe('unreachable');
    expect(choose({ email: null, postcode: null, country: null }).state).toBe('unreachable');
  });

  it('is unknown where nobody answers for the record', () => {
    expect(choose({ known: false })).toEqual({ state: 'unknown', why: 'no-customer-record' });
    expect(choose({ controller: null })).toEqual({ state: 'unknown', why: 'no-controller' });
    expect(choose({ controller: 'example-xx' })).toEqual({ state: 'unknown', why: 'controller-not-declared' });
  });
});

describe('a mailbox', () => {
  it.each([
    [' Ada.Example+news@Example.COM ', 'Ada.Example+news@example.com'],
    ["o'neil@mail.example.com", "o'neil@mail.example.com"],
    ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
  ])('%s is usable as %s', (text, expected) => {
    expect(mailboxOf(text)).toBe(expected);
  });

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@localhost',
    'ada@192.0.2.1',
    'ada@[192.0.2.1]',
    'ada..b@example.com',
    '.ada@example.com',
    'ada@example.com\r\nBcc: bo@example.com',
    'ada@exa mple.com',
    'ada@example.com/x',
    'ada@example.com:25',
    'a@b@example.com',
    'zoé@example.com',
    '"ada b"@example.com',
    `${'a'.repeat(65)}@example.com`,
    'Ada <ada@example.com>',
  ])('%j is not usable', (text) => {
    expect(mailboxOf(text)).toBeNull();
  });
});
