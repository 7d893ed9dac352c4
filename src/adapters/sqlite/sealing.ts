import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

const IV_BYTES = 12; // NIST SP 800-38D: 96 bits, random; a key of ours seals far fewer than 2^32 messages
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

// Measured (Node 24.21): bytes in the place of a KeyObject cost 30 to 40 µs at every call, more than the rest of sealing a record.
export const secretKey = (bytes: Uint8Array): KeyObject => createSecretKey(bytes);

/** AES-256-GCM: IV ‖ ciphertext ‖ authentication tag. It opens only with the same `bound` bytes. */
export function seal(key: KeyObject, plain: Uint8Array, bound: Uint8Array): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(bound);
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** What was sealed; null when any byte of it, of the key or of `bound` is another. */
export function unseal(key: KeyObject, sealed: Uint8Array, bound: Uint8Array): Buffer | null {
  if (key.symmetricKeySize !== KEY_BYTES || sealed.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(bound);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}

/** Two uses, two keys: wrapping subjects' keys, and finding the row of a subject without its name in it. */
export interface MasterKeys {
  readonly wrapping: KeyObject;
  readonly finding: KeyObject;
}

/** By HKDF-SHA-256 (RFC 5869) from the 32 bytes of `keys/master.key`. */
export function masterKeys(master: Uint8Array): MasterKeys {
  const derive = (use: string): KeyObject =>
    secretKey(new Uint8Array(hkdfSync('sha256', master, new Uint8Array(), `candour/state/${use}/v1`, KEY_BYTES)));
  return { wrapping: derive('wrap'), finding: derive('find') };
}

/** The tag under which the key of a person in a case is found; it tells nothing without the master key. */
export const subjectTag = (keys: MasterKeys, caseId: string | null, about: string | null): Buffer =>
  createHmac('sha256', keys.finding)
    .update(JSON.stringify([caseId, about]))
    .digest();
