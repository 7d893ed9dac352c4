import type { Policy, PolicyWitness } from '../../core/note/policy.ts';
import type { NoteSignature } from '../../core/note/signature.ts';
import { parseNote } from '../../core/note/signed-note.ts';
import { ok, type Result } from '../../core/result.ts';
import type { LogState } from '../../ports/evidence-log.ts';
import type { WitnessAnswer } from '../../ports/witnessed-log.ts';
import type { PostCheckpoint } from './witness-client.ts';

/** What the witnesses said of one state of the log. */
export interface Asked {
  readonly state: LogState;
  readonly signatures: readonly NoteSignature[];
  readonly answers: readonly WitnessAnswer[];
}

export interface Asking {
  readonly policy: Policy;
  readonly post: PostCheckpoint;
  /** The newest published state, read anew at each call. */
  state(): Result<LogState>;
  consistencyProof(from: number, to: number): Promise<Result<readonly Uint8Array[]>>;
  /** Sizes that witnesses had when they answered last; to be kept from one asking to the next. */
  readonly sizes: Map<string, number>;
}

// Another process may cosign in between: the witness then knows more than it said.
const MOST_TRIES = 4;

/** Asks every witness of the policy that has an address, all at once. Errors: those of the log; a silent witness is an answer. */
export async function askWitnesses(asking: Asking): Promise<Result<Asked>> {
  const state = asking.state();
  if (!state.ok) return state;
  const note = parseNote(state.value.note);
  if (!note.ok) return note;
  const asked = await Promise.all(
    asking.policy.witnesses.map((witness) => askOne(asking, witness, state.value, note.value.text)),
  );
  const signatures: NoteSignature[] = [];
  const answers: WitnessAnswer[] = [];
  for (const each of asked) {
    if (!each.ok) return each;
    answers.push(each.value.answer);
    if (each.value.signature !== null) signatures.push(each.value.signature);
  }
  return ok({ state: state.value, signatures, answers });
}

interface One {
  readonly answer: WitnessAnswer;
  readonly signature: NoteSignature | null;
}

async function askOne(
  { post, state, consistencyProof, sizes }: Asking,
  { name, key, url }: PolicyWitness,
  { treeSize, note }: LogState,
  text: string,
): Promise<Result<One>> {
  const said = (answer: WitnessAnswer['answer'], why: string | null = null) =>
    ok({ answer: { witness: name, answer, size: sizes.get(name) ?? null, why }, signature: null });
  if (url === null) return said('no-address');
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const oldSize = sizes.get(name) ?? 0;
    if (oldSize > treeSize) {
      // It can only have what was published before: if that is not here any more, the directory is an older one.
      const now = state();
      if (!now.ok) return now;
      return said(oldSize > now.value.treeSize ? 'ahead' : 'overtaken');
    }
    const proof = oldSize === 0 ? ok([]) : await consistencyProof(oldSize, treeSize);
    if (!proof.ok) return proof;
    const reply = await post(url, key, { oldSize, proof: proof.value, checkpoint: note }, text);
    switch (reply.kind) {
      case 'cosigned':
        sizes.set(name, treeSize);
        return ok({
          answer: { witness: name, answer: 'cosigned', size: treeSize, why: null },
          signature: reply.signature,
        });
      case 'other-size':
        if (reply.size === oldSize) return said('refused', 'a size that it was asked from');
        sizes.set(name, reply.size);
        break;
      case 'inconsistent':
        return said('forked');
      case 'refused':
      case 'unreachable':
        return said(reply.kind, reply.why);
    }
  }
  return said('overtaken');
}
