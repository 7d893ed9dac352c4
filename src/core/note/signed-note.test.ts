import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { base64Of } from '../base64.ts';
import { nodeHashing } from '../node-hashing.ts';
import { generateSigningKey, parseSigningKey, type SigningKind } from '../node-signer.ts';
import type { Result } from '../result.ts';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { formatCheckpointText, parseCheckpointText, parseDecimal } from './checkpoint-text.ts';
import { type NoteSigner, signText } from './signature.ts';
import { formatNote, openNote, parseNote } from './signed-note.ts';
import { formatVerifierKey, parseVerifierKey, verifierKey } from './verifier-key.ts';

fc.configureGlobal({ seed: 4 });

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const signerOf = (kind: SigningKind, name: string): NoteSigner =>
  must(parseSigningKey(must(generateSigningKey(kind, name))));

/** The command signs with Ed25519 alone; a witness elsewhere may have this kind. */
function mlDsaSigner(name: string): NoteSigner {
  const { publicKey, privateKey } = generateKeyPairSync('ml-dsa-44');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(22);
  return {
    key: must(verifierKey('ml-dsa-44', name, new Uint8Array(raw), nodeHashing)),
    sign: (message) => new Uint8Array(sign(null, message, privateKey)),
  };
}

const log = signerOf('ed25519', 'log.example.com/a');
const witness = signerOf('cosignature-v1', 'witness.example.com');
const lattice = mlDsaSigner('lattice.example.com');
const checkpoint = { origin: 'log.example.com/a', size: 7, rootHash: new Uint8Array(32).fill(9), extensions: [] };

const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);

