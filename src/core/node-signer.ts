import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { base64Of, bytesOfBase64 } from './base64.ts';
import { concatBytes } from './bytes.ts';
import { nodeHashing } from './node-hashing.ts';
import { noteFault } from './note/fault.ts';
import type { NoteSigner } from './note/signature.ts';
import { verifierKey } from './note/verifier-key.ts';
import { err, ok, type Result } from './result.ts';

/** The kinds of key that this process can sign with. */
export type SigningKind = 'ed25519' | 'cosignature-v1';

// RFC 8410: PrivateKeyInfo of an Ed25519 key, up to the 32 bytes of its seed.
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const TYPE_BYTES: Readonly<Record<SigningKind, number>> = { ed25519: 0x01, 'cosignature-v1': 0x04 };

/** A fresh key from the operating system's randomness: the text to keep secret, as `parseSigningKey` reads it. Error: `KEY_INVALID`. */
export function generateSigningKey(kind: SigningKind, name: string): Result<string> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8_PREFIX.length);
  const signer = signerOf(kind, name, seed);
  if (!signer.ok) return signer;
  const secret = base64Of(concatBytes(Uint8Array.of(TYPE_BYTES[kind]), seed));
  return ok(`PRIVATE+KEY+${name}+${signer.value.key.id}+${secret}`);
}

/** Reads `PRIVATE+KEY+name+id+base64(type ‖ seed)`, the form of Go's note package; a newline may follow. Error: `KEY_INVALID`, without the text. */
export function parseSigningKey(text: string): Result<NoteSigner> {
  const invalid = (what: string) => err(noteFault('KEY_INVALID', `reading a signing key: ${what}`));
  const match = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(.+?)\n?$/u.exec(text);
  if (match === null) return invalid('expected PRIVATE+KEY+name+id+base64');
  const [, name = '', id = '', encoded = ''] = match;
  const bytes = bytesOfBase64(encoded);
  const kind = (Object.keys(TYPE_BYTES) as SigningKind[]).find((each) => TYPE_BYTES[each] === bytes?.[0]);
  if (bytes?.length !== 33 || kind === undefined)
    return invalid('expected 32 bytes of Ed25519 seed behind a type 01 or 04');
  const signer = signerOf(kind, name, bytes.subarray(1));
  if (signer.ok && signer.value.key.id !== id) return invalid('the id does not fit name and key');
  return signer;
}

function signerOf(kind: SigningKind, name: string, seed: Uint8Array): Result<NoteSigner> {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const key = verifierKey(kind, name, publicBytes(privateKey), nodeHashing);
  return key.ok ? ok({ key: key.value, sign: (message) => new Uint8Array(sign(null, message, privateKey)) }) : key;
}

function publicBytes(privateKey: KeyObject): Uint8Array {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return new Uint8Array(spki.subarray(spki.length - 32));
}
