import type { BagFile } from '../core/bag/bag-file.ts';
import { envelopeText, IN_TOTO_PAYLOAD, preAuthEncoding } from '../core/bag/dsse.ts';
import { publicKeyPem } from '../core/bag/public-key.ts';
import { utf8 } from '../core/bytes.ts';
import { sha256Hex } from '../core/hash.ts';
import type { NoteSigner } from '../core/note/signature.ts';
import { csvBytes } from './csv.ts';
import { jsonBytes } from './exhibit-file.ts';

/** One thing that happened to the evidence, as it is signed. */
export interface CustodyEvent {
  readonly event: 'collected' | 'extracted' | 'approved' | 'sealed';
  /** ISO 8601 in UTC; coarse where only the hour is on record. */
  readonly at: string;
  readonly by: string;
  readonly note: string;
  /** What it is about: files of the bag. */
  readonly files: readonly BagFile[];
  /** Further facts, by name. */
  readonly more: Readonly<Record<string, unknown>>;
}

// in-toto wants a URI that names the predicate's meaning; a tag URI (RFC 4151) needs no server. docs/spec/referral-bag.md describes it.
export const CUSTODY_PREDICATE = 'tag:candour.example,2026:custody-event/v1';

/** The key that the statements are to be checked with, as openssl reads it. */
export const custodyKeyFile = (publicKey: Uint8Array): BagFile => ({
  path: 'custody/custody-key.pem',
  bytes: utf8(publicKeyPem(publicKey)),
});

/** The name of a key in envelopes: SHA-256 of its 32 bytes, hex. */
export const keyIdOf = (publicKey: Uint8Array): string => sha256Hex(publicKey);

/**
 * Statements and table of the folder `custody/`: each event as an in-toto statement v1 in a signed DSSE envelope, in order; the key (Ed25519) to check them with; and a
 * table for people. The same events give the same bytes.
 */
export function custodyFiles(events: readonly CustodyEvent[], signer: NoteSigner): readonly BagFile[] {
  const envelopes = events.map((event, n): BagFile => {
    const payload = jsonBytes(statementOf(event));
    const signature = signer.sign(preAuthEncoding(IN_TOTO_PAYLOAD, payload));
    const signatures = [{ keyid: keyIdOf(signer.key.publicKey), signature }];
    return {
      path: `custody/${String(n + 1).padStart(4, '0')}-${event.event}.dsse.json`,
      bytes: utf8(envelopeText({ payloadType: IN_TOTO_PAYLOAD, payload, signatures })),
    };
  });
  const rows = events.map((event, n) => [
    n + 1,
    event.at,
    event.event,
    event.by,
    event.note,
    event.files.length,
    envelopes[n] === undefined ? '' : sha256Hex(envelopes[n].bytes),
  ]);
  return [
    ...envelopes,
    {
      path: 'custody/custody.csv',
      bytes: csvBytes(['no', 'at_utc', 'event', 'by', 'what', 'files', 'statement_sha256'], rows),
    },
  ];
}

/** in-toto Statement v1: subjects are files by digest. */
const statementOf = ({ event, at, by, note, files, more }: CustodyEvent): unknown => ({
  _type: 'https://in-toto.io/Statement/v1',
  subject: files.map(({ path, bytes }) => ({ name: path, digest: { sha256: sha256Hex(bytes) } })),
  predicateType: CUSTODY_PREDICATE,
  predicate: { event, at, by, note, ...more },
});
