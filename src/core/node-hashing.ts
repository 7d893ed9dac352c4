import { createHash, createPublicKey, verify } from 'node:crypto';
import { isSoundEd25519Point } from './ed25519-point.ts';
import type { Hashing } from './hashing.ts';

// SubjectPublicKeyInfo up to the bytes of the key itself: RFC 8410 for Ed25519, RFC 9881 for ML-DSA-44.
const ED25519_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const ML_DSA_44_PREFIX = Buffer.from('30820532300b06096086480165030403110382052100', 'hex');

/**
 * `Hashing` by node:crypto (OpenSSL). Of the signatures that RFC 8032 leaves open it takes what OpenSSL takes: S below the group's
 * order, the equation without the cofactor; and keys and R as `isSoundEd25519Point` says.
 */
export const nodeHashing: Hashing = {
  sha256(...parts) {
    const hash = createHash('sha256');
    for (const part of parts) hash.update(part);
    return new Uint8Array(hash.digest());
  },
  verifyEd25519: (publicKey, message, signature) =>
    isSoundEd25519Point(publicKey) &&
    signature.length === 64 &&
    isSoundEd25519Point(signature.subarray(0, 32)) &&
    holds(ED25519_PREFIX, publicKey, message, signature),
  verifyMlDsa44: (publicKey, message, signature) =>
    publicKey.length === 1312 && signature.length === 2420 && holds(ML_DSA_44_PREFIX, publicKey, message, signature),
};

function holds(prefix: Buffer, publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.concat([prefix, publicKey]), format: 'der', type: 'spki' });
    return verify(null, message, key, signature);
  } catch {
    // Not a point of the curve: no signature holds.
    return false;
  }
}
