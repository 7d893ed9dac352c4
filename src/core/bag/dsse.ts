import { base64Of, bytesOfBase64 } from '../base64.ts';
import { concatBytes, utf8 } from '../bytes.ts';

/** What an envelope around an in-toto statement says it carries (in-toto attestation, envelope layer v1). */
export const IN_TOTO_PAYLOAD = 'application/vnd.in-toto+json';

/** A DSSE v1 envelope as taken apart: the payload's bytes, and who signed. */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: Uint8Array;
  readonly signatures: readonly { readonly keyid: string; readonly signature: Uint8Array }[];
}

/** DSSE v1 PAE: `DSSEv1 LEN(type) type LEN(body) body`; lengths in bytes, decimal. What is signed. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  return concatBytes(utf8(`DSSEv1 ${utf8(payloadType).length} ${payloadType} ${payload.length} `), payload);
}

/** The envelope's file: one line of JSON, members in this order. */
export const envelopeText = ({ payloadType, payload, signatures }: Envelope): string =>
  `${JSON.stringify({
    payloadType,
    payload: base64Of(payload),
    signatures: signatures.map(({ keyid, signature }) => ({ keyid, sig: base64Of(signature) })),
  })}\n`;

/** Null unless the text is exactly what `envelopeText` writes: other spellings of the same envelope are refused. */
export function parseEnvelope(text: string): Envelope | null {
  const value = jsonObject(text);
  const payload = bytesIn(value?.['payload']);
  const payloadType = value?.['payloadType'];
  const listed = value?.['signatures'];
  if (payload === null || typeof payloadType !== 'string' || !Array.isArray(listed)) return null;
  const signatures: { keyid: string; signature: Uint8Array }[] = [];
  for (const one of listed as readonly unknown[]) {
    if (typeof one !== 'object' || one === null || !('keyid' in one) || !('sig' in one)) return null;
    const signature = bytesIn(one.sig);
    if (typeof one.keyid !== 'string' || signature === null) return null;
    signatures.push({ keyid: one.keyid, signature });
  }
  const envelope = { payloadType, payload, signatures };
  return envelopeText(envelope) === text ? envelope : null;
}

const bytesIn = (text: unknown): Uint8Array | null => (typeof text === 'string' ? bytesOfBase64(text) : null);

/** The members of a JSON object; null when the text is none. */
export function jsonObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
