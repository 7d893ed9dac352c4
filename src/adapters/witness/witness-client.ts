import { utf8 } from '../../core/bytes.ts';
import type { Hashing } from '../../core/hashing.ts';
import { type AddCheckpoint, formatAddCheckpoint } from '../../core/note/add-checkpoint.ts';
import { parseDecimal } from '../../core/note/checkpoint-text.ts';
import { type NoteSignature, verifySignature } from '../../core/note/signature.ts';
import { parseSignatureLine } from '../../core/note/signed-note.ts';
import type { VerifierKey } from '../../core/note/verifier-key.ts';

/** What a witness answered to a checkpoint. */
export type WitnessReply =
  | { readonly kind: 'cosigned'; readonly signature: NoteSignature }
  /** It has seen another size than the request began from. */
  | { readonly kind: 'other-size'; readonly size: number }
  /** It holds a tree that this one does not continue. */
  | { readonly kind: 'inconsistent' }
  /** It answered, but with nothing of use; `why` is a status or a fixed word. */
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unreachable'; readonly why: string };

/** Sends a request to the witness at `url` and checks the answer under its key; `text` is the checkpoint's signed text. */
export type PostCheckpoint = (
  url: string,
  key: VerifierKey,
  request: AddCheckpoint,
  text: string,
) => Promise<WitnessReply>;

// An ML-DSA line has some 3,300 characters; a witness may sign under several keys.
const MOST_ANSWER_BYTES = 64 * 1024;

export const postCheckpoint =
  (hashing: Hashing, timeoutMs: number): PostCheckpoint =>
  async (url, key, request, text) => {
    try {
      const response = await fetch(`${url.replace(/\/+$/, '')}/add-checkpoint`, {
        method: 'POST',
        body: formatAddCheckpoint(request),
        headers: { 'Content-Type': 'text/plain; charset=utf-8' },
        // An answer from elsewhere is no answer of this witness.
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
      });
      const body = await boundedText(response);
      if (body === null) return { kind: 'refused', why: 'an answer that is too long' };
      if (response.status === 200) return cosignatureIn(body, key, text, hashing);
      const size = response.status === 409 && body.endsWith('\n') ? parseDecimal(body.slice(0, -1)) : null;
      if (size !== null) return { kind: 'other-size', size };
      // Witnesses of before tlog-witness v1.0.0 answer another root for the same size with a 409 that carries no size.
      if (response.status === 422 || response.status === 409) return { kind: 'inconsistent' };
      return { kind: 'refused', why: `status ${response.status}` };
    } catch (error) {
      return { kind: 'unreachable', why: causeOf(error) };
    }
  };

function cosignatureIn(body: string, key: VerifierKey, text: string, hashing: Hashing): WitnessReply {
  for (const line of body.split('\n')) {
    const signature = parseSignatureLine(line);
    if (signature?.name !== key.name || signature.id !== key.id) continue;
    const signed = verifySignature(text, signature.bytes, key, hashing);
    // C2SP tlog-witness: the time of a witness's cosignature is never 0.
    if (signed === null || signed.time === 0) return { kind: 'refused', why: 'a cosignature that does not hold' };
    return { kind: 'cosigned', signature };
  }
  return { kind: 'refused', why: 'no cosignature of the key that the policy names' };
}

async function boundedText(response: Response): Promise<string | null> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (utf8(text).length > MOST_ANSWER_BYTES) return null;
  }
  return text + decoder.decode();
}

/** A code (`ECONNREFUSED`, `TimeoutError`), never a message: that may hold the address. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.name;
}
