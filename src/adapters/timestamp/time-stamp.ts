import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { Integer, OctetString } from 'asn1js';
import {
  AlgorithmIdentifier,
  Certificate,
  ContentInfo,
  ExtKeyUsage,
  MessageImprint,
  SignedData,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from 'pkijs';
import { equalBytes } from '../../core/bytes.ts';
import { type Instant, instantFromMs } from '../../core/instant.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { timestampFault } from './fault.ts';

/** What a token of RFC 3161 says once it was verified. */
export interface TimeStamp {
  /** The authority's time for the bytes. */
  readonly at: Instant;
  /** Subject of the certificate that signed. */
  readonly authority: string;
}

const SHA256 = '2.16.840.1.101.3.4.2.1';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const NONCE_BYTES = 16;
// RFC 3161 section 2.4.2: granted, granted with modifications.
const GRANTED = [0, 1];

/** A request for a time stamp over SHA-256 of `bytes`, with the certificates and a random nonce asked for. */
export function timeStampRequest(bytes: Uint8Array): { readonly body: Uint8Array; readonly nonce: Uint8Array } {
  // The first bit is zero, so that the number is positive in DER.
  const nonce = new Uint8Array(randomBytes(NONCE_BYTES));
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40;
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256 }),
      hashedMessage: new OctetString({ valueHex: bufferOf(sha256(bytes)) }),
    }),
    nonce: new Integer({ valueHex: bufferOf(nonce) }),
    certReq: true,
  });
  return { body: new Uint8Array(request.toSchema().toBER()), nonce };
}

/** The token (DER) in an authority's answer; not verified yet. Errors: `TIMESTAMP_UNREACHABLE` (unreadable), `TIMESTAMP_REFUSED`. */
export function tokenIn(answer: Uint8Array): Result<Uint8Array> {
  try {
    const response = TimeStampResp.fromBER(bufferOf(answer));
    const { status } = response.status;
    if (!GRANTED.includes(status))
      return err(timestampFault('TIMESTAMP_REFUSED', `asking for a time stamp: status ${status}`));
    if (response.timeStampToken === undefined)
      return err(timestampFault('TIMESTAMP_UNREACHABLE', 'asking for a time stamp: granted, and there is none'));
    return ok(new Uint8Array(response.timeStampToken.toSchema().toBER()));
  } catch {
    return err(timestampFault('TIMESTAMP_UNREACHABLE', 'asking for a time stamp: the answer is not of RFC 3161'));
  }
}

/**
 * Verifies a token over `bytes`: the digest, the signature, the purpose of the signer's certificate, and its chain to one of `roots` at the
 * token's own time. `nonce`: that of the request, when the token is fresh. Revocation is not asked for: that would need a
 * network, and a kept token must be checked offline. Error: `TIMESTAMP_INVALID`.
 */
export async function verifyTimeStamp(
  token: Uint8Array,
  bytes: Uint8Array,
  roots: readonly Certificate[],
  nonce: Uint8Array | null = null,
): Promise<Result<TimeStamp>> {
  const invalid = (what: string) => err(timestampFault('TIMESTAMP_INVALID', `verifying a time stamp: ${what}`));
  try {
    const signed = new SignedData({ schema: ContentInfo.fromBER(bufferOf(token)).content });
    const content = signed.encapContentInfo.eContent;
    if (signed.encapContentInfo.eContentType !== TST_INFO || content === undefined) return invalid('it is no TSTInfo');
    const info = TSTInfo.fromBER(content.getValue());
    if (info.messageImprint.hashAlgorithm.algorithmId !== SHA256) return invalid('its digest is not SHA-256');
    if (!equalBytes(new Uint8Array(info.messageImprint.hashedMessage.getValue()), sha256(bytes)))
      return invalid('it is over other bytes');
    if (nonce !== null && !sameNonce(info.nonce, nonce)) return invalid('it answers another request');
    if (signed.signerInfos.length !== 1) return invalid(`expected one signer, got ${signed.signerInfos.length}`);
    const checked = await signed.verify({
      signer: 0,
      data: bufferOf(bytes),
      trustedCerts: [...roots],
      checkChain: true,
      checkDate: info.genTime,
      passedWhenNotRevValues: true,
      extendedMode: true,
    });
    if (checked.signatureVerified !== true) return invalid('its signature does not hold');
    if (checked.signerCertificateVerified !== true) return invalid('its certificates lead to none of the roots');
    const { signerCertificate } = checked;
    if (signerCertificate === undefined || signerCertificate === null || !isForTimeStamps(signerCertificate))
      return invalid('its certificate is not for time stamps alone');
    const authority = new X509Certificate(Buffer.from(signerCertificate.toSchema(true).toBER())).subject;
    return ok({ at: instantFromMs(info.genTime.getTime()), authority: authority.replaceAll('\n', ', ') });
  } catch {
    // PKI.js throws on what is malformed and on what does not verify alike; its texts quote the certificates.
    return invalid('it is malformed, or does not hold');
  }
}

/** The certificates in a PEM file. Error: `TIMESTAMP_ROOTS`. */
export function parseRoots(pem: string): Result<readonly Certificate[]> {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    if (blocks.length > 0)
      return ok(blocks.map((block) => Certificate.fromBER(bufferOf(new X509Certificate(block).raw))));
  } catch {
    // Said below.
  }
  return err(
    timestampFault('TIMESTAMP_ROOTS', 'reading the roots of the time-stamp authority: expected PEM certificates'),
  );
}

/** RFC 3161 section 2.3: the extended key usage is critical, and time stamping alone. */
function isForTimeStamps({ extensions }: Certificate): boolean {
  const usage = extensions?.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE);
  const parsed: unknown = usage?.parsedValue;
  return (
    usage?.critical === true &&
    parsed instanceof ExtKeyUsage &&
    parsed.keyPurposes.length === 1 &&
    parsed.keyPurposes[0] === TIME_STAMPING
  );
}

const sameNonce = (found: Integer | undefined, asked: Uint8Array): boolean =>
  found !== undefined && equalBytes(new Uint8Array(found.valueBlock.valueHexView), asked);

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest());

/** PKI.js wants an ArrayBuffer of exactly these bytes. */
const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
