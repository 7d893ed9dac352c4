import { base64Of, bytesOfBase64 } from '../base64.ts';
import { equalBytes, textOf } from '../bytes.ts';
import type { Hashing } from '../hashing.ts';
import { treeHasher } from '../merkle/tree-hasher.ts';
import { verifyConsistency } from '../merkle/verify-proof.ts';
import { err, ok, type Result } from '../result.ts';
import { logKeysFor, openCheckpoint } from './checkpoint.ts';
import { type Checkpoint, parseCheckpointText, parseDecimal } from './checkpoint-text.ts';
import { type NoteSignature, type NoteSigner, signText } from './signature.ts';
import { formatNote, formatSignatureLine, parseNote } from './signed-note.ts';
import type { VerifierKey } from './verifier-key.ts';

/** What a log sends to a witness (C2SP tlog-witness): its newest checkpoint, and that it continues the one of size `oldSize`. */
export interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  /** The signed note. */
  readonly checkpoint: string;
}

/** An answer over HTTP. */
export interface Answer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly contentType: string;
  readonly body: string;
}

/** What a witness remembers of a log: the last state it cosigned. */
export interface Witnessed {
  readonly size: number;
  readonly rootHash: Uint8Array;
  /** The checkpoint with the log's signatures and the witness's last cosignature. */
  readonly note: string;
  /** Seconds since 1970: when it was cosigned last. */
  readonly time: number;
}

// C2SP tlog-witness: the client must not send more.
const MOST_HASHES = 63;
/** A note of a hundred ML-DSA signatures fits. */
export const MOST_REQUEST_BYTES = 512 * 1024;

const PLAIN = 'text/plain; charset=utf-8';
const refusal = (status: Answer['status'], why: string): Answer => ({ status, contentType: PLAIN, body: `${why}\n` });

export const formatAddCheckpoint = ({ oldSize, proof, checkpoint }: AddCheckpoint): string =>
  [`old ${oldSize}`, ...proof.map(base64Of), '', checkpoint].join('\n');

/** A request to be decided on: its checkpoint is signed by a log that the witness knows. */
export interface KnownRequest {
  readonly request: AddCheckpoint;
  readonly checkpoint: Checkpoint;
  /** The signed text. */
  readonly text: string;
}

/** Reads a request and verifies the log's signature. The error is the answer to give. */
export function openAddCheckpoint(
  body: Uint8Array,
  logs: readonly VerifierKey[],
  hashing: Hashing,
): Result<KnownRequest, Answer> {
  const malformed = (what: string) => err(refusal(400, `malformed request: ${what}`));
  const text = textOf(body);
  if (text === null) return malformed('it is not UTF-8');
  const blank = text.indexOf('\n\n');
  if (blank < 0) return malformed('no blank line before the checkpoint');
  const [first = '', ...lines] = text.slice(0, blank).split('\n');
  const oldSize = parseDecimal(first.startsWith('old ') ? first.slice(4) : '');
  if (oldSize === null) return malformed('expected "old" and a decimal number');
  if (lines.length > MOST_HASHES) return malformed(`more than ${MOST_HASHES} hashes`);
  const proof = lines.map((line) => bytesOfBase64(line));
  if (!proof.every((hash) => hash?.length === 32)) return malformed('a hash is not 32 bytes of canonical base64');
  const checkpoint = text.slice(blank + 2);
  const note = parseNote(checkpoint);
  if (!note.ok)
    return note.error.code === 'NOTE_SIGNATURE_MALFORMED'
      ? err(refusal(403, 'a signature of the checkpoint is malformed'))
      : malformed('the checkpoint is no signed note');
  const named = parseCheckpointText(note.value.text);
  if (!named.ok) return malformed('the note is no checkpoint');
  if (logKeysFor(named.value.origin, logs, hashing).length === 0) return err(refusal(404, 'unknown log'));
  const opened = openCheckpoint(checkpoint, logs, [], hashing);
  if (!opened.ok) return err(refusal(403, 'no valid signature of the log, or one that does not hold'));
  if (oldSize > opened.value.checkpoint.size) return malformed('the old size is larger than the checkpoint');
  const request = { oldSize, proof: proof.filter((hash) => hash !== null), checkpoint };
  return ok({ request, checkpoint: opened.value.checkpoint, text: opened.value.text });
}

/**
 * Whether the witness cosigns, given the state it cosigned last for this origin. The caller must keep `next` before it gives the
 * answer, and between reading `latest` and keeping `next` nobody else may do so: else two requests could roll the log back.
 * `now`: seconds since 1970; the time in a cosignature never goes back, and is never 0.
 */
export function decideAddCheckpoint(
  { request, checkpoint, text }: KnownRequest,
  latest: Witnessed | null,
  { signer, now, hashing }: WitnessTerms,
): { readonly next: Witnessed | null; readonly answer: Answer } {
  const latestSize = latest?.size ?? 0;
  if (request.oldSize !== latestSize)
    return { next: null, answer: { status: 409, contentType: 'text/x.tlog.size', body: `${latestSize}\n` } };
  const inconsistency = inconsistencyOf(request, checkpoint, latest, hashing);
  if (inconsistency !== null) return { next: null, answer: refusal(422, inconsistency) };
  const time = Math.max(1, latest?.time ?? 0, now);
  const cosignature = signText(text, signer, time);
  const note = noteWith(request.checkpoint, cosignature);
  return {
    next: { size: checkpoint.size, rootHash: checkpoint.rootHash, note, time },
    answer: { status: 200, contentType: PLAIN, body: `${formatSignatureLine(cosignature)}\n` },
  };
}

/** With what a witness signs. */
export interface WitnessTerms {
  readonly signer: NoteSigner;
  readonly now: number;
  readonly hashing: Hashing;
}

/** Why the new tree does not continue the one cosigned last; null when it does. */
function inconsistencyOf(
  { oldSize, proof }: AddCheckpoint,
  { size, rootHash }: Checkpoint,
  latest: Witnessed | null,
  hashing: Hashing,
): string | null {
  const empty = hashing.sha256();
  if (size === 0 && !equalBytes(rootHash, empty)) return 'the root of a tree without entries is another';
  const claim = {
    oldSize: BigInt(oldSize),
    oldRoot: oldSize === 0 ? empty : (latest?.rootHash ?? empty),
    newSize: BigInt(size),
    newRoot: rootHash,
    proof,
  };
  const consistent = verifyConsistency(treeHasher(hashing), claim);
  return consistent.ok ? null : 'the consistency proof does not hold';
}

/** The note with the cosignature in the place of an earlier one of the same key. */
function noteWith(note: string, cosignature: NoteSignature): string {
  const parsed = parseNote(note);
  if (!parsed.ok) throw new Error('a note that was opened cannot be read');
  const { text, signatures } = parsed.value;
  const others = signatures.filter(({ name, id }) => name !== cosignature.name || id !== cosignature.id);
  return formatNote({ text, signatures: [...others, cosignature] });
}
