import { base64Of, bytesOfBase64 } from '../base64.ts';
import { bytesOfHex, concatBytes, hexOf, textOf } from '../bytes.ts';
import type { Hashing } from '../hashing.ts';
import { err, ok, type Result } from '../result.ts';
import { noteFault } from './fault.ts';
import { isNoteText, type NoteSignature, type Signed, verifySignature } from './signature.ts';
import { isKeyName, type VerifierKey } from './verifier-key.ts';

/** A note as it was read. Nothing of it may be trusted before `openNote` has found a known signer. */
export interface SignedNote {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A note whose text at least one known key has signed. */
export interface OpenedNote {
  readonly text: string;
  /** One for each known key that signed, in the order of the lines. */
  readonly signedBy: readonly Signed[];
}

// Signed-note: at least 16 must be taken, and a bound should be set. The reference implementation takes 100 and a megabyte.
const MOST_SIGNATURES = 100;
const MOST_CHARACTERS = 1_000_000;

/**
 * Splits a note at its last blank line. Refuses whatever has a second spelling (base64) or could hide something (control
 * characters, names with spaces, bytes that are not UTF-8). Errors: `NOTE_MALFORMED`, `NOTE_SIGNATURE_MALFORMED`. Linear.
 */
export function parseNote(note: string | Uint8Array): Result<SignedNote> {
  const malformed = (what: string) => err(noteFault('NOTE_MALFORMED', `reading a signed note: ${what}`));
  const whole = typeof note === 'string' ? note : textOf(note);
  if (whole === null) return malformed('it is not UTF-8');
  if (whole.length > MOST_CHARACTERS) return malformed(`it is longer than ${MOST_CHARACTERS} characters`);
  if (!isNoteText(whole)) return malformed('it holds a control character, or half a character');
  const blank = whole.lastIndexOf('\n\n');
  if (blank < 0) return malformed('no blank line before the signatures');
  const under = whole.slice(blank + 2);
  if (!under.endsWith('\n')) return malformed('no signature, or the last line does not end');
  const lines = under.slice(0, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) return malformed(`more than ${MOST_SIGNATURES} signatures`);
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (signature === null)
      return err(
        noteFault(
          'NOTE_SIGNATURE_MALFORMED',
          `reading a signed note: line ${signatures.length + 1} under the text is no signature`,
        ),
      );
    signatures.push(signature);
  }
  return ok({ text: whole.slice(0, blank + 1), signatures });
}

/** `— name base64(id ‖ signature)` without its newline; null for anything else. */
export function parseSignatureLine(line: string): NoteSignature | null {
  const [, name = '', encoded = ''] = /^\u2014 ([^ ]+) ([^ ]+)$/u.exec(line) ?? [];
  const bytes = bytesOfBase64(encoded);
  if (!isKeyName(name) || bytes === null || bytes.length < 5) return null;
  return { name, id: hexOf(bytes.subarray(0, 4)), bytes: bytes.subarray(4) };
}

/** The line without its newline. */
export const formatSignatureLine = ({ name, id, bytes }: NoteSignature): string =>
  `\u2014 ${name} ${base64Of(concatBytes(bytesOfHex(id) ?? new Uint8Array(), bytes))}`;

export const formatNote = ({ text, signatures }: SignedNote): string =>
  `${text}\n${signatures.map((signature) => `${formatSignatureLine(signature)}\n`).join('')}`;

/**
 * Verifies every line of a known key. Lines of unknown keys are ignored, also when name or id alone is known. Errors: those of
 * `parseNote`, `NOTE_FORGED` (a line of a known key does not hold: the whole note is refused), `NOTE_UNVERIFIED` (no known key).
 */
export function openNote(
  note: string | Uint8Array,
  known: readonly VerifierKey[],
  hashing: Hashing,
): Result<OpenedNote> {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  const { text, signatures } = parsed.value;
  const signedBy = new Map<VerifierKey, Signed>();
  for (const signature of signatures) {
    const key = known.find(({ name, id }) => name === signature.name && id === signature.id);
    if (key === undefined) continue;
    const signed = verifySignature(text, signature.bytes, key, hashing);
    if (signed === null)
      return err(noteFault('NOTE_FORGED', `verifying a signed note: the signature of key ${key.id} does not hold`));
    if (!signedBy.has(key)) signedBy.set(key, signed);
  }
  if (signedBy.size === 0)
    return err(
      noteFault(
        'NOTE_UNVERIFIED',
        `verifying a signed note: none of its ${signatures.length} signatures is of one of the ${known.length} known keys`,
      ),
    );
  return ok({ text, signedBy: [...signedBy.values()] });
}
