import { base64Of, bytesOfBase64 } from '../base64.ts';
import { textOf } from '../bytes.ts';
import type { Hashing } from '../hashing.ts';
import { leafHash, treeHasher } from '../merkle/tree-hasher.ts';
import { verifyInclusion } from '../merkle/verify-proof.ts';
import { err, ok, type Result } from '../result.ts';
import { type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts';
import { parseDecimal } from './checkpoint-text.ts';
import { noteFault } from './fault.ts';
import { meetsQuorum, type Policy } from './policy.ts';

/** A proof that stands alone: where an entry is in a log, and the log's signed state (C2SP tlog-proof, `.tlog-proof`). */
export interface LogProof {
  readonly index: number;
  /** Siblings from the leaf up. */
  readonly hashes: readonly Uint8Array[];
  /** The signed note, as it was published. */
  readonly checkpoint: string;
  /** Signed by nobody: what helps to find the entry, never what is believed. */
  readonly extra: Uint8Array | null;
}

/** What a proof shows of an entry. */
export interface ProvedEntry extends OpenedCheckpoint {
  readonly index: number;
  /**
   * Whether the policy's witnesses have seen this state of the log. While they have not, the log's owner alone vouches that
   * nobody is shown another log: `not-yet` is a receipt to be asked for again, not one to be believed.
   */
  readonly cosigned: 'yes' | 'not-yet' | 'not-asked';
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
// A tree of 2^63 entries has paths of 63 hashes.
const MOST_HASHES = 63;

/** Splits a proof at its first blank line. The checkpoint is kept verbatim and is not looked into. Error: `PROOF_MALFORMED`. */
export function parseLogProof(proof: string | Uint8Array): Result<LogProof> {
  const malformed = (what: string) => err(noteFault('PROOF_MALFORMED', `reading a proof: ${what}`));
  const text = typeof proof === 'string' ? proof : textOf(proof);
  if (text === null) return malformed('it is not UTF-8');
  const blank = text.indexOf('\n\n');
  if (blank < 0) return malformed('no blank line before the checkpoint');
  const [first, ...lines] = text.slice(0, blank).split('\n');
  if (first !== FIRST_LINE) return malformed(`expected the first line ${FIRST_LINE}`);
  const extraLine = lines[0]?.startsWith('extra ') === true ? lines.shift() : undefined;
  const extra = extraLine === undefined ? null : bytesOfBase64(extraLine.slice('extra '.length));
  if (extraLine !== undefined && (extra === null || extra.length === 0))
    return malformed('the extra data is empty or not canonical base64');
  const [, digits = ''] = /^index (.*)$/.exec(lines.shift() ?? '') ?? [];
  const index = parseDecimal(digits);
  if (index === null) return malformed('expected "index" and a decimal number up to 2^53 - 1');
  if (lines.length > MOST_HASHES) return malformed(`more than ${MOST_HASHES} hashes`);
  const hashes: Uint8Array[] = [];
  for (const line of lines) {
    const hash = bytesOfBase64(line);
    if (hash?.length !== 32) return malformed(`hash ${hashes.length + 1} is not 32 bytes of canonical base64`);
    hashes.push(hash);
  }
  return ok({ index, hashes, checkpoint: text.slice(blank + 2), extra });
}

export const formatLogProof = ({ index, hashes, checkpoint, extra }: LogProof): string =>
  [
    FIRST_LINE,
    ...(extra === null ? [] : [`extra ${base64Of(extra)}`]),
    `index ${index}`,
    ...hashes.map(base64Of),
    '',
    checkpoint,
  ].join('\n');

/**
 * Whether `entry` is in a log that the policy names, at the place and in the tree that the proof says; and whether witnesses have
 * seen that tree. `entry` is the entry's bytes, from which the leaf's hash is computed here: a hash is never taken from the proof.
 * Errors: those of `openCheckpoint`, `PROOF_INVALID`.
 */
export function openLogProof(
  proof: LogProof,
  entry: Uint8Array,
  policy: Policy,
  hashing: Hashing,
): Result<ProvedEntry> {
  const keys = { logs: policy.logs.map(({ key }) => key), witnesses: policy.witnesses.map(({ key }) => key) };
  const opened = openCheckpoint(proof.checkpoint, keys.logs, keys.witnesses, hashing);
  if (!opened.ok) return opened;
  const { checkpoint, cosignedBy } = opened.value;
  const hasher = treeHasher(hashing);
  const included = verifyInclusion(hasher, {
    leafHash: leafHash(hasher, entry),
    index: BigInt(proof.index),
    treeSize: BigInt(checkpoint.size),
    rootHash: checkpoint.rootHash,
    proof: proof.hashes,
  });
  if (!included.ok) return included;
  const met = meetsQuorum(policy, new Set(cosignedBy.map(({ key }) => key)));
  return ok({
    ...opened.value,
    index: proof.index,
    cosigned: policy.quorum === null ? 'not-asked' : met ? 'yes' : 'not-yet',
  });
}
