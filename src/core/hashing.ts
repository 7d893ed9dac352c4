/**
 * The cryptography that verifying needs, so that the verifier runs in Node and in a browser. Synchronous: proofs are short.
 * Implementations: `core/node-hashing.ts` (node:crypto) and the browser build's own.
 */
export interface Hashing {
  /** 32 bytes. */
  sha256(...parts: readonly Uint8Array[]): Uint8Array;
  /** Ed25519 (RFC 8032); false for a wrong signature, and for public keys of small order. 32-byte key, 64-byte signature. */
  verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  /** ML-DSA-44 (FIPS 204) with an empty context; false for a wrong signature. 1312-byte key, 2420-byte signature. */
  verifyMlDsa44(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}
