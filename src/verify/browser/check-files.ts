import { textOf, utf8 } from '../../core/bytes.ts';
import type { Hashing } from '../../core/hashing.ts';
import { type Policy, parsePolicy } from '../../core/note/policy.ts';
import { parseVerifierKey } from '../../core/note/verifier-key.ts';
import { parseOpening } from '../../core/opening.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { checkReceipt, type ReceiptVerdict } from '../receipt/check-receipt.ts';
import { pageFault } from './fault.ts';

/** A file that was put into the page. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Which of the files is what, by what they hold: names may have been changed on the way. */
export interface SortedFiles {
  readonly proof: GivenFile | null;
  readonly opening: GivenFile | null;
  readonly policy: GivenFile | null;
  /** Files that are none of these. */
  readonly unknown: readonly string[];
}

/** Of several of one kind the last counts. */
export function sortFiles(files: readonly GivenFile[], hashing: Hashing): SortedFiles {
  let sorted: SortedFiles = { proof: null, opening: null, policy: null, unknown: [] };
  for (const file of files) {
    const text = textOf(file.bytes) ?? '';
    if (text.startsWith('c2sp.org/tlog-proof@')) sorted = { ...sorted, proof: file };
    else if (parseOpening(file.bytes) !== null) sorted = { ...sorted, opening: file };
    else if (policyIn(text, hashing).ok) sorted = { ...sorted, policy: file };
    else sorted = { ...sorted, unknown: [...sorted.unknown, file.name] };
  }
  return sorted;
}

/** A policy, or a verifier key alone, which is a policy without witnesses. Errors: `PAGE_NO_KEY`, `POLICY_INVALID`, `KEY_INVALID`. */
export function policyIn(text: string, hashing: Hashing): Result<Policy> {
  const trimmed = text.trim();
  if (trimmed === '')
    return err(pageFault('PAGE_NO_KEY', 'checking a receipt: nobody is named whose signatures count'));
  if (/^(?:#|(?:log|witness|group|quorum)[ \t])/.test(trimmed)) return parsePolicy(utf8(`${trimmed}\n`), hashing);
  const key = parseVerifierKey(trimmed, hashing);
  return key.ok ? parsePolicy(utf8(`log ${trimmed}\nquorum none\n`), hashing) : key;
}

/** The verdict on what is there; null while there is no receipt yet. */
export function checkFiles(
  files: readonly GivenFile[],
  typedKey: string,
  hashing: Hashing,
): Result<ReceiptVerdict | null> {
  const { proof, opening, policy } = sortFiles(files, hashing);
  if (proof === null) return ok(null);
  const trusted = policyIn(typedKey.trim() === '' ? (textOf(policy?.bytes ?? utf8('')) ?? '') : typedKey, hashing);
  if (!trusted.ok) return trusted;
  const verdict = checkReceipt({
    proof: proof.bytes,
    entry: null,
    opening: opening?.bytes ?? null,
    policy: trusted.value,
    hashing,
  });
  return ok(verdict);
}
