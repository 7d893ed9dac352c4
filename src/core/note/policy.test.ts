import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../bytes.ts';
import { nodeHashing } from '../node-hashing.ts';
import { generateSigningKey, parseSigningKey, type SigningKind } from '../node-signer.ts';
import { meetsQuorum, type Policy, parsePolicy } from './policy.ts';
import { formatVerifierKey } from './verifier-key.ts';

fc.configureGlobal({ seed: 4 });

function vkey(kind: SigningKind, name: string): string {
  const secret = generateSigningKey(kind, name);
  const signer = secret.ok ? parseSigningKey(secret.value) : secret;
  if (!signer.ok) throw new Error(signer.error.message);
  return formatVerifierKey(signer.value.key);
}

const LOG = vkey('ed25519', 'log.example.com');
const WITNESSES = Array.from({ length: 6 }, (_, i) => vkey('cosignature-v1', `w${i}.example.com`));
const named = (...names: readonly string[]): string =>
  names.map((name, i) => `witness ${name} ${WITNESSES[i]}\n`).join('');

function policyOf(text: string): Policy {
  const policy = parsePolicy(utf8(text), nodeHashing);
  if (!policy.ok) throw new Error(policy.error.message);
  return policy.value;
}

function problemOf(text: string | Uint8Array): string {
  const policy = parsePolicy(typeof text === 'string' ? utf8(text) : text, nodeHashing);
  return policy.ok ? 'none' : `${policy.error.code} ${policy.error.message}`;
}

const meets = (policy: Policy, ...names: readonly string[]): boolean =>
  meetsQuorum(policy, new Set(policy.witnesses.filter(({ name }) => names.includes(name)).map(({ key }) => key)));

