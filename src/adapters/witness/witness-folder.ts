import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nodeHashing } from '../../core/node-hashing.ts';
import { generateSigningKey, parseSigningKey } from '../../core/node-signer.ts';
import { parsePolicy } from '../../core/note/policy.ts';
import type { NoteSigner } from '../../core/note/signature.ts';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '../../core/note/verifier-key.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { syncPath, writeSynced } from '../disk.ts';
import { witnessFault } from './fault.ts';

/** What a witness keeps in its folder: `witness.key` (secret, 0600), `logs.policy` (whom it witnesses), `witness.sqlite`. */
export interface WitnessFolder {
  readonly root: string;
  readonly signer: NoteSigner;
  readonly storePath: string;
  /** Read anew at each call. Errors: `POLICY_INVALID`, `WITNESS_MISSING`. */
  logs(): Result<readonly VerifierKey[]>;
  /** Adds a line to `logs.policy`; one that is there already is left. Errors: `KEY_INVALID`, `POLICY_INVALID`, `WITNESS_MISSING`. */
  addLog(vkey: string): Result<VerifierKey>;
}

const HEAD = `# The logs that this witness cosigns, in the form of c2sp.org/tlog-policy: log VKEY [URL]
quorum none
`;

/** Makes a key and an empty list of logs. Errors: `WITNESS_EXISTS`, `KEY_INVALID` (a name that cannot stand in a note). */
export function makeWitness(path: string, name: string): Result<WitnessFolder> {
  const root = resolve(path);
  if (existsSync(join(root, 'witness.key')))
    return err(witnessFault('WITNESS_EXISTS', 'making a witness: the folder holds one'));
  const secret = generateSigningKey('cosignature-v1', name);
  if (!secret.ok) return secret;
  mkdirSync(root, { recursive: true, mode: 0o700 });
  if (!existsSync(join(root, 'logs.policy'))) writeSynced(join(root, 'logs.policy'), HEAD, 'wx');
  // Last: a folder with a key is a whole witness.
  writeSynced(join(root, 'witness.key'), `${secret.value}\n`, 'wx');
  syncPath(root);
  return openWitnessFolder(root);
}

/** Errors: `WITNESS_MISSING`, `KEY_INVALID`. */
export function openWitnessFolder(path: string): Result<WitnessFolder> {
  const root = resolve(path);
  const secret = readText(join(root, 'witness.key'));
  if (!secret.ok) return secret;
  const signer = parseSigningKey(secret.value);
  if (!signer.ok) return signer;
  if (signer.value.key.kind !== 'cosignature-v1')
    return err(witnessFault('WITNESS_MISSING', 'opening a witness: witness.key is the key of a log, not of a witness'));
  const policyPath = join(root, 'logs.policy');
  const logs = (): Result<readonly VerifierKey[]> => {
    const text = readText(policyPath);
    if (!text.ok) return text;
    const policy = parsePolicy(Buffer.from(text.value), nodeHashing);
    return policy.ok ? ok(policy.value.logs.map(({ key }) => key)) : policy;
  };
  return ok({
    root,
    signer: signer.value,
    storePath: join(root, 'witness.sqlite'),
    logs,
    addLog(vkey) {
      const key = parseVerifierKey(vkey, nodeHashing);
      if (!key.ok) return key;
      const known = logs();
      if (!known.ok) return known;
      if (known.value.some(({ name, id }) => name === key.value.name && id === key.value.id)) return key;
      const text = readText(policyPath);
      if (!text.ok) return text;
      const line = `${text.value.endsWith('\n') ? '' : '\n'}log ${formatVerifierKey(key.value)}\n`;
      const policy = parsePolicy(Buffer.from(text.value + line), nodeHashing);
      if (!policy.ok) return policy;
      writeSynced(policyPath, line, 'a');
      return key;
    },
  });
}

function readText(path: string): Result<string> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return err(witnessFault('WITNESS_MISSING', `opening a witness: expected witness.key and logs.policy, got ${code}`));
  }
}
