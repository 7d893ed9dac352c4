import { textOf } from '../bytes.ts';
import type { Hashing } from '../hashing.ts';
import { err, ok, type Result } from '../result.ts';
import { noteFault } from './fault.ts';
import { type KeyKind, parseVerifierKey, type VerifierKey } from './verifier-key.ts';

/** A log whose checkpoints are accepted. */
export interface PolicyLog {
  readonly key: VerifierKey;
  readonly url: string | null;
}

export interface PolicyWitness {
  /** Names the witness within the policy alone; each character is one octet of the file. */
  readonly name: string;
  readonly key: VerifierKey;
  /** Where checkpoints are submitted to it. */
  readonly url: string | null;
}

/** Holds when at least `threshold` of its members do: witnesses, or groups of earlier lines. */
export interface PolicyGroup {
  readonly name: string;
  readonly threshold: number;
  readonly members: readonly string[];
}

/** When a checkpoint is to be believed (C2SP tlog-policy). */
export interface Policy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  readonly groups: readonly PolicyGroup[];
  /** A witness or a group; null where no cosignature is asked for. */
  readonly quorum: string | null;
}

// The specification asks for at least 32 of each; a megabyte holds a thousand ML-DSA keys.
const MOST_BYTES = 1_000_000;
const MOST_PROBLEMS = 20;

const LOG_KINDS: readonly KeyKind[] = ['ed25519', 'ml-dsa-44'];
const WITNESS_KINDS: readonly KeyKind[] = ['cosignature-v1', 'ml-dsa-44'];

/** A policy while it is read; `problems` are lines and what is wrong with them. */
interface Draft {
  readonly logs: PolicyLog[];
  readonly witnesses: PolicyWitness[];
  readonly groups: PolicyGroup[];
  readonly quorums: (string | null)[];
  /** Witnesses and groups by name: true once a group has them as a member. */
  readonly taken: Map<string, boolean>;
  readonly problems: string[];
  readonly hashing: Hashing;
}

/**
 * Reads a policy file. The error `POLICY_INVALID` names every line that is wrong, with the reason. `quorum none` is a policy that
 * asks for no witness; a policy without logs suits a reader that knows the log from elsewhere.
 *
 * @example
 *   parsePolicy(utf8(`log ${log}\nwitness auditor ${witness} https://witness.example.com\nquorum auditor\n`), nodeHashing);
 */
export function parsePolicy(bytes: Uint8Array, hashing: Hashing): Result<Policy> {
  const draft: Draft = { logs: [], witnesses: [], groups: [], quorums: [], taken: new Map(), problems: [], hashing };
  if (bytes.length > MOST_BYTES)
    return err(noteFault('POLICY_INVALID', `reading a policy: it is longer than ${MOST_BYTES} bytes`));
  octetText(bytes)
    .split('\n')
    .forEach((line, i) => {
      const problem = takeLine(line, draft);
      if (problem !== null) draft.problems.push(`line ${i + 1}: ${problem}`);
    });
  if (draft.quorums.length !== 1)
    draft.problems.push(`expected one line "quorum NAME" or "quorum none", got ${draft.quorums.length}`);
  const { logs, witnesses, groups, quorums, problems } = draft;
  if (problems.length > 0) {
    const more = problems.length > MOST_PROBLEMS ? [`and ${problems.length - MOST_PROBLEMS} more`] : [];
    const said = [...problems.slice(0, MOST_PROBLEMS), ...more].join('; ');
    return err(noteFault('POLICY_INVALID', `reading a policy: ${said}`));
  }
  return ok({ logs, witnesses, groups, quorum: quorums[0] ?? null });
}

/** Whether the cosignatures of these keys are enough. Each name is a member once, so the groups are trees: linear. */
export function meetsQuorum(policy: Policy, cosigned: ReadonlySet<VerifierKey>): boolean {
  if (policy.quorum === null) return true;
  const holds = new Set(policy.witnesses.filter(({ key }) => cosigned.has(key)).map(({ name }) => name));
  for (const { name, threshold, members } of policy.groups)
    if (members.filter((member) => holds.has(member)).length >= threshold) holds.add(name);
  return holds.has(policy.quorum);
}