describe('a policy', () => {
  test('of two levels, as in the specification, wants two of X and one of Y', () => {
    const policy = policyOf(
      `# ours\nlog ${LOG}\n\n${named('X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3')}group X 2 X1 X2 X3\n group  Y\tany Y1 Y2 Y3\ngroup both all X Y\nquorum both\n`,
    );
    expect(meets(policy, 'X1', 'X3', 'Y2')).toBe(true);
    expect(meets(policy, 'X1', 'Y1', 'Y2', 'Y3')).toBe(false);
    expect(meets(policy, 'X1', 'X2', 'X3')).toBe(false);
    expect(meets(policy)).toBe(false);
  });

  test('without a quorum asks for nobody, and needs no log', () => {
    const policy = policyOf('quorum none');
    expect(policy).toEqual({ logs: [], witnesses: [], groups: [], quorum: null });
    expect(meets(policy)).toBe(true);
  });

  test('of one witness wants that one', () => {
    const policy = policyOf(`${named('a', 'b')}quorum b\n`);
    expect(meets(policy, 'a')).toBe(false);
    expect(meets(policy, 'b')).toBe(true);
  });

  test('keeps addresses, and takes 200 witnesses', () => {
    const lines = Array.from({ length: 200 }, (_, i) => {
      const key = vkey('cosignature-v1', `many${i}.example.com`);
      return `witness m${i} ${key} https://witness.example.com/${i}\n`;
    });
    const members = lines.map((_, i) => `m${i}`).join(' ');
    const policy = policyOf(
      `log ${LOG} https://log.example.com/\n${lines.join('')}group most 101 ${members}\nquorum most\n`,
    );
    expect(policy.logs[0]?.url).toBe('https://log.example.com/');
    expect(policy.witnesses[199]?.url).toBe('https://witness.example.com/199');
    expect(policy.groups[0]?.threshold).toBe(101);
  });

  test('names are octets: a Kelvin sign is no K', () => {
    expect(problemOf(`${named('K')}quorum \u212a\n`)).toContain('not defined');
    expect(policyOf(`${named('\u212a')}quorum \u212a\n`).quorum).toBe('\u00e2\u0084\u00aa');
  });

  const k = (digits: string): string => `${named('a', 'b')}group g ${digits} a b\nquorum g\n`;
  test.each([
    ['', 'expected one line "quorum'],
    ['quorum none\nquorum none\n', 'expected one line "quorum'],
    ['quorum a\n', 'line 1: the quorum is not defined'],
    [`quorum a\n${named('a')}`, 'line 1: the quorum is not defined'],
    [`group g any a\n${named('a')}quorum g\n`, 'line 1: a member is not defined'],
    [`group g any g\nquorum none\n`, 'line 1: a member is not defined'],
    [`${named('a')}group g any a a\nquorum g\n`, 'line 2: a member is in a group already'],
    [`${named('a')}group g any a\ngroup h any a\nquorum h\n`, 'line 3: a member is in a group already'],
    [`${named('a')}group g any none\nquorum g\n`, 'line 2: a member is not defined'],
    [`${named('none')}quorum none\n`, 'line 1: the name none'],
    [`${named('a')}${named('b')}quorum a\n`, 'line 2: this witness key stands on an earlier line'],
    [`log ${LOG}\nlog ${LOG} https://elsewhere.example.com\nquorum none\n`, 'line 2: this log key stands'],
    [`${named('a', 'a')}quorum a\n`, 'line 2: the name is defined'],
    [k('0'), 'from 1 to 2'],
    [k('3'), 'from 1 to 2'],
    [k('01'), 'from 1 to 2'],
    [k('0x1'), 'from 1 to 2'],
    [k('-1'), 'from 1 to 2'],
    [`log ${WITNESSES[0]}\nquorum none\n`, 'expected a key of kind ed25519 or ml-dsa-44'],
    [`witness a ${LOG}\nquorum a\n`, 'expected a key of kind cosignature-v1 or ml-dsa-44'],
    [`log ${LOG} url more\nquorum none\n`, 'expected "log VKEY [URL]"'],
    ['witness a\nquorum none\n', 'expected "witness NAME VKEY [URL]"'],
    ['group g any\nquorum none\n', 'expected "group NAME'],
    ['Quorum none\n', 'line 1: expected log, witness'],
    ['quorum none\r\n', 'line 1: control character 0x0d'],
    ['quorum none\u007f\n', 'line 1: control character 0x7f'],
    ['quorum none # why\n', 'line 1: expected "quorum NAME"'],
  ])('%j is refused: %s', (text, problem) => {
    expect(problemOf(text)).toContain('POLICY_INVALID');
    expect(problemOf(text)).toContain(problem);
  });

  test('says all that is wrong with it at once, and no more than a page', () => {
    expect(problemOf('log x\nwitness y\nquorum z\n')).toMatch(/line 1: .*line 2: .*line 3: /);
    expect(problemOf('x\n'.repeat(1000)).length).toBeLessThan(2000);
  });

  test('its quorum grows with the cosigners: another one never turns yes into no', () => {
    const policy = policyOf(
      `${named('a', 'b', 'c', 'd', 'e', 'f')}group p 2 a b c\ngroup q any d e\ngroup r 2 p q f\nquorum r\n`,
    );
    const some = fc.subarray(['a', 'b', 'c', 'd', 'e', 'f']);
    fc.assert(
      fc.property(some, some, (names, more) => {
        const votes = (from: readonly string[]): number => from.filter((name) => names.includes(name)).length;
        const want = Number(votes(['a', 'b', 'c']) >= 2) + Number(votes(['d', 'e']) >= 1) + votes(['f']) >= 2;
        expect(meets(policy, ...names)).toBe(want);
        if (want) expect(meets(policy, ...names, ...more)).toBe(true);
      }),
    );
  });

  test('arbitrary words end in a value', () => {
    const word = fc.constantFrom(
      'log',
      'witness',
      'group',
      'quorum',
      'none',
      'all',
      'any',
      '1',
      'a',
      'b',
      '\n',
      '\n',
      '#',
      WITNESSES[0],
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (words) => {
        expect(parsePolicy(utf8(words.join(' ')), nodeHashing)).toHaveProperty('ok');
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(parsePolicy(bytes, nodeHashing)).toHaveProperty('ok');
      }),
    );
  });
});
