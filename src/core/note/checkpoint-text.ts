import { base64Of, bytesOfBase64 } from '../base64.ts';
import { utf8 } from '../bytes.ts';
import { err, ok, type Result } from '../result.ts';
import { noteFault } from './fault.ts';
import { MOST_NAME_BYTES } from './verifier-key.ts';

/** What a log says of itself at one moment (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string;
  /** Number of entries. */
  readonly size: number;
  /** 32 bytes. */
  readonly rootHash: Uint8Array;
  /** Lines after the third, not signed by every cosigner; Candour writes none. */
  readonly extensions: readonly string[];
}

/** A decimal without leading zeros, sign or blanks, up to 2^53 - 1; null for anything else (`Number` takes '', '0x10' and ' 7 '). */
export function parseDecimal(text: string): number | null {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

/**
 * Reads the text of a checkpoint's note. The root of an empty tree is for the hashing to check, as every root. Error:
 * `CHECKPOINT_MALFORMED`.
 */
export function parseCheckpointText(text: string): Result<Checkpoint> {
  const malformed = (what: string) => err(noteFault('CHECKPOINT_MALFORMED', `reading a checkpoint: ${what}`));
  if (!text.endsWith('\n')) return malformed('the last line does not end');
  const [origin = '', sizeLine = '', rootLine, ...extensions] = text.slice(0, -1).split('\n');
  if (rootLine === undefined) return malformed('expected origin, size and root hash, got fewer lines');
  if (origin === '') return malformed('the origin is empty');
  if (utf8(origin).length > MOST_NAME_BYTES) return malformed(`the origin is longer than ${MOST_NAME_BYTES} bytes`);
  const size = parseDecimal(sizeLine);
  if (size === null) return malformed('the size is no decimal number up to 2^53 - 1');
  const rootHash = bytesOfBase64(rootLine);
  if (rootHash?.length !== 32) return malformed('the root hash is not 32 bytes of canonical base64');
  if (extensions.includes('')) return malformed('an extension line is empty');
  return ok({ origin, size, rootHash, extensions });
}

/** The text that is signed; throws on what could not be read back. */
export function formatCheckpointText({ origin, size, rootHash, extensions }: Checkpoint): string {
  const text = [origin, size, base64Of(rootHash), ...extensions].map((line) => `${line}\n`).join('');
  const back = parseCheckpointText(text);
  if (!back.ok || back.value.extensions.length !== extensions.length)
    throw new Error('formatting a checkpoint: a part of it holds a line break, is empty or out of range');
  return text;
}
