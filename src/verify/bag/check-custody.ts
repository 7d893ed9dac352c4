import { IN_TOTO_PAYLOAD, jsonObject, parseEnvelope, preAuthEncoding } from '../../core/bag/dsse.ts';
import { parsePublicKeyPem } from '../../core/bag/public-key.ts';
import { hexOf, textOf } from '../../core/bytes.ts';
import { type BagFault, bagFault } from './bag-fault.ts';
import type { BagHashing } from './bag-hashing.ts';
import { type BagFiles, textAt } from './check-manifest.ts';

const KEY = 'custody/custody-key.pem';
const STATEMENT = 'https://in-toto.io/Statement/v1';

/** What the custody folder shows. */
export interface CustodyCheck {
  readonly faults: readonly BagFault[];
  /** SHA-256 of the key, hex; null when there is none. */
  readonly keyId: string | null;
}

/**
 * Every statement of custody is signed by the bag's key over the bytes that stand in it, each of its subjects is a file of the bag with that
 * digest, and one statement `sealed` is about every file that it can be about. `expectedKeyId`: told by another way; null when it was not.
 */
export function checkCustody(files: BagFiles, hashing: BagHashing, expectedKeyId: string | null): CustodyCheck {
  const pem = textAt(files, KEY);
  const key = pem === null ? null : parsePublicKeyPem(pem);
  if (key === null)
    return { keyId: null, faults: [bagFault('BAG_FORM', KEY, 'an Ed25519 public key as PEM', 'another text or none')] };
  const keyId = hexOf(hashing.sha256(key));
  const faults: BagFault[] = [];
  if (expectedKeyId !== null && expectedKeyId !== keyId)
    faults.push(bagFault('BAG_SIGNATURE', KEY, `the key with SHA-256 ${expectedKeyId}`, keyId));
  let sealed = 0;
  for (const path of [...files.keys()].filter((name) => name.endsWith('.dsse.json')).sort()) {
    const statement = checkStatement(files, path, key, keyId, hashing);
    faults.push(...statement.faults);
    if (statement.event !== 'sealed') continue;
    sealed += 1;
    for (const name of [...files.keys()].filter(isSealable)) {
      if (!statement.subjects.has(name))
        faults.push(bagFault('BAG_NOT_SEALED', name, `a subject of ${path}`, 'not among them'));
    }
  }
  if (sealed !== 1) faults.push(bagFault('BAG_NOT_SEALED', null, 'one statement of the event sealed', String(sealed)));
  return { keyId, faults };
}

/** All but what is written after the seal: the statements, their table, the tag manifests. The payload is sealed through its manifests. */
const isSealable = (path: string): boolean =>
  !/^data\/|^custody\/.*\.dsse\.json$|^custody\/custody\.csv$|^tagmanifest-/.test(path);

interface Statement {
  readonly event: unknown;
  readonly subjects: ReadonlySet<string>;
  readonly faults: readonly BagFault[];
}

function checkStatement(files: BagFiles, path: string, key: Uint8Array, keyId: string, hashing: BagHashing): Statement {
  const failed = (fault: BagFault): Statement => ({ event: null, subjects: new Set(), faults: [fault] });
  const envelope = parseEnvelope(textAt(files, path) ?? '');
  if (envelope === null || envelope.payloadType !== IN_TOTO_PAYLOAD)
    return failed(bagFault('BAG_FORM', path, 'a DSSE envelope around an in-toto statement', 'another text'));
  const signed = preAuthEncoding(envelope.payloadType, envelope.payload);
  const [signature] = envelope.signatures;
  if (
    envelope.signatures.length !== 1 ||
    signature?.keyid !== keyId ||
    !hashing.verifyEd25519(key, signed, signature.signature)
  )
    return failed(bagFault('BAG_SIGNATURE', path, `a signature by the key ${keyId}`, 'none that holds'));
  const statement = jsonObject(textOf(envelope.payload) ?? '');
  const subjects = subjectsOf(statement?.['subject']);
  const predicate = statement?.['predicate'];
  if (statement?.['_type'] !== STATEMENT || subjects === null || typeof predicate !== 'object' || predicate === null)
    return failed(bagFault('BAG_FORM', path, 'an in-toto statement v1', 'another'));
  const faults = [...subjects].flatMap(([name, digest]): readonly BagFault[] => {
    const bytes = files.get(name);
    if (bytes === undefined) return [bagFault('BAG_FILE_MISSING', name, `the file that ${path} is about`, 'none')];
    const found = hexOf(hashing.sha256(bytes));
    return found === digest ? [] : [bagFault('BAG_FILE_CHANGED', name, `sha256 ${digest}, as ${path} says`, found)];
  });
  return { event: 'event' in predicate ? predicate.event : null, subjects: new Set(subjects.keys()), faults };
}

function subjectsOf(value: unknown): ReadonlyMap<string, string> | null {
  if (!Array.isArray(value)) return null;
  const subjects = new Map<string, string>();
  for (const one of value as readonly unknown[]) {
    if (typeof one !== 'object' || one === null || !('name' in one) || !('digest' in one)) return null;
    const { name, digest } = one;
    if (typeof name !== 'string' || typeof digest !== 'object' || digest === null || !('sha256' in digest)) return null;
    if (typeof digest.sha256 !== 'string') return null;
    subjects.set(name, digest.sha256);
  }
  return subjects;
}
