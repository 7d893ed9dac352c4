import { bytesOfHex, hexOf, textOf, utf8 } from '../../core/bytes.ts';
import type { Hashing } from '../../core/hashing.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { receiptFault } from './fault.ts';

/** What opens a commitment: the record's canonical text, byte for byte, and the nonce that hid it. Personal data. */
export interface Opening {
  readonly nonce: Uint8Array;
  readonly record: string;
}

// docs/design/evidence.md, "A leaf".
const TAG = utf8('candour/record/v1\n');

/** The commitment of a leaf to this record, hex. */
export const commitmentOfOpening = ({ nonce, record }: Opening, hashing: Hashing): string =>
  hexOf(hashing.sha256(TAG, nonce, utf8(record)));

/** `{"v":1,"nonce":"<64 hex digits>","record":"<text>"}`. Error: `RECEIPT_OPENING_MALFORMED`. */
export function parseOpening(bytes: Uint8Array): Result<Opening> {
  const json = objectIn(bytes);
  const { v, nonce, record } = json ?? {};
  const opened = typeof nonce === 'string' && nonce.length === 64 ? bytesOfHex(nonce) : null;
  if (v !== 1 || opened === null || typeof record !== 'string' || !record.isWellFormed())
    return err(receiptFault('RECEIPT_OPENING_MALFORMED', 'reading an opening: expected v 1, a nonce and a record'));
  return ok({ nonce: opened, record });
}

export const formatOpening = ({ nonce, record }: Opening): string =>
  `${JSON.stringify({ v: 1, nonce: hexOf(nonce), record })}\n`;

/** The JSON object that the bytes are; null for everything else. */
export function objectIn(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  const text = textOf(bytes);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}
