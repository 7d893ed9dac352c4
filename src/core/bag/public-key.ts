import { base64Of, bytesOfBase64 } from '../base64.ts';

// RFC 8410 section 4: SubjectPublicKeyInfo of an Ed25519 key is this and the 32 bytes of the key.
const SPKI_PREFIX = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/** PEM of a 32-byte Ed25519 public key, as openssl reads it. */
export const publicKeyPem = (key: Uint8Array): string =>
  `-----BEGIN PUBLIC KEY-----\n${base64Of(Uint8Array.from([...SPKI_PREFIX, ...key]))}\n-----END PUBLIC KEY-----\n`;

/** The 32 bytes of the key; null unless the text is exactly what `publicKeyPem` writes. */
export function parsePublicKeyPem(text: string): Uint8Array | null {
  const key = bytesOfBase64(text.split('\n')[1] ?? '')?.subarray(SPKI_PREFIX.length) ?? null;
  return key !== null && key.length === 32 && publicKeyPem(key) === text ? key : null;
}
