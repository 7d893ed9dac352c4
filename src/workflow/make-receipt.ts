import { formatLogProof } from '../core/note/log-proof.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { WitnessedLog } from '../ports/witnessed-log.ts';
import { receiptMakingFault } from './receipt-fault.ts';

export interface MadeReceipt {
  /** The `.tlog-proof` file, with the leaf as its extra data. No personal data. */
  readonly text: string;
  readonly index: number;
  readonly treeSize: number;
  /** Whether the checkpoint in it met the quorum; `no` may be asked for again later. */
  readonly cosigned: boolean;
}

/**
 * The receipt of an entry: against the newest cosigned checkpoint that covers it, else against the newest one. Made from the entry as it is stored.
 * Errors: `RECEIPT_NO_ENTRY`, those of the log.
 */
export async function makeReceipt(log: WitnessedLog, index: number): Promise<Result<MadeReceipt>> {
  const newest = log.state();
  if (!newest.ok) return newest;
  const kept = log.cosigned();
  if (!kept.ok) return kept;
  const cosigned = kept.value !== null && kept.value.treeSize > index ? kept.value : null;
  const state = cosigned ?? newest.value;
  if (!Number.isSafeInteger(index) || index < 0 || index >= state.treeSize)
    return err(
      receiptMakingFault('RECEIPT_NO_ENTRY', `making a receipt: no entry ${index} in a log of ${state.treeSize}`),
    );
  const hashes = await log.inclusionProof(index, state.treeSize);
  if (!hashes.ok) return hashes;
  for await (const { entry } of log.entries(index, index + 1)) {
    const text = formatLogProof({ index, hashes: hashes.value, checkpoint: state.note, extra: entry });
    return ok({ text, index, treeSize: state.treeSize, cosigned: cosigned !== null });
  }
  throw new Error(`the log gave no entry ${index} though its size is ${state.treeSize}`);
}