/** What is wrong with the line; null when it was taken, or says nothing. */
function takeLine(line: string, draft: Draft): string | null {
  // Compared as octets: no letter of another script passes for a keyword.
  const odd = /[^\t\u0020-\u007e\u0080-\u00ff]/.exec(line);
  if (odd !== null) return `control character 0x${odd[0].charCodeAt(0).toString(16).padStart(2, '0')}`;
  const [keyword = '', ...words] = line.split(/[ \t]+/).filter((word) => word !== '');
  if (keyword === '' || keyword.startsWith('#')) return null;
  switch (keyword) {
    case 'log':
      return takeLog(words, draft);
    case 'witness':
      return takeWitness(words, draft);
    case 'group':
      return takeGroup(words, draft);
    case 'quorum':
      return takeQuorum(words, draft);
    default:
      return 'expected log, witness, group or quorum';
  }
}

function takeLog(words: readonly string[], { logs, hashing }: Draft): string | null {
  const [text, url = null, more] = words;
  if (text === undefined || more !== undefined) return 'expected "log VKEY [URL]"';
  const key = readKey(text, LOG_KINDS, hashing);
  if (typeof key === 'string') return key;
  if (logs.some((log) => sameKey(log.key, key))) return 'this log key stands on an earlier line';
  logs.push({ key, url });
  return null;
}

function takeWitness(words: readonly string[], { witnesses, taken, hashing }: Draft): string | null {
  const [name, text, url = null, more] = words;
  if (name === undefined || text === undefined || more !== undefined) return 'expected "witness NAME VKEY [URL]"';
  const key = readKey(text, WITNESS_KINDS, hashing);
  if (typeof key === 'string') return key;
  if (witnesses.some((witness) => sameKey(witness.key, key))) return 'this witness key stands on an earlier line';
  const problem = defineName(name, taken);
  if (problem === null) witnesses.push({ name, key, url });
  return problem;
}

function takeGroup(words: readonly string[], { groups, taken }: Draft): string | null {
  const [name, count, ...members] = words;
  if (name === undefined || count === undefined || members.length === 0)
    return 'expected "group NAME all|any|K MEMBER…"';
  const threshold = count === 'all' ? members.length : count === 'any' ? 1 : numberOf(count);
  if (threshold === null || threshold > members.length)
    return `expected all, any or a number from 1 to ${members.length}`;
  for (const member of members) {
    const used = taken.get(member);
    if (used === undefined) return 'a member is not defined on an earlier line';
    if (used) return 'a member is in a group already';
    taken.set(member, true);
  }
  const problem = defineName(name, taken);
  if (problem === null) groups.push({ name, threshold, members });
  return problem;
}

function takeQuorum(words: readonly string[], { quorums, taken }: Draft): string | null {
  const [name, more] = words;
  if (name === undefined || more !== undefined) return 'expected "quorum NAME" or "quorum none"';
  if (name !== 'none' && !taken.has(name)) return 'the quorum is not defined on an earlier line';
  quorums.push(name === 'none' ? null : name);
  return null;
}

function defineName(name: string, taken: Map<string, boolean>): string | null {
  if (name === 'none') return 'the name none is taken: it stands for no quorum';
  if (taken.has(name)) return 'the name is defined on an earlier line';
  taken.set(name, false);
  return null;
}

/** The key, or what is wrong with it. */
function readKey(octets: string, kinds: readonly KeyKind[], hashing: Hashing): VerifierKey | string {
  const text = textOf(Uint8Array.from(octets, (octet) => octet.charCodeAt(0)));
  if (text === null) return 'the key is not UTF-8';
  const key = parseVerifierKey(text, hashing);
  if (!key.ok) return key.error.message;
  return kinds.includes(key.value.kind)
    ? key.value
    : `expected a key of kind ${kinds.join(' or ')}, got ${key.value.kind}`;
}

const sameKey = (a: VerifierKey, b: VerifierKey): boolean => a.publicKey.toString() === b.publicKey.toString();

const numberOf = (text: string): number | null => (/^[1-9][0-9]{0,5}$/.test(text) ? Number(text) : null);

/** One character an octet: names of the file are compared as they stand, whatever they spell. */
const octetText = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
