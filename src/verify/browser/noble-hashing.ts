import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js';
import { concatBytes, equalBytes } from '../../core/bytes.ts';
import { isSoundEd25519Point } from '../../core/ed25519-point.ts';
import type { BagHashing } from '../bag/bag-hashing.ts';

/**
 * `BagHashing` without node:crypto, on @noble (MIT, no dependencies). Signatures hold here exactly when they hold for `nodeHashing`: the equation is
 * checked without the cofactor, as OpenSSL does, because noble's own `verify` takes some that OpenSSL refuses.
 */
export const nobleHashing: BagHashing = {
  sha512: (bytes) => sha512(bytes),
  sha256(...parts) {
    const hash = sha256.create();
    for (const part of parts) hash.update(part);
    return hash.digest();
  },
  verifyEd25519(publicKey, message, signature) {
    const r = signature.subarray(0, 32);
    if (signature.length !== 64 || !isSoundEd25519Point(publicKey) || !isSoundEd25519Point(r)) return false;
    const s = numberOf(signature.subarray(32));
    if (s >= ORDER) return false;
    try {
      const point = ed25519.Point.fromBytes(publicKey);
      const k = numberOf(sha512(concatBytes(r, publicKey, message))) % ORDER;
      const sum = ed25519.Point.BASE.multiplyUnsafe(s).subtract(point.multiplyUnsafe(k));
      return equalBytes(sum.toBytes(), r);
    } catch {
      // Not a point of the curve.
      return false;
    }
  },
  verifyMlDsa44(publicKey, message, signature) {
    if (publicKey.length !== 1312 || signature.length !== 2420) return false;
    try {
      return ml_dsa44.verify(signature, message, publicKey);
    } catch {
      return false;
    }
  },
};

// RFC 8032 section 5.1: the order of the base point.
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/** Little-endian. */
const numberOf = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
