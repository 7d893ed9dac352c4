import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { utf8 } from '../core/bytes.ts';
import { nodeHashing } from '../core/node-hashing.ts';
import { type Policy, parsePolicy } from '../core/note/policy.ts';
import { err, ok, type Result } from '../core/result.ts';
import { verifyBag } from '../verification.ts';
import { bagText } from '../verify/bag/bag-text.ts';
import { checkReceipt, type ReceiptVerdict } from '../verify/receipt/check-receipt.ts';
import { cliFault } from './fault.ts';
import { callerPath, type Outcome, runVerb } from './shell.ts';
import { isDataDirectory, verifyDataDirectory } from './verify-directory.ts';

interface VerifyOptions {
  readonly data: string;
  readonly json: boolean;
  readonly policy?: string;
  readonly vkey?: string;
  readonly opening?: string;
  readonly entry?: string;
  readonly custodyKey?: string;
  readonly tsaRoots?: string;
}

const nothing = (): { close(): Promise<void> } => ({ close: async () => undefined });

/** The verifier of one kind of thing; each part of Candour brings its own. */
interface Verifier {
  /** Whether this is for it, by what lies at the path. */
  takes(path: string): boolean;
  verify(path: string, options: VerifyOptions): Promise<Result<Outcome>>;
}

const receipts: Verifier = {
  takes: (path) =>
    statSync(path).isFile() && readFileSync(path).subarray(0, 19).toString('latin1') === 'c2sp.org/tlog-proof',
  async verify(path, options) {
    const policy = policyFrom(options);
    if (!policy.ok) return policy;
    const opening = options.opening === undefined ? ok(null) : read(options.opening);
    if (!opening.ok) return opening;
    const entry = options.entry === undefined ? ok(null) : read(options.entry);
    if (!entry.ok) return entry;
    const proof = readFileSync(path);
    const verdict = checkReceipt({
      proof,
      entry: entry.value,
      opening: opening.value,
      policy: policy.value,
      hashing: nodeHashing,
    });
    const { ok: good, proved, opened, faults } = verdict;
    const bytes = proof.length + (opening.value?.length ?? 0) + (entry.value?.length ?? 0);
    const files = 1 + Number(opening.value !== null) + Number(entry.value !== null);
    const named = { proof: path, opening: options.opening ?? path };
    const document = {
      ok: good,
      origin: proved?.origin ?? null,
      treeSize: proved?.treeSize ?? null,
      rootHash: proved?.rootHash ?? null,
      files,
      bytes,
      index: proved?.index ?? null,
      cosigned: proved?.cosigned ?? null,
      cosignedBy: proved?.cosignedBy ?? [],
      leaf: proved?.leaf ?? null,
      opened,
      faults: faults.map(({ code, message, file }) => ({
        code,
        file: named[file],
        index: proved?.index ?? null,
        from: null,
        to: null,
        expected: null,
        found: message,
      })),
    };
    return ok({ document, text: receiptText(verdict), wanting: !good });
  },
};

const bags: Verifier = {
  takes: (path) =>
    statSync(path).isDirectory()
      ? existsSync(join(path, 'bagit.txt'))
      : readFileSync(path).subarray(0, 4).toString('latin1') === 'PK\u0003\u0004',
  async verify(path, options) {
    const given = options.policy !== undefined || options.vkey !== undefined;
    const policy = given ? policyFrom(options) : ok(null);
    if (!policy.ok) return policy;
    const trust = { custodyKeyId: options.custodyKey ?? null, policy: policy.value };
    const roots = options.tsaRoots === undefined ? ok(null) : read(options.tsaRoots);
    if (!roots.ok) return roots;
    const check = await verifyBag(path, trust, roots.value);
    if (!check.ok) return check;
    return ok({ document: check.value, text: bagText(check.value).trimEnd(), wanting: !check.value.ok });
  },
};

const directories: Verifier = {
  takes: (path) => statSync(path).isDirectory() && isDataDirectory(path),
  async verify(path, options) {
    const given = options.policy !== undefined || options.vkey !== undefined;
    const policy = given ? policyFrom(options) : ok(null);
    return policy.ok ? verifyDataDirectory(path, policy.value) : policy;
  },
};

