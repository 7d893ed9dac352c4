import { bytesOfHex, concatBytes, hexOf, textOf, utf8 } from '../../core/bytes.ts';
import { jsonObjectIn } from '../../core/json-object.ts';
import { leafHash, type TreeHasher, treeHasher } from '../../core/merkle/tree-hasher.ts';
import { verifyInclusion } from '../../core/merkle/verify-proof.ts';
import { openCheckpoint } from '../../core/note/checkpoint.ts';
import { openLogProof, parseLogProof } from '../../core/note/log-proof.ts';
import { type Policy, parsePolicy } from '../../core/note/policy.ts';
import { commitmentOf, parseOpening } from '../../core/opening.ts';
import { type BagFault, bagFault } from './bag-fault.ts';
import type { BagHashing } from './bag-hashing.ts';
import { type BagFiles, textAt } from './check-manifest.ts';
import type { ExhibitEntry } from './exhibit-record.ts';

/** What the log of a bag shows. */
export interface LogCheck {
  readonly faults: readonly BagFault[];
  /** Null where the bag has no log, or its checkpoint is not signed as it must be. */
  readonly checkpoint: {
    readonly origin: string;
    readonly treeSize: number;
    readonly rootHash: string;
    readonly cosignedBy: number;
  } | null;
  /** Entries of the log that a proof shows. */
  readonly proved: number;
  /** Single records of exhibits that are proved. */
  readonly records: number;
}

export interface LogQuestion {
  readonly files: BagFiles;
  readonly hashing: BagHashing;
  /** Whose signatures count, from elsewhere; null: those that the bag itself names. */
  readonly policy: Policy | null;
  readonly exhibits: readonly { readonly id: string; readonly records: readonly ExhibitEntry[] }[];
  readonly custodyKeyId: string | null;
}

const CHECKPOINT = 'log/checkpoint';
const POLICY = 'log/policy';

/**
 * The folder `log/`: the checkpoint is signed, every proof leads to it, each exhibit's batch is under it, each single record of an exhibit is
 * the one that its batch commits to, each opening opens its leaf, and the release of this payload and of this custody key is among them. A bag
 * without the folder shows nothing of this kind, and that is no fault.
 */
export function checkLog(question: LogQuestion): LogCheck {
  const { files, hashing } = question;
  if (![...files.keys()].some((path) => path.startsWith('log/')))
    return { faults: [], checkpoint: null, proved: 0, records: 0 };
  const policy = question.policy ?? ownPolicy(files, hashing);
  const note = textAt(files, CHECKPOINT);
  if (policy === null || note === null) {
    const missing = policy === null ? POLICY : CHECKPOINT;
    return { faults: [logFault(missing, 'a file that can be read', 'none')], checkpoint: null, proved: 0, records: 0 };
  }
  const keys = { logs: policy.logs.map(({ key }) => key), witnesses: policy.witnesses.map(({ key }) => key) };
  const opened = openCheckpoint(note, keys.logs, keys.witnesses, hashing);
  if (!opened.ok) {
    const faults = [logFault(CHECKPOINT, 'a checkpoint signed by the key of its log', opened.error.message)];
    return { faults, checkpoint: null, proved: 0, records: 0 };
  }
  const faults: BagFault[] = [];
  const leaves = new Map<string, Uint8Array>();
  for (const [path, bytes] of files) {
    const [, name] = /^log\/proofs\/(.*)\.tlog-proof$/.exec(path) ?? [];
    if (name === undefined) continue;
    const leaf = provedLeaf(bytes, note, policy, hashing);
    if (typeof leaf === 'string') faults.push(logFault(path, 'a proof that leads to log/checkpoint', leaf));
    else leaves.set(name, leaf);
  }
  let records = 0;
  for (const exhibit of question.exhibits) {
    const wrong = exhibitFaults(files, exhibit, leaves.get(exhibit.id) ?? null, hashing);
    faults.push(...wrong);
    if (wrong.length === 0) records += exhibit.records.length;
  }
  faults.push(...openingFaults(question, leaves));
  const { checkpoint, cosignedBy } = opened.value;
  return {
    faults,
    checkpoint: {
      origin: checkpoint.origin,
      treeSize: checkpoint.size,
      rootHash: hexOf(checkpoint.rootHash),
      cosignedBy: cosignedBy.length,
    },
    proved: leaves.size,
    records,
  };
}

function ownPolicy(files: BagFiles, hashing: BagHashing): Policy | null {
  const text = textAt(files, POLICY);
  const parsed = text === null ? null : parsePolicy(utf8(text), hashing);
  return parsed?.ok === true ? parsed.value : null;
}

/** The leaf that a proof shows to be in the log; else what is wrong. */
function provedLeaf(bytes: Uint8Array, note: string, policy: Policy, hashing: BagHashing): Uint8Array | string {
  const proof = parseLogProof(bytes);
  if (!proof.ok) return proof.error.message;
  if (proof.value.checkpoint !== note) return 'it has another checkpoint';
  if (proof.value.extra === null) return 'it carries no leaf';
  const opened = openLogProof(proof.value, proof.value.extra, policy, hashing);
  return opened.ok ? proof.value.extra : opened.error.message;
}

