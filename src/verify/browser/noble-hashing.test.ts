import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeHashing } from '../../core/node-hashing.ts';
import { nobleHashing } from './noble-hashing.ts';

fc.configureGlobal({ seed: 4 });

const rawKey = (spki: Buffer, length: number): Uint8Array => new Uint8Array(spki.subarray(spki.length - length));

test('hashes as Node does, in however many parts', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 }), (parts) => {
      expect(nobleHashing.sha256(...parts)).toEqual(nodeHashing.sha256(...parts));
    }),
  );
});

test('takes what Node has signed with Ed25519, and nothing of it that was changed', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = rawKey(publicKey.export({ format: 'der', type: 'spki' }), 32);
  const message = fc.uint8Array({ maxLength: 80 });
  fc.assert(
    fc.property(message, fc.nat(63), fc.integer({ min: 1, max: 255 }), (text, at, by) => {
      const signature = new Uint8Array(sign(null, text, privateKey));
      expect(nobleHashing.verifyEd25519(key, text, signature)).toBe(true);
      signature[at] = (signature[at] ?? 0) ^ by;
      expect(nobleHashing.verifyEd25519(key, text, signature)).toBe(false);
      expect(nodeHashing.verifyEd25519(key, text, signature)).toBe(false);
    }),
    { numRuns: 40 },
  );
});

test('takes what Node has signed with ML-DSA-44, and nothing of it that was changed', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ml-dsa-44');
  const key = rawKey(publicKey.export({ format: 'der', type: 'spki' }), 1312);
  const message = new TextEncoder().encode('a message');
  const signature = new Uint8Array(sign(null, message, privateKey));
  for (const hashing of [nodeHashing, nobleHashing]) {
    expect(hashing.verifyMlDsa44(key, message, signature)).toBe(true);
    for (const at of [0, 1000, 2419]) {
      const changed = signature.with(at, (signature[at] ?? 0) ^ 1);
      expect(hashing.verifyMlDsa44(key, message, changed)).toBe(false);
    }
    expect(hashing.verifyMlDsa44(key.subarray(1), message, signature)).toBe(false);
  }
});
