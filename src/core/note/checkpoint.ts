import type { Hashing } from '../hashing.ts';
import { err, ok, type Result } from '../result.ts';
import { type Checkpoint, formatCheckpointText, parseCheckpointText } from './checkpoint-text.ts';
import { noteFault } from './fault.ts';
import { type NoteSigner, type Signed, signText } from './signature.ts';
import { formatNote, openNote } from './signed-note.ts';
import type { VerifierKey } from './verifier-key.ts';

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

/**
 * Opens a checkpoint of one of `logs`: the key that signed must carry the origin's name, so that no signature of another log of
 * ours passes for this one. Errors: those of `openNote`, `CHECKPOINT_MALFORMED`, `NOTE_UNVERIFIED` (signed, not by this origin's log).
 */
export function openCheckpoint(
  note: string | Uint8Array,
  logs: readonly VerifierKey[],
  witnesses: readonly VerifierKey[],
  hashing: Hashing,
): Result<OpenedCheckpoint> {
  const opened = openNote(note, [...logs, ...witnesses], hashing);
  if (!opened.ok) return opened;
  const { text, signedBy } = opened.value;
  const checkpoint = parseCheckpointText(text);
  if (!checkpoint.ok) return checkpoint;
  const log = signedBy.find(({ key }) => logs.includes(key) && key.name === checkpoint.value.origin)?.key;
  if (log === undefined)
    return err(noteFault('NOTE_UNVERIFIED', 'opening a checkpoint: no key of the log that its origin names signed it'));
  return ok({
    checkpoint: checkpoint.value,
    text,
    log,
    cosignedBy: signedBy.filter(({ key }) => witnesses.includes(key)),
  });
}