const VERIFIERS: readonly Verifier[] = [receipts, bags, directories];

/** Opens no data directory for writing and makes none: whoever verifies need not be the one who runs Candour. */
export function verifyCommand(): Command {
  return new Command('verify')
    .argument('[target]', 'the file or folder; default: the data directory')
    .option('--data <dir>', 'the data directory', './candour-data')
    .option(
      '--policy <file>',
      "whose signatures count: the log's key, its witnesses and their quorum (C2SP tlog-policy)",
    )
    .option('--vkey <key>', "in the place of a policy: the log's verifier key alone, without witnesses")
    .option('--opening <file>', 'of a receipt: the file with the record and its nonce')
    .option('--entry <file>', 'of a receipt: the leaf, where the receipt does not carry it')
    .option('--custody-key <sha256>', 'of a bag: the SHA-256 of its custody key, as it was told')
    .option('--tsa-roots <file>', 'of a bag: certificates (PEM) that you have from its time-stamp authority')
    .option('--json', 'one JSON document on stdout, all else on stderr', false)
    .addHelpText(
      'after',
      `
Exit 1 when anything differs; each difference is named by file and bytes, in state/ by table and row.
Without --vkey or --policy a directory is held against its own key: then only its inner consistency is proved.

Examples:
  candour verify ./candour-data --vkey 'log.example.com/candour+33d7b496+AeHT…'
  candour verify referral-case-….zip --custody-key 2c26… --vkey 'log.example.com/candour+33d7b496+AeHT…'
  candour verify notice-41.tlog-proof --policy witness.policy --opening notice-41.json`,
    )
    .action(async (given: string | undefined, options: VerifyOptions) => {
      await runVerb(nothing, options, async () => {
        const target = given ?? options.data;
        const path = callerPath(target);
        const found = existsSync(path) && statSync(path).isDirectory() ? ok(null) : read(path);
        const verifier = found.ok ? VERIFIERS.find((each) => each.takes(path)) : undefined;
        if (!found.ok) return found;
        if (verifier === undefined)
          return err(cliFault('VERIFY_UNKNOWN', `verifying ${target}: it is none of the things that can be verified`));
        return verifier.verify(path, options);
      });
    });
}

/** The policy that was given; a key alone is a policy without witnesses. */
function policyFrom({ policy, vkey }: VerifyOptions): Result<Policy> {
  if (vkey !== undefined && policy === undefined)
    return parsePolicy(utf8(`log ${vkey.trim()}\nquorum none\n`), nodeHashing);
  if (policy === undefined || vkey !== undefined)
    return err(cliFault('VERIFY_NO_KEY', 'verifying a receipt: give either --policy or --vkey'));
  const text = read(policy);
  return text.ok ? parsePolicy(text.value, nodeHashing) : text;
}

function read(path: string): Result<Uint8Array> {
  try {
    return ok(readFileSync(callerPath(path)));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return err(cliFault('VERIFY_UNREADABLE', `reading ${path}: ${code}`));
  }
}

function receiptText({ ok: good, faults, proved, opened, record }: ReceiptVerdict): string {
  const lines = faults.map(({ code, message }) => `${code}: ${message}`);
  if (proved === null) return ['this receipt proves nothing', ...lines].join('\n');
  const { origin, index, treeSize, cosigned, cosignedBy, leaf } = proved;
  return [
    good ? 'the receipt holds' : 'the receipt does not hold as the policy asks',
    ...lines,
    `entry ${index} of ${treeSize} in the log ${origin}${leaf === null ? '' : ` (${leaf.type}, ${leaf.time})`}`,
    cosigned === 'not-asked'
      ? 'no witness was asked for: only the owner of the log vouches that everybody is shown the same log'
      : `cosigned as the policy asks: ${cosigned}`,
    ...cosignedBy.map(({ name, at }) => `  by ${name} at ${at}`),
    opened === 'yes' ? `the record: ${record ?? ''}` : 'what the entry says was not opened',
  ].join('\n');
}
