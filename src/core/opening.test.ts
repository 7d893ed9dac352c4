import { describe, expect, test } from 'vitest';
import { utf8 } from './bytes.ts';
import { nodeHashing } from './node-hashing.ts';
import { commitmentOf, formatOpening, parseOpening } from './opening.ts';

test('a commitment is SHA-256 over tag, nonce and record, and moves with each of them', () => {
  const nonce = new Uint8Array(32).fill(1);
  const record = utf8('{"a":1}');
  const found = commitmentOf(nodeHashing, nonce, record);
  // printf 'candour/record/v1\n' && 32 bytes of 01 && '{"a":1}', through sha256sum
  expect(found).toBe('cd4d165ea752a88b96c45e78b936bb436b6832f72cf24d7698d2a1c1d0dac394');
  expect(commitmentOf(nodeHashing, new Uint8Array(32).fill(2), record)).not.toBe(found);
  expect(commitmentOf(nodeHashing, nonce, utf8('{"a":2}'))).not.toBe(found);
});

describe('an opening', () => {
  const opening = { nonce: new Uint8Array(32).fill(0xab), record: '{"name":"Ana \\"é\\" \u2028"}' };

  test('comes back as it was written', () => {
    expect(parseOpening(utf8(formatOpening(opening)))).toEqual(opening);
  });

  test.each<[string, (text: string) => string]>([
    ['capital hex', (text) => text.replace('abab', 'ABAB')],
    ['a space more', (text) => text.replace(',', ', ')],
    ['no newline', (text) => text.trimEnd()],
    ['another key', (text) => text.replace('}\n', ',"x":1}\n')],
    ['a key twice', (text) => text.replace('"record"', '"record":"","record"')],
    ['a shorter nonce', (text) => text.replace('abab', '')],
    ['another version', (text) => text.replace('1', '2')],
    ['a lone surrogate', (text) => text.replace('Ana', '\\ud800')],
  ])('with %s is none', (_, change) => {
    const text = change(formatOpening(opening));
    expect(text).not.toBe(formatOpening(opening));
    expect(parseOpening(utf8(text))).toBeNull();
  });
});
