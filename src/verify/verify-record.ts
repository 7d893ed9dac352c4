import { bytesOfHex, concatBytes } from '../core/bytes.ts';
import { merkleFault } from '../core/merkle/fault.ts';
import { leafHash, type TreeHasher } from '../core/merkle/tree-hasher.ts';
import { verifyInclusion } from '../core/merkle/verify-proof.ts';
import { err, type Result } from '../core/result.ts';

/** As `ports/record-prover.ts` says it. */
export interface RecordProof {
  readonly recordNo: number;
  readonly salt: Uint8Array;
  readonly record: Uint8Array;
  readonly path: readonly Uint8Array[];
}

const SALT_BYTES = 16;

/**
 * Holds the proof against `raw` of the batch's leaf, whose own place in the log is proved as any entry's. Error: `PROOF_INVALID`.
 */
export function verifyRecord(
  hasher: TreeHasher,
  proof: RecordProof,
  raw: { readonly records: number; readonly recordsRoot: string },
): Result<void> {
  const root = bytesOfHex(raw.recordsRoot);
  // A salt of another length would let bytes pass from the salt into the record.
  if (proof.salt.length !== SALT_BYTES || root === null)
    return err(merkleFault('PROOF_INVALID', `record ${proof.recordNo}: expected a salt of ${SALT_BYTES} bytes`));
  return verifyInclusion(hasher, {
    leafHash: leafHash(hasher, concatBytes(proof.salt, proof.record)),
    index: BigInt(proof.recordNo),
    treeSize: BigInt(raw.records),
    rootHash: root,
    proof: proof.path,
  });
}
