import { describe, expect, test } from 'vitest';
import { textOf, utf8 } from './bytes.ts';
import { canonicalJson } from './canonical-json.ts';
import { type Instant, instantFromMs } from './instant.ts';
import { parseStateEntry, type StateLeaf, stateEntry } from './state-leaf.ts';

const AT: Instant = instantFromMs(Date.UTC(2026, 10, 25, 21, 17, 3, 456));
const HASH = '0f'.repeat(32);
const LEAVES: readonly StateLeaf[] = [
  { type: 'record', commitment: HASH },
  { type: 'erased', leaves: [0, 7, 41] },
  { type: 'erased', leaves: [3], incident: 'incident-a' },
  { type: 'sealed', incident: 'incident-a', origin: 'log.example.com/x', treeSize: 3, rootHash: HASH },
];

describe('a leaf', () => {
  test.each(LEAVES)('$type comes back as it went in', (leaf) => {
    expect(parseStateEntry(stateEntry(leaf, AT))).toEqual(leaf);
  });

  test('of a record has one length whatever it commits to, and of the time the hour alone', () => {
    const entry = stateEntry({ type: 'record', commitment: HASH }, AT);
    expect(textOf(entry)).toBe(`{"commitment":"${HASH}","time":"2026-11-25T21Z","type":"record","v":1}`);
    expect(stateEntry({ type: 'record', commitment: 'ff'.repeat(32) }, instantFromMs(0))).toHaveLength(entry.length);
  });

  test.each([
    ['another version', `{"commitment":"${HASH}","time":"2026-11-25T21Z","type":"record","v":2}`],
    ['keys in another order', `{"type":"record","commitment":"${HASH}","time":"2026-11-25T21Z","v":1}`],
    ['a time that is finer', `{"commitment":"${HASH}","time":"2026-11-25T21:17Z","type":"record","v":1}`],
    ['capital hex', `{"commitment":"${HASH.toUpperCase()}","time":"2026-11-25T21Z","type":"record","v":1}`],
    ['a short hash', `{"commitment":"0f","time":"2026-11-25T21Z","type":"record","v":1}`],
    ['an index that is none', '{"leaves":[-1],"time":"2026-11-25T21Z","type":"erased","v":1}'],
    ['another type', '{"time":"2026-11-25T21Z","type":"batch","v":1}'],
    ['no object', '[1]'],
    ['no JSON', 'record'],
  ])('with %s is none of the state', (_, text) => {
    expect(parseStateEntry(utf8(text))).toBeNull();
  });

  test('that is not UTF-8 is none of the state', () => {
    expect(parseStateEntry(Uint8Array.of(0xff, 0xfe))).toBeNull();
  });
});

describe('canonical JSON', () => {
  test('sorts keys by UTF-16 code units at every depth, and leaves out what is undefined', () => {
    // RFC 8785 section 3.2.3: the emoji's first code unit (0xd83d) comes before 0xfb33.
    const value = { '\ufb33': 1, '\ud83d\ude00': 2, b: { z: [3, { y: null, x: true }], a: undefined }, a: 'é"\\\n' };
    expect(canonicalJson(value)).toBe(
      '{"a":"é\\"\\\\\\n","b":{"z":[3,{"x":true,"y":null}]},"\ud83d\ude00":2,"\ufb33":1}',
    );
  });

  test('writes numbers as RFC 8785 does', () => {
    // Appendix B of the RFC.
    expect(canonicalJson([0, -0, 1e21, 1e-7, 333333333.3333333, 9007199254740992])).toBe(
      '[0,0,1e+21,1e-7,333333333.3333333,9007199254740992]',
    );
  });

  test('refuses what JSON cannot say exactly', () => {
    expect(() => canonicalJson({ n: 1n })).toThrow(TypeError);
  });
});