describe('a signed note', () => {
  const text = 'first\n\nsecond, after a blank line\n';
  const note = formatNote({ text, signatures: [signText(text, log, 0), signText(text, witness, 5)] });

  test('opens under each key that signed it, and says when a cosigner did', () => {
    expect(must(openNote(note, [log.key], nodeHashing))).toEqual({ text, signedBy: [{ key: log.key, time: null }] });
    expect(must(openNote(note, [witness.key], nodeHashing)).signedBy).toEqual([{ key: witness.key, time: 5 }]);
    expect(must(openNote(note, [witness.key, log.key], nodeHashing)).signedBy).toHaveLength(2);
  });

  test('is split at the last blank line, and is written again as it was read', () => {
    expect(must(parseNote(note)).text).toBe(text);
    expect(formatNote(must(parseNote(note)))).toBe(note);
    expect(must(parseNote(new TextEncoder().encode(note))).text).toBe(text);
  });

  test('a line of a key known by name alone, or by id alone, is ignored', () => {
    const namesake = signerOf('ed25519', 'log.example.com/a').key;
    const sameId = { ...log.key, name: 'other.example.com' };
    expect(codeOf(openNote(note, [namesake, sameId], nodeHashing))).toBe('NOTE_UNVERIFIED');
  });

  test('one broken line of a known key spoils the note, however many good ones there are', () => {
    const other = signText('another text\n', log, 0);
    const spoiled = formatNote({ text, signatures: [signText(text, log, 0), other, signText(text, witness, 5)] });
    expect(codeOf(openNote(spoiled, [log.key, witness.key], nodeHashing))).toBe('NOTE_FORGED');
    expect(codeOf(openNote(spoiled, [witness.key], nodeHashing))).toBe('ok');
  });

  test('a key that signs twice counts once', () => {
    const line = signText(text, log, 0);
    const twice = formatNote({ text, signatures: [line, line] });
    expect(must(openNote(twice, [log.key], nodeHashing)).signedBy).toHaveLength(1);
  });

  test('takes 100 signatures and no more', () => {
    const line = signText(text, log, 0);
    const of = (count: number): string => formatNote({ text, signatures: Array.from({ length: count }, () => line) });
    expect(codeOf(parseNote(of(100)))).toBe('ok');
    expect(codeOf(parseNote(of(101)))).toBe('NOTE_MALFORMED');
  });

  test('a cosignature of one time does not hold for another', () => {
    const line = signText(text, witness, 5);
    const later = new Uint8Array(line.bytes);
    later[7] = 6;
    const moved = formatNote({ text, signatures: [{ ...line, bytes: later }] });
    expect(codeOf(openNote(moved, [witness.key], nodeHashing))).toBe('NOTE_FORGED');
  });

  const flip = fc.record({ at: fc.nat(note.length - 1), by: fc.integer({ min: 1, max: 255 }) });

  test('no changed byte of it opens as another text', () => {
    const bytes = new TextEncoder().encode(note);
    fc.assert(
      fc.property(flip, ({ at, by }) => {
        const changed = new Uint8Array(bytes);
        changed[at] = (changed[at] ?? 0) ^ by;
        const opened = openNote(changed, [log.key, witness.key], nodeHashing);
        if (opened.ok) expect(opened.value.text).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('reading arbitrary text ends in a value, and what is read is written the same', () => {
    const part = fc.constantFrom(
      '\n',
      '\n\n',
      '\u2014 ',
      'name ',
      'AAAAAAA=',
      'a',
      '+',
      '\r',
      '\u00a0',
      '\ud800',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const given = parts.join('');
        const parsed = parseNote(given);
        if (parsed.ok) expect(formatNote(parsed.value)).toBe(given);
      }),
      { numRuns: 5000 },
    );
  });

  test.each([
    ['a tab', 'a\tb\n'],
    ['no newline at the end', 'a'],
    ['a lone surrogate', '\ud800\n'],
  ])('%s cannot be signed', (_, bad) => {
    expect(() => signText(bad, log, 0)).toThrow('signing a note');
  });

  test.each([
    ['a no-break space in a name', '\u2014 a\u00a0b AAAAAAA='],
    ['a next-line character in a name', '\u2014 a\u0085b AAAAAAA='],
    ['a plus in a name', '\u2014 a+b AAAAAAA='],
    ['a hyphen for the dash', '- a AAAAAAA='],
    ['two blanks', '\u2014  a AAAAAAA='],
    ['a blank at the end', '\u2014 a AAAAAAA= '],
    ['no signature behind the id', '\u2014 a AAAAAA=='],
    ['base64 with stray bits', '\u2014 a AAAAAAB='],
    ['nothing behind the name', '\u2014 a'],
  ])('a signature line with %s is refused', (_, line) => {
    expect(codeOf(parseNote(`text\n\n${line}\n`))).toBe('NOTE_SIGNATURE_MALFORMED');
  });
});

describe('a verifier key', () => {
  test('is written as it was read, for each kind', () => {
    for (const { key } of [log, witness, lattice]) {
      const text = formatVerifierKey(key);
      expect(must(parseVerifierKey(text, nodeHashing))).toEqual(key);
    }
  });

  test('of ECDSA has the id of the key alone, and signs nothing here', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = must(
      verifierKey('ecdsa', 'a', new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })), nodeHashing),
    );
    expect(must(parseVerifierKey(formatVerifierKey(key), nodeHashing))).toEqual(key);
    expect(key.id).toBe(must(verifierKey('ecdsa', 'b', key.publicKey, nodeHashing)).id);
    const note = formatNote({ text: 'x\n', signatures: [{ name: 'a', id: key.id, bytes: new Uint8Array(64) }] });
    expect(codeOf(openNote(note, [key], nodeHashing))).toBe('NOTE_FORGED');
  });

  test('with any character of it changed is refused', () => {
    const text = formatVerifierKey(log.key);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...'aZ09+/=. \n'.split('')), (at, by) => {
        const changed = text.slice(0, at) + by + text.slice(at + 1);
        if (changed !== text) expect(codeOf(parseVerifierKey(changed, nodeHashing))).toBe('KEY_INVALID');
      }),
      { numRuns: 1000 },
    );
  });

  test('of small order is refused when it is loaded', () => {
    for (const first of [0, 1]) {
      const point = new Uint8Array(32);
      point[0] = first;
      expect(codeOf(verifierKey('ed25519', 'a', point, nodeHashing))).toBe('KEY_INVALID');
      expect(codeOf(verifierKey('cosignature-v1', 'a', point, nodeHashing))).toBe('KEY_INVALID');
    }
  });

  test.each([
    '',
    'a',
    'a+b',
    '+00000000+AA==',
    'a b+00000000+AA==',
    'a+0000000g+AA==',
    'a+00000000+',
    'a+00000000+_w==',
  ])('%j is refused', (text) => {
    expect(codeOf(parseVerifierKey(text, nodeHashing))).toBe('KEY_INVALID');
  });
});

describe('a signing key', () => {
  test('signs under the verifier key that it gives', () => {
    const secret = must(generateSigningKey('ed25519', 'a.example.com'));
    const signer = must(parseSigningKey(`${secret}\n`));
    const note = formatNote({ text: 'x\n', signatures: [signText('x\n', signer, 0)] });
    expect(codeOf(openNote(note, [signer.key], nodeHashing))).toBe('ok');
  });

  test('that is damaged is refused without being repeated', () => {
    const secret = must(generateSigningKey('ed25519', 'a.example.com'));
    for (const bad of [secret.slice(0, -1), secret.replace('a.example', 'b.example'), `x${secret}`, '']) {
      const parsed = parseSigningKey(bad);
      expect(codeOf(parsed)).toBe('KEY_INVALID');
      expect(JSON.stringify(parsed)).not.toContain(secret.slice(-20));
    }
  });

  test('cannot be made for a name that no note could hold', () => {
    expect(codeOf(generateSigningKey('ed25519', 'a b'))).toBe('KEY_INVALID');
  });
});

