import { base64Of, bytesOfBase64 } from '../base64.ts';
import { concatBytes, hexOf, utf8 } from '../bytes.ts';
import { isSoundEd25519Point } from '../ed25519-point.ts';
import type { Hashing } from '../hashing.ts';
import { err, ok, type Result } from '../result.ts';
import { noteFault } from './fault.ts';

/** What a key signs, and how. Only `ed25519` and the two cosignatures can be verified here; the others are recognised. */
export type KeyKind = 'ed25519' | 'ecdsa' | 'cosignature-v1' | 'tree-head' | 'ml-dsa-44';

/** A public key as a note knows it: signatures name it by (name, id). */
export interface VerifierKey {
  readonly name: string;
  /** Eight hex digits. */
  readonly id: string;
  readonly kind: KeyKind;
  readonly publicKey: Uint8Array;
}

// C2SP signed-note, signature types; the length is that of the public key, null where it varies.
const TYPES: Readonly<Record<KeyKind, { readonly byte: number; readonly length: number | null }>> = {
  ed25519: { byte: 0x01, length: 32 },
  ecdsa: { byte: 0x02, length: null },
  'cosignature-v1': { byte: 0x04, length: 32 },
  'tree-head': { byte: 0x05, length: 32 },
  'ml-dsa-44': { byte: 0x06, length: 1312 },
};

/** Signed-note gives no bound; the ML-DSA message of tlog-cosignature holds at most 255 bytes of a name. */
export const MOST_NAME_BYTES = 255;

/** Not empty, no Unicode space, no plus, no control character. */
export const isKeyName = (name: string): boolean => /^[^\s\p{Cc}+]+$/u.test(name) && name.isWellFormed();

/** The id that signatures carry: a name for the key, no proof of it. */
export function keyIdOf(kind: KeyKind, name: string, publicKey: Uint8Array, hashing: Hashing): string {
  const hashed = // An ECDSA key's id leaves out the name: SHA-256 of the DER key alone.
    kind === 'ecdsa'
      ? hashing.sha256(publicKey)
      : hashing.sha256(utf8(`${name}\n`), Uint8Array.of(TYPES[kind].byte), publicKey);
  return hexOf(hashed.subarray(0, 4));
}

/** A verifier key from its parts. Error: `KEY_INVALID` (a name that cannot stand in a note, a key of wrong length or small order). */
export function verifierKey(kind: KeyKind, name: string, publicKey: Uint8Array, hashing: Hashing): Result<VerifierKey> {
  const invalid = (what: string) => err(noteFault('KEY_INVALID', `reading a verifier key: ${what}`));
  if (!isKeyName(name)) return invalid('the name is empty, or holds a space, a plus or a control character');
  if (utf8(name).length > MOST_NAME_BYTES) return invalid(`the name is longer than ${MOST_NAME_BYTES} bytes`);
  const { length } = TYPES[kind];
  if (publicKey.length === 0 || (length !== null && publicKey.length !== length))
    return invalid(`expected ${length ?? 'some'} bytes of ${kind} key, got ${publicKey.length}`);
  if ((kind === 'ed25519' || kind === 'cosignature-v1') && !isSoundEd25519Point(publicKey))
    return invalid('an Ed25519 key of small order, or not spelled canonically: anybody could sign for it');
  return ok({ name, id: keyIdOf(kind, name, publicKey, hashing), kind, publicKey });
}

/**
 * Reads `name+id+base64(type ‖ key)`. The base64 may hold plus signs, so only the first two part the text. Error: `KEY_INVALID`.
 *
 * @example
 *   parseVerifierKey('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k', nodeHashing);
 */
export function parseVerifierKey(text: string, hashing: Hashing): Result<VerifierKey> {
  const invalid = (what: string) => err(noteFault('KEY_INVALID', `reading a verifier key: ${what}`));
  const match = /^([^+]*)\+([^+]*)\+(.*)$/su.exec(text);
  if (match === null) return invalid('expected name+id+base64');
  const [, name = '', id = '', encoded = ''] = match;
  if (!/^[0-9a-f]{8}$/.test(id)) return invalid('the id is not eight lower-case hex digits');
  const bytes = bytesOfBase64(encoded);
  if (bytes === null || bytes.length === 0) return invalid('the key is not canonical base64');
  const kind = kindOf(bytes[0] ?? 0);
  if (kind === null) return invalid(`signature type 0x${hexOf(bytes.subarray(0, 1))} is not known`);
  const key = verifierKey(kind, name, bytes.subarray(1), hashing);
  if (key.ok && key.value.id !== id)
    return invalid(`the id does not fit name and key: expected ${key.value.id}, got ${id}`);
  return key;
}

export const formatVerifierKey = ({ name, id, kind, publicKey }: VerifierKey): string =>
  `${name}+${id}+${base64Of(concatBytes(Uint8Array.of(TYPES[kind].byte), publicKey))}`;

const kindOf = (byte: number): KeyKind | null =>
  (Object.keys(TYPES) as KeyKind[]).find((kind) => TYPES[kind].byte === byte) ?? null;
