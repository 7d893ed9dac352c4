import { bytesOfHex, hexOf, textOf, utf8 } from './bytes.ts';
import type { Hashing } from './hashing.ts';
import { jsonObjectIn } from './json-object.ts';

/** What opens a commitment: the record's canonical text, byte for byte, and the nonce that hid it. Personal data. */
export interface Opening {
  /** `NONCE_BYTES` long. */
  readonly nonce: Uint8Array;
  readonly record: string;
}

export const NONCE_BYTES = 32;

// docs/design/evidence.md, "A leaf": the tag keeps a commitment from being taken for a hash of anything else.
const TAG = utf8('candour/record/v1\n');

/** What a leaf says of a record: SHA-256(tag ‖ nonce ‖ canonical record) in hex. The 32 random bytes hide the record. */
export const commitmentOf = (hashing: Pick<Hashing, 'sha256'>, nonce: Uint8Array, record: Uint8Array): string =>
  hexOf(hashing.sha256(TAG, nonce, record));

/** The file that goes with a receipt: `{"v":1,"nonce":"<64 hex digits>","record":"<text>"}` and a newline. */
export const formatOpening = ({ nonce, record }: Opening): string =>
  `${JSON.stringify({ v: 1, nonce: hexOf(nonce), record })}\n`;

/** Null unless the bytes are just what `formatOpening` writes: an opening has one form, so that no other bytes pass for it. */
export function parseOpening(bytes: Uint8Array): Opening | null {
  const { nonce, record } = jsonObjectIn(bytes) ?? {};
  const hidden = typeof nonce === 'string' ? bytesOfHex(nonce) : null;
  if (hidden?.length !== NONCE_BYTES || typeof record !== 'string' || !record.isWellFormed()) return null;
  const opening = { nonce: hidden, record };
  return formatOpening(opening) === textOf(bytes) ? opening : null;
}