describe('a checkpoint', () => {
  test('that its log signed and witnesses cosigned opens with all of them', () => {
    const { text, signatures } = must(parseNote(signCheckpoint(checkpoint, log)));
    const note = formatNote({
      text,
      signatures: [...signatures, signText(text, witness, 1_764_000_000), signText(text, lattice, 1_764_000_001)],
    });
    const opened = must(openCheckpoint(note, [log.key], [witness.key, lattice.key], nodeHashing));
    expect(opened.checkpoint).toEqual(checkpoint);
    expect(opened.cosignedBy).toEqual([
      { key: witness.key, time: 1_764_000_000 },
      { key: lattice.key, time: 1_764_000_001 },
    ]);
  });

  test('an ML-DSA cosignature holds for this root, size and origin alone', () => {
    const { text } = must(parseNote(signCheckpoint(checkpoint, log)));
    const line = signText(text, lattice, 1);
    for (const other of [
      { ...checkpoint, size: 8 },
      { ...checkpoint, origin: 'log.example.com/b' },
      { ...checkpoint, rootHash: new Uint8Array(32) },
    ]) {
      const note = formatNote({ text: formatCheckpointText(other), signatures: [line] });
      expect(codeOf(openNote(note, [lattice.key], nodeHashing))).toBe('NOTE_FORGED');
    }
    expect(() => signText('no checkpoint\n', lattice, 1)).toThrow('cannot sign this text');
  });

  test('signed by another log of ours is none of this log', () => {
    const other = signerOf('ed25519', 'log.example.com/b');
    const note = signCheckpoint(checkpoint, other);
    expect(codeOf(openCheckpoint(note, [log.key, other.key], [], nodeHashing))).toBe('NOTE_UNVERIFIED');
  });

  test('with witnesses alone under it is not signed by its log', () => {
    const text = formatCheckpointText(checkpoint);
    const note = formatNote({ text, signatures: [signText(text, witness, 1)] });
    expect(codeOf(openCheckpoint(note, [log.key], [witness.key], nodeHashing))).toBe('NOTE_UNVERIFIED');
  });

  test('is written as it was read', () => {
    const origin = fc.stringMatching(/^[a-z./]{1,20}$/);
    const size = fc.maxSafeNat();
    const rootHash = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(origin, size, rootHash, fc.array(origin, { maxLength: 2 }), (...[name, count, root, extensions]) => {
        const given = { origin: name, size: count, rootHash: root, extensions };
        expect(must(parseCheckpointText(formatCheckpointText(given)))).toEqual(given);
      }),
    );
  });

  const root = base64Of(new Uint8Array(32));
  test.each([
    ['', 'nothing'],
    [`a\n1\n${root}`, 'a last line that does not end'],
    ['a\n1\n', 'two lines'],
    [`\n1\n${root}\n`, 'an empty origin'],
    [`a\n01\n${root}\n`, 'a leading zero'],
    [`a\n0x10\n${root}\n`, 'hexadecimal'],
    [`a\n\n${root}\n`, 'no size'],
    [`a\n 7 \n${root}\n`, 'blanks'],
    [`a\n-1\n${root}\n`, 'a sign'],
    [`a\n1e3\n${root}\n`, 'an exponent'],
    [`a\n9007199254740992\n${root}\n`, 'more than a number holds exactly'],
    [`a\n1\n${root.slice(0, 40)}\n`, 'a short root'],
    [`a\n1\n${root}\n\n`, 'an empty extension'],
    [`${'a'.repeat(256)}\n1\n${root}\n`, 'an origin over 255 bytes'],
  ])('%j is none: %s', (text) => {
    expect(codeOf(parseCheckpointText(text))).toBe('CHECKPOINT_MALFORMED');
  });

  test('that could not be read back is not written', () => {
    for (const bad of [
      { origin: 'a\n5' },
      { origin: '' },
      { size: 1.5 },
      { size: -1 },
      { extensions: [''] },
      { extensions: ['a\nb'] },
    ])
      expect(() => formatCheckpointText({ ...checkpoint, ...bad })).toThrow('formatting a checkpoint');
  });

  test('decimals have one spelling', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'01289.e-+x '.split('')), maxLength: 17 }), (text) => {
        const value = parseDecimal(text);
        if (value !== null) expect(String(value)).toBe(text);
      }),
    );
  });
});
