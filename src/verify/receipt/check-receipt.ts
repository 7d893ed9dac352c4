import { hexOf, utf8 } from '../../core/bytes.ts';
import type { Fault } from '../../core/fault.ts';
import type { Hashing } from '../../core/hashing.ts';
import { jsonObjectIn } from '../../core/json-object.ts';
import { openLogProof, type ProvedEntry, parseLogProof } from '../../core/note/log-proof.ts';
import type { Policy } from '../../core/note/policy.ts';
import { commitmentOf, parseOpening } from '../../core/opening.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { receiptFault } from './fault.ts';

/** What is checked, and on whose word. */
export interface ReceiptVerification {
  /** The `.tlog-proof` file. */
  readonly proof: Uint8Array;
  /** The leaf's bytes; null: those that the receipt carries as its extra data. */
  readonly entry: Uint8Array | null;
  /** The file that opens the leaf's commitment; null where it is not at hand. */
  readonly opening: Uint8Array | null;
  /** Whose signatures count: from elsewhere than the receipt. */
  readonly policy: Policy;
  readonly hashing: Hashing;
}

/** One thing that is wrong, in which file. */
export interface ReceiptFault extends Pick<Fault, 'code' | 'message'> {
  readonly file: 'proof' | 'opening';
}

/** What a receipt shows. `ok` is false as soon as one fault is there. */
export interface ReceiptVerdict {
  readonly ok: boolean;
  readonly faults: readonly ReceiptFault[];
  /** Null where the proof does not hold; nothing of it is believed then. */
  readonly proved: {
    readonly origin: string;
    readonly index: number;
    readonly treeSize: number;
    /** Hex. */
    readonly rootHash: string;
    readonly cosigned: ProvedEntry['cosigned'];
    /** Witnesses by the names of their keys, with the time each states (ISO 8601). */
    readonly cosignedBy: readonly { readonly name: string; readonly at: string }[];
    /** The kind of the leaf and its coarse time, where it is one of Candour's. */
    readonly leaf: { readonly type: string; readonly time: string } | null;
  } | null;
  /** `yes`: the record is the one that the leaf commits to. `not-given`: the receipt shows that something is in the log, not what. */
  readonly opened: 'yes' | 'no' | 'not-given';
  /** The record's text, where it was opened. Personal data. */
  readonly record: string | null;
}

/** Checks a receipt offline. Pure; no error but the faults in the verdict. */
export function checkReceipt({ proof, entry, opening, policy, hashing }: ReceiptVerification): ReceiptVerdict {
  const failed = (fault: Fault, file: ReceiptFault['file'] = 'proof'): ReceiptVerdict => ({
    ok: false,
    faults: [{ code: fault.code, message: fault.message, file }],
    proved: null,
    opened: opening === null ? 'not-given' : 'no',
    record: null,
  });
  const parsed = parseLogProof(proof);
  if (!parsed.ok) return failed(parsed.error);
  const leaf = entry ?? parsed.value.extra;
  if (leaf === null) return failed(receiptFault('RECEIPT_NO_LEAF', 'checking a receipt: it carries no leaf'));
  const opened = openLogProof(parsed.value, leaf, policy, hashing);
  if (!opened.ok) return failed(opened.error);
  const record = opening === null ? null : openRecord(leaf, opening, hashing);
  const faults: ReceiptFault[] = [];
  if (opened.value.cosigned === 'not-yet') {
    const { code, message } = receiptFault(
      'RECEIPT_NOT_COSIGNED',
      `checking a receipt: ${opened.value.cosignedBy.length} of the policy's witnesses cosigned, which does not meet its quorum`,
    );
    faults.push({ code, message, file: 'proof' });
  }
  if (record !== null && !record.ok)
    faults.push({ code: record.error.code, message: record.error.message, file: 'opening' });
  return {
    ok: faults.length === 0,
    faults,
    proved: provedOf(opened.value, leaf),
    opened: record === null ? 'not-given' : record.ok ? 'yes' : 'no',
    record: record?.ok === true ? record.value : null,
  };
}

/** The record, when the leaf commits to it. */
function openRecord(leaf: Uint8Array, opening: Uint8Array, hashing: Hashing): Result<string> {
  const parsed = parseOpening(opening);
  if (parsed === null)
    return err(receiptFault('RECEIPT_OPENING_MALFORMED', 'reading an opening: expected v 1, a nonce and a record'));
  const said = jsonObjectIn(leaf)?.['commitment'];
  const computed = commitmentOf(hashing, parsed.nonce, utf8(parsed.record));
  if (said === computed) return ok(parsed.record);
  const found = typeof said === 'string' ? 'another commitment' : 'no commitment';
  return err(receiptFault('RECEIPT_OPENING_WRONG', `opening a leaf: expected ${computed}, the leaf has ${found}`));
}

function provedOf({ checkpoint, index, cosigned, cosignedBy }: ProvedEntry, leaf: Uint8Array) {
  const { type, time } = jsonObjectIn(leaf) ?? {};
  return {
    origin: checkpoint.origin,
    index,
    treeSize: checkpoint.size,
    rootHash: hexOf(checkpoint.rootHash),
    cosigned,
    cosignedBy: cosignedBy.map(({ key, time: seconds }) => ({
      name: key.name,
      at: seconds === null || seconds > 8.64e12 ? 'unknown' : new Date(seconds * 1000).toISOString(),
    })),
    leaf: typeof type === 'string' && typeof time === 'string' ? { type, time } : null,
  };
}
