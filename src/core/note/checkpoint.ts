import type { Hashing } from '../hashing.ts';
import { err, ok, type Result } from '../result.ts';
import { type Checkpoint, formatCheckpointText, parseCheckpointText } from './checkpoint-text.ts';
import { noteFault } from './fault.ts';
import { type NoteSigner, type Signed, signText } from './signature.ts';
import { formatNote, openNote, parseNote } from './signed-note.ts';
import { type VerifierKey, verifierKey } from './verifier-key.ts';

/** A checkpoint that its log has signed, and who cosigned it. */
export interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** The signed text, as it stands in the note. */
  readonly text: string;
  readonly log: VerifierKey;
  /** Cosignatures of known witnesses, each with the witness's time. */
  readonly cosignedBy: readonly Signed[];
}

/** The checkpoint as a note with the log's one signature: what is published, and what witnesses are asked to cosign. */
export function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): string {
  const text = formatCheckpointText(checkpoint);
  return formatNote({ text, signatures: [signText(text, signer, 0)] });
}

/** The name of the notices log of an incident, under that of the main log: published below it. */
export const noticesOrigin = (mainOrigin: string, incident: string): string => `${mainOrigin}/notices/${incident}`;

/**
 * The keys under which a checkpoint of `origin` is believed: those of the log of that name, and, for a notices log
 * (`<name>/notices/<incident>`), the key of the log that it belongs to, under its own name.
 */
export function logKeysFor(origin: string, logs: readonly VerifierKey[], hashing: Hashing): readonly VerifierKey[] {
  const parent = /^(.+)\/notices\/[^/]+$/s.exec(origin)?.[1];
  return logs.flatMap((log) => {
    if (log.name === origin) return [log];
    if (log.name !== parent) return [];
    const derived = verifierKey(log.kind, origin, log.publicKey, hashing);
    return derived.ok ? [derived.value] : [];
  });
}

/**
 * Opens a checkpoint of one of `logs`: the key that signed must carry the origin's name, so that no signature of another log of
 * ours passes for this one. Errors: those of `openNote`, `CHECKPOINT_MALFORMED`.
 */
export function openCheckpoint(
  note: string | Uint8Array,
  logs: readonly VerifierKey[],
  witnesses: readonly VerifierKey[],
  hashing: Hashing,
): Result<OpenedCheckpoint> {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  const checkpoint = parseCheckpointText(parsed.value.text);
  if (!checkpoint.ok) return checkpoint;
  // The origin is not believed yet: it only says whose signature to look for, and that signature covers it.
  const keys = logKeysFor(checkpoint.value.origin, logs, hashing);
  const opened = openNote(note, [...keys, ...witnesses], hashing);
  if (!opened.ok) return opened;
  const { text, signedBy } = opened.value;
  const log = signedBy.find(({ key }) => keys.includes(key))?.key;
  if (log === undefined)
    return err(noteFault('NOTE_UNVERIFIED', 'opening a checkpoint: no key of the log that its origin names signed it'));
  return ok({
    checkpoint: checkpoint.value,
    text,
    log,
    cosignedBy: signedBy.filter(({ key }) => witnesses.includes(key)),
  });
}
