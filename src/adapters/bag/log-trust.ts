import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { utf8 } from '../../core/bytes.ts';
import { nodeHashing } from '../../core/node-hashing.ts';
import { openCheckpoint } from '../../core/note/checkpoint.ts';
import { parsePolicy } from '../../core/note/policy.ts';
import { parseVerifierKey } from '../../core/note/verifier-key.ts';
import { ok, type Result } from '../../core/result.ts';
import type { LogTrust } from '../../ports/referral-evidence.ts';

/** The log's key (`log/vkey`) and the policy (`witness.policy`, to which the log is added where it does not name it). Errors: `KEY_INVALID`, `POLICY_INVALID`. */
export function logTrust(root: string): Result<LogTrust> {
  const vkey = readFileSync(join(root, 'log', 'vkey'), 'utf8').trim();
  const key = parseVerifierKey(vkey, nodeHashing);
  if (!key.ok) return key;
  const path = join(root, 'witness.policy');
  const written = existsSync(path) ? readFileSync(path, 'utf8') : 'quorum none\n';
  const policy = written.includes(vkey) ? written : `log ${vkey}\n${written}`;
  const parsed = parsePolicy(utf8(policy), nodeHashing);
  if (!parsed.ok) return parsed;
  const witnesses = parsed.value.witnesses.map((witness) => witness.key);
  return ok({
    vkey,
    policy,
    cosignedBy(note) {
      const opened = openCheckpoint(note, [key.value], witnesses, nodeHashing);
      return opened.ok ? opened.value.cosignedBy.length : 0;
    },
  });
}