/** The leaf is the one of the batch that source.json names, and commits to each record. */
function exhibitFaults(
  files: BagFiles,
  { id, records }: LogQuestion['exhibits'][number],
  leaf: Uint8Array | null,
  hashing: BagHashing,
): readonly BagFault[] {
  const proofPath = `log/proofs/${id}.tlog-proof`;
  if (leaf === null) return [logFault(proofPath, `a proof for ${id}`, 'none that holds')];
  const batch = jsonObjectIn(leaf);
  const source = jsonObjectIn(files.get(`data/exhibits/${id}/source.json`) ?? new Uint8Array());
  const raw = rawOf(batch?.['raw']);
  if (batch?.['type'] !== 'batch' || raw === null || batch['batch'] !== batchIn(source))
    return [logFault(proofPath, `the leaf of the batch that ${id}/source.json names`, 'another leaf')];
  const path = `log/openings/${id}.json`;
  const proofs = recordProofs(files.get(path));
  if (proofs === null || proofs.length !== records.length)
    return [
      logFault(path, `a proof for each of ${records.length} records`, proofs === null ? 'none' : String(proofs.length)),
    ];
  const hasher = treeHasher(hashing);
  return proofs.flatMap((proof, n): readonly BagFault[] => {
    const record = records[n];
    if (record === undefined || proof.recordNo !== record.recordNo)
      return [logFault(path, 'the records of the exhibit, in order', `record ${proof.recordNo}`)];
    if (isInBatch(hasher, proof, record.bytes, raw)) return [];
    const place = { index: record.recordNo };
    return [
      bagFault(
        'BAG_RECORD',
        `data/exhibits/${id}/records.txt`,
        'the record that its batch commits to',
        'another',
        place,
      ),
    ];
  });
}

const SALT_BYTES = 16;

/** RFC 6962 over `salt ‖ record` (docs/design/evidence.md, "A leaf"); a salt of another length would let bytes pass from it into the record. */
function isInBatch(
  hasher: TreeHasher,
  { recordNo, salt, path }: RecordProof,
  record: Uint8Array,
  raw: { readonly records: number; readonly recordsRoot: string },
): boolean {
  const rootHash = bytesOfHex(raw.recordsRoot);
  if (salt.length !== SALT_BYTES || rootHash === null) return false;
  return verifyInclusion(hasher, {
    leafHash: leafHash(hasher, concatBytes(salt, record)),
    index: BigInt(recordNo),
    treeSize: BigInt(raw.records),
    rootHash,
    proof: path,
  }).ok;
}

/** Every opening opens its leaf; one of them releases this payload with this custody key. */
function openingFaults(
  { files, hashing, custodyKeyId }: LogQuestion,
  leaves: ReadonlyMap<string, Uint8Array>,
): readonly BagFault[] {
  const faults: BagFault[] = [];
  const manifest = files.get('manifest-sha256.txt');
  const digest = manifest === undefined ? null : hexOf(hashing.sha256(manifest));
  let released = false;
  for (const [path, bytes] of files) {
    const [, name = ''] = /^log\/openings\/(event-\d+)\.json$/.exec(path) ?? [];
    if (name === '') continue;
    const opening = parseOpening(bytes);
    const leaf = leaves.get(name);
    const said = leaf === undefined ? undefined : jsonObjectIn(leaf)?.['commitment'];
    if (opening === null || said !== commitmentOf(hashing, opening.nonce, utf8(opening.record))) {
      faults.push(logFault(path, `what opens the leaf of log/proofs/${name}.tlog-proof`, 'something else'));
      continue;
    }
    released ||= isRelease(opening.record, digest, custodyKeyId);
  }
  if (!released)
    faults.push(logFault('log/openings', 'the release of this payload, by its digest and the custody key', 'none'));
  return faults;
}

function isRelease(record: string, digest: string | null, custodyKeyId: string | null): boolean {
  const body = member(jsonObjectIn(utf8(record))?.['body']);
  const document = member(body?.['document']);
  return (
    body?.['kind'] === 'referral-released' &&
    digest !== null &&
    document?.['payloadDigest'] === digest &&
    document['custodyKeyId'] === custodyKeyId
  );
}

function rawOf(value: unknown): { readonly records: number; readonly recordsRoot: string } | null {
  const { records, recordsRoot } = member(value) ?? {};
  return typeof records === 'number' && Number.isSafeInteger(records) && typeof recordsRoot === 'string'
    ? { records, recordsRoot }
    : null;
}

const batchIn = (source: Readonly<Record<string, unknown>> | null): unknown =>
  member(source?.['batch'])?.['id'] ?? null;

interface RecordProof {
  readonly recordNo: number;
  readonly salt: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** `{"v":1,"records":[{"recordNo":…,"salt":"hex","path":["hex",…]},…]}`; null for anything else. */
function recordProofs(bytes: Uint8Array | undefined): readonly RecordProof[] | null {
  const text = bytes === undefined ? null : textOf(bytes);
  const listed = text === null ? null : jsonObjectIn(utf8(text))?.['records'];
  if (!Array.isArray(listed)) return null;
  const proofs = (listed as readonly unknown[]).map((one) => {
    const { recordNo, salt, path } = member(one) ?? {};
    const hashes = Array.isArray(path) ? (path as readonly unknown[]).map(hexIn) : [null];
    const salted = hexIn(salt);
    if (typeof recordNo !== 'number' || !Number.isSafeInteger(recordNo) || salted === null || hashes.includes(null))
      return null;
    return { recordNo, salt: salted, path: hashes.filter((hash) => hash !== null) };
  });
  return proofs.includes(null) ? null : proofs.filter((proof) => proof !== null);
}

const hexIn = (value: unknown): Uint8Array | null => (typeof value === 'string' ? bytesOfHex(value) : null);

const member = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;

const logFault = (file: string, expected: string, found: string): BagFault =>
  bagFault('BAG_LOG', file, expected, found);
