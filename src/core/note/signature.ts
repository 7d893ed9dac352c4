import { concatBytes, uint64, utf8 } from '../bytes.ts';
import type { Hashing } from '../hashing.ts';
import { assertNever } from '../result.ts';
import { parseCheckpointText } from './checkpoint-text.ts';
import type { VerifierKey } from './verifier-key.ts';

/** One line under a note: who says to have signed (name, id), and the signature's bytes after the id. */
export interface NoteSignature {
  readonly name: string;
  /** Eight hex digits. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** A signature that holds. */
export interface Signed {
  readonly key: VerifierKey;
  /** Of a cosignature: seconds since 1970, as the cosigner says; null of a plain signature. */
  readonly time: number | null;
}

/** A private key in use: signs a message as the key's kind wants it. */
export interface NoteSigner {
  readonly key: VerifierKey;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

const TIME_BYTES = 8;
// FIPS 204: a signature of ML-DSA-44. RFC 8032: one of Ed25519.
const BYTES = { ed25519: 64, 'cosignature-v1': 64, 'ml-dsa-44': 2420 } as const;

/** Well-formed, without control characters below U+0020 other than the newline (C2SP signed-note). */
export function isNoteText(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 && unit !== 0x0a) return false;
  }
  return text.isWellFormed();
}

/** Null unless `bytes` (what follows the id on a line) is a signature of `key` over `text`; also for kinds that are not verified here. */
export function verifySignature(text: string, bytes: Uint8Array, key: VerifierKey, hashing: Hashing): Signed | null {
  if (key.kind === 'ecdsa' || key.kind === 'tree-head') return null;
  const timed = key.kind !== 'ed25519';
  if (bytes.length !== BYTES[key.kind] + (timed ? TIME_BYTES : 0)) return null;
  const time = timed ? timeOf(bytes) : 0;
  const message = time === null ? null : signedMessage(text, key, time);
  if (message === null) return null;
  const signature = timed ? bytes.subarray(TIME_BYTES) : bytes;
  const holds =
    key.kind === 'ml-dsa-44'
      ? hashing.verifyMlDsa44(key.publicKey, message, signature)
      : hashing.verifyEd25519(key.publicKey, message, signature);
  return holds ? { key, time: timed ? time : null } : null;
}

/**
 * Signs `text` (a note's text, ending in a newline). `time`: seconds since 1970, used by cosignatures alone. Throws where the text
 * cannot be signed so: an ML-DSA cosignature is over a checkpoint, and no other text.
 */
export function signText(text: string, signer: NoteSigner, time: number): NoteSignature {
  const { key, sign } = signer;
  if (!text.endsWith('\n') || !isNoteText(text))
    throw new Error('signing a note: the text does not end in a newline, or holds what a note may not hold');
  const message = signedMessage(text, key, time);
  if (message === null) throw new Error(`signing a note: a key of kind ${key.kind} cannot sign this text`);
  const signature = sign(message);
  const bytes = key.kind === 'ed25519' ? signature : concatBytes(uint64(time), signature);
  return { name: key.name, id: key.id, bytes };
}

/** What the key's kind signs; null where `text` has no such form. */
function signedMessage(text: string, key: VerifierKey, time: number): Uint8Array | null {
  switch (key.kind) {
    case 'ed25519':
      return utf8(text);
    case 'cosignature-v1':
      return utf8(`cosignature/v1\ntime ${time}\n${text}`);
    case 'ml-dsa-44':
      return subtreeMessage(text, key.name, time);
    case 'ecdsa':
    case 'tree-head':
      return null;
    default:
      return assertNever(key.kind);
  }
}

/** C2SP tlog-cosignature, `cosigned_message`: the whole tree of a checkpoint as the subtree [0, size). */
function subtreeMessage(text: string, cosigner: string, time: number): Uint8Array | null {
  const checkpoint = parseCheckpointText(text);
  if (!checkpoint.ok) return null;
  const { origin, size, rootHash } = checkpoint.value;
  const named = [utf8(cosigner), utf8(origin)];
  return concatBytes(
    utf8('subtree/v1\n\0'),
    Uint8Array.of(named[0]?.length ?? 0),
    named[0] ?? new Uint8Array(),
    uint64(time),
    Uint8Array.of(named[1]?.length ?? 0),
    named[1] ?? new Uint8Array(),
    uint64(0),
    uint64(size),
    rootHash,
  );
}

/** Null where the time is past what a number holds exactly: 285 million years from now. */
function timeOf(bytes: Uint8Array): number | null {
  const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  return time > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(time);
}
