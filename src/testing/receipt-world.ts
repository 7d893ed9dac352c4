import { utf8 } from '../core/bytes.ts';
import { nodeHashing } from '../core/node-hashing.ts';
import { generateSigningKey, parseSigningKey, type SigningKind } from '../core/node-signer.ts';
import { signCheckpoint } from '../core/note/checkpoint.ts';
import { formatLogProof } from '../core/note/log-proof.ts';
import { type NoteSigner, signText } from '../core/note/signature.ts';
import { formatNote, parseNote } from '../core/note/signed-note.ts';
import { formatVerifierKey } from '../core/note/verifier-key.ts';
import { commitmentOf, formatOpening } from '../core/opening.ts';
import type { Result } from '../core/result.ts';

/** A log of two entries, a witness, and everything that a receipt of the second entry is made of. */
export interface ReceiptWorld {
  readonly vkey: string;
  /** Asks for the witness. */
  readonly policy: string;
  readonly record: string;
  readonly leaf: string;
  readonly proof: string;
  readonly cosignedProof: string;
  readonly opening: string;
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

const signerOf = (kind: SigningKind, name: string): NoteSigner =>
  must(parseSigningKey(must(generateSigningKey(kind, name))));

/** Fresh keys at each call; the record is made up. */
export function receiptWorld(
  record = '{"kind":"notice","person":"c-001234","text":"Your e-mail address was disclosed."}',
): ReceiptWorld {
  const log = signerOf('ed25519', 'log.example.com/candour');
  const witness = signerOf('cosignature-v1', 'witness.example.com/w');
  const opening = { nonce: new Uint8Array(32).fill(7), record };
  const commitment = commitmentOf(nodeHashing, opening.nonce, utf8(record));
  const leaf = `{"commitment":"${commitment}","time":"2026-11-25T21Z","type":"record","v":1}`;
  const hashOf = (entry: string): Uint8Array => nodeHashing.sha256(Uint8Array.of(0), utf8(entry));
  const sibling = hashOf('another entry');
  const rootHash = nodeHashing.sha256(Uint8Array.of(1), sibling, hashOf(leaf));
  const checkpoint = signCheckpoint({ origin: log.key.name, size: 2, rootHash, extensions: [] }, log);
  const { text, signatures } = must(parseNote(checkpoint));
  const cosigned = formatNote({ text, signatures: [...signatures, signText(text, witness, 1_795_640_400)] });
  const proofOn = (note: string): string =>
    formatLogProof({ index: 1, hashes: [sibling], checkpoint: note, extra: utf8(leaf) });
  const vkey = formatVerifierKey(log.key);
  return {
    vkey,
    policy: `log ${vkey}\nwitness auditor ${formatVerifierKey(witness.key)}\nquorum auditor\n`,
    record,
    leaf,
    proof: proofOn(checkpoint),
    cosignedProof: proofOn(cosigned),
    opening: formatOpening(opening),
  };
}
