import { describe, expect, test } from 'vitest';
import { addressesIn, asciiText } from './address-book.ts';
import { keyedStream } from './keyed-stream.ts';
import { LOCAL_PART_BITS, localPart } from './local-part.ts';
import { readEnvelope, splitMailbox } from './mail-envelope.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const CANARY = 'anna.tobimarelu482@post.example.com';
const known = new Set([CANARY]);

describe('addresses in text', () => {
  test('are found whole, in any case, among quotes, brackets and separators', () => {
    for (const text of [
      `"${CANARY}"`,
      `<${CANARY}>`,
      `a;${CANARY};b`,
      CANARY.toUpperCase(),
      `mailto:${CANARY}`,
      `(${CANARY}).`,
    ])
      expect(addressesIn(text, known).get(CANARY)).toBe(1);
  });

  test('are not found in a longer address, nor with a tag, nor on another domain', () => {
    for (const text of [
      `x${CANARY}`,
      `${CANARY}.example.org`,
      CANARY.replace('@', '+shop@'),
      CANARY.replace('post.', 'mail.'),
    ])
      expect(addressesIn(text, known).size).toBe(0);
  });

  test('are found in UTF-16, and counted', () => {
    expect(
      addressesIn(asciiText(new Uint8Array(Buffer.from(`${CANARY}\n${CANARY}`, 'utf16le'))), known).get(CANARY),
    ).toBe(2);
  });
});

describe('a message', () => {
  const message = [
    'Return-Path: <spam@example.net>',
    'Received: from mail.example.net (mail.example.net [192.0.2.7])',
    `\tby mx.example.com for <${CANARY}>; Wed, 4 Mar 2026 10:00:00 +0100 (CET)`,
    'Date: Mon, 1 Jan 2001 00:00:00 +0000',
    'To: undisclosed-recipients:;',
    '',
    'not.this.one@post.example.com',
  ].join('\r\n');

  test('is for whom its head says, at the time of our own server', () => {
    const envelope = readEnvelope(bytes(message));
    expect(addressesIn(envelope.recipients, known).get(CANARY)).toBe(1);
    expect(envelope.recipients).not.toContain('not.this.one');
    expect(envelope.recipients).not.toContain('spam@');
    expect(envelope.at).toBe('2026-03-04T09:00:00.000Z');
  });

  test('without a readable date has none, and one without a head names nobody', () => {
    expect(readEnvelope(bytes('To: a@example.com\nDate: soon\n\nx')).at).toBeNull();
    expect(readEnvelope(new Uint8Array()).recipients).toBe('');
  });
});

test('an mbox is split at its separators and not at a quoted From in a body', () => {
  const mbox =
    'From a@example.com Wed Mar  4 10:00:00 2026\nTo: one@example.com\n\nhi\n>From here\nFrom there\n\nFrom b@example.com Thu Mar  5 10:00:00 2026\nTo: two@example.com\n\nho\n';
  const messages = splitMailbox(bytes(mbox));
  expect(messages.map((one) => readEnvelope(one).recipients.trim())).toEqual(['one@example.com', 'two@example.com']);
  expect(splitMailbox(bytes('To: x@example.com\n\nhi'))).toHaveLength(1);
});

test('a local part has 40 bits and more that nobody can guess, no tag, and no two are alike', () => {
  expect(LOCAL_PART_BITS).toBeGreaterThanOrEqual(40);
  const parts = Array.from({ length: 1000 }, (_, at) =>
    localPart('Élodie', keyedStream(new Uint8Array(32), ['x', at])),
  );
  expect(new Set(parts).size).toBe(1000);
  for (const part of parts) expect(part).toMatch(/^elodie\.(?:[b-df-hj-np-tv-z][aeiou]){5}\d{3}$/);
  expect(localPart('花子', keyedStream(new Uint8Array(32), ['x']))).toMatch(/^[a-z]{10}\d{3}$/);
});
