import { textOf, utf8 } from '../../core/bytes.ts';
import type { Hashing } from '../../core/hashing.ts';
import { jsonObjectIn } from '../../core/json-object.ts';
import { type Policy, parsePolicy } from '../../core/note/policy.ts';
import { parseVerifierKey } from '../../core/note/verifier-key.ts';
import { parseOpening } from '../../core/opening.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { BagHashing } from '../bag/bag-hashing.ts';
import { type BagCheck, type BagTrust, checkBag, checkBagFile } from '../bag/check-bag.ts';
import type { BagFiles } from '../bag/check-manifest.ts';
import { checkReceipt, type ReceiptVerdict } from '../receipt/check-receipt.ts';
import { pageFault } from './fault.ts';

/** A file that was put into the page; of a folder that was, the name is the path from it. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A bag: one ZIP, or the files of a folder by their paths in the bag. */
export type GivenBag = { readonly name: string } & (
  | { readonly archive: Uint8Array; readonly files: null }
  | { readonly archive: null; readonly files: BagFiles }
);

/** Which of the files is what, by what they hold: names may have been changed on the way. */
export interface SortedFiles {
  /** What is to be checked: of a receipt and a bag the one that came last. */
  readonly proof: GivenFile | null;
  readonly bag: GivenBag | null;
  readonly opening: GivenFile | null;
  /** The entry itself, for a proof that does not carry it. */
  readonly entry: GivenFile | null;
  readonly policy: GivenFile | null;
  /** Files that are none of these. */
  readonly unknown: readonly string[];
}

/** Of several of one kind the last counts. */
export function sortFiles(files: readonly GivenFile[], hashing: Hashing): SortedFiles {
  const [folder, loose] = folderIn(files);
  let sorted: SortedFiles = { proof: null, bag: folder, opening: null, entry: null, policy: null, unknown: [] };
  for (const file of loose) {
    const text = isZip(file.bytes) ? '' : (textOf(file.bytes) ?? '');
    if (isZip(file.bytes))
      sorted = { ...sorted, bag: { name: file.name, archive: file.bytes, files: null }, proof: null };
    else if (text.startsWith('c2sp.org/tlog-proof@')) sorted = { ...sorted, proof: file, bag: null };
    else if (parseOpening(file.bytes) !== null) sorted = { ...sorted, opening: file };
    else if (policyIn(text, hashing).ok) sorted = { ...sorted, policy: file };
    else if (isLeaf(file.bytes)) sorted = { ...sorted, entry: file };
    else sorted = { ...sorted, unknown: [...sorted.unknown, file.name] };
  }
  return sorted;
}

// The first header of a ZIP (PKWARE APPNOTE 4.3.7).
const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/** Every leaf of Candour's has these. */
const isLeaf = (bytes: Uint8Array): boolean => {
  const { v, type } = jsonObjectIn(bytes) ?? {};
  return v === 1 && typeof type === 'string';
};

/** The bag among the files of a folder, by its declaration, and the files beside it. */
function folderIn(files: readonly GivenFile[]): readonly [GivenBag | null, readonly GivenFile[]] {
  const [declaration] = files
    .filter(({ name }) => name.endsWith('/bagit.txt'))
    .sort((a, b) => a.name.length - b.name.length);
  if (declaration === undefined) return [null, files];
  const prefix = declaration.name.slice(0, -'bagit.txt'.length);
  const inside = files.filter(({ name }) => name.startsWith(prefix));
  return [
    {
      name: prefix.slice(0, -1),
      archive: null,
      files: new Map(inside.map(({ name, bytes }) => [name.slice(prefix.length), bytes])),
    },
    files.filter((file) => !inside.includes(file)),
  ];
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

/** What was typed into the page. */
export interface Typed {
  /** A policy or a verifier key. */
  readonly key: string;
  /** SHA-256 of a bag's custody key. */
  readonly custodyKey: string;
}

export type FileVerdict =
  | { readonly kind: 'receipt'; readonly verdict: ReceiptVerdict }
  | { readonly kind: 'bag'; readonly check: BagCheck };

/**
 * The verdict on what is there; null while there is nothing to check yet. A receipt needs a key from elsewhere; a bag brings its own, and the verdict
 * says which of them nothing else vouches for. Errors: `PAGE_NO_KEY`, `PAGE_CUSTODY_KEY`, those of `policyIn`.
 */
export function checkFiles(files: readonly GivenFile[], typed: Typed, hashing: BagHashing): Result<FileVerdict | null> {
  const { proof, bag, opening, entry, policy } = sortFiles(files, hashing);
  const keyText = typed.key.trim() === '' ? (textOf(policy?.bytes ?? utf8('')) ?? '') : typed.key;
  if (bag !== null) {
    const trusted = keyText.trim() === '' ? ok(null) : policyIn(keyText, hashing);
    if (!trusted.ok) return trusted;
    const custodyKeyId = typed.custodyKey.trim().toLowerCase();
    if (custodyKeyId !== '' && !/^[0-9a-f]{64}$/.test(custodyKeyId))
      return err(pageFault('PAGE_CUSTODY_KEY', 'checking a bag: the digest of a custody key has 64 hex digits'));
    const trust = { custodyKeyId: custodyKeyId === '' ? null : custodyKeyId, policy: trusted.value };
    return ok({ kind: 'bag', check: checkGiven(bag, hashing, trust) });
  }
  if (proof === null) return ok(null);
  const trusted = policyIn(keyText, hashing);
  if (!trusted.ok) return trusted;
  const verdict = checkReceipt({
    proof: proof.bytes,
    entry: entry?.bytes ?? null,
    opening: opening?.bytes ?? null,
    policy: trusted.value,
    hashing,
  });
  return ok({ kind: 'receipt', verdict });
}

const checkGiven = (bag: GivenBag, hashing: BagHashing, trust: BagTrust): BagCheck =>
  bag.files === null ? checkBagFile(bag.archive, hashing, trust) : checkBag(bag.files, hashing, trust);
