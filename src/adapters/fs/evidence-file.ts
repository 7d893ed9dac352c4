import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeHashing } from '../../core/node-hashing.ts';
import { type Policy, parsePolicy } from '../../core/note/policy.ts';
import type { VerifierKey } from '../../core/note/verifier-key.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { type EvidenceSettings, evidenceSettingsSchema } from '../../model/evidence-settings.ts';
import { parseYaml } from '../../packs/parse-yaml.ts';
import { intakeFault } from './fault.ts';

/** No file asks for nobody: the log is signed by its owner alone, and receipts say so. */
const NO_POLICY: Policy = { logs: [], witnesses: [], groups: [], quorum: null };

/** `evidence.yml` of the data directory; all defaults where there is none. Error: `EVIDENCE_SETTINGS`, every problem with its place. */
export function readEvidenceSettings(root: string): Result<EvidenceSettings> {
  const text = readOptional(join(root, 'evidence.yml'));
  if (!text.ok) return text;
  if (text.value === null) return ok(evidenceSettingsSchema.parse({}));
  const settings = parseYaml(text.value.toString('utf8'), 'evidence.yml', evidenceSettingsSchema);
  return settings.ok ? settings : err(intakeFault('EVIDENCE_SETTINGS', settings.error.message));
}

/** `witness.policy` of the data directory (C2SP tlog-policy). Errors: `POLICY_INVALID`, `EVIDENCE_SETTINGS`. */
export function readWitnessPolicy(root: string): Result<Policy> {
  const text = readOptional(join(root, 'witness.policy'));
  if (!text.ok) return text;
  return text.value === null ? ok(NO_POLICY) : parsePolicy(text.value, nodeHashing);
}

/** Who may have cosigned the log; nobody where the policy cannot be read, and then the log is not opened either. */
export function cosignersOf(root: string): readonly VerifierKey[] {
  const policy = readWitnessPolicy(root);
  return policy.ok ? policy.value.witnesses.map(({ key }) => key) : [];
}

function readOptional(path: string): Result<Buffer | null> {
  try {
    return ok(readFileSync(path));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT') return ok(null);
    return err(intakeFault('EVIDENCE_SETTINGS', `reading the settings of the evidence log: ${code}`));
  }
}
