import { equalBytes } from '../../core/bytes.ts';

/** What a time stamp says, before anybody looked at its signature. */
export interface TimeStampInfo {
  /** SHA-256 of what it is over. */
  readonly imprint: Uint8Array;
  /** The authority's time, ISO 8601. */
  readonly at: string;
}

// DER tags (X.690) of what RFC 3161 and RFC 5652 wrap around a TSTInfo.
const [SEQUENCE, OCTETS, OID, TIME, TAGGED] = [0x30, 0x04, 0x06, 0x18, 0xa0];
// 1.2.840.113549.1.7.2 (signed data), 1.2.840.113549.1.9.16.1.4 (TSTInfo), 2.16.840.1.101.3.4.2.1 (SHA-256).
const SIGNED_DATA = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
const TST_INFO = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x04];
const SHA256 = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];

/**
 * Reads digest and time out of an authority's answer (RFC 3161 section 2.4.2, TimeStampResp): enough to see which file it is over. Who signed
 * it is for a program with certificates to say. Null for what is none, or over another digest than SHA-256.
 */
export function timeStampInfo(answer: Uint8Array): TimeStampInfo | null {
  const [response, ...rest] = members(answer) ?? [];
  const [, token] = insideOf(response, SEQUENCE) ?? [];
  const [type, content] = insideOf(token, SEQUENCE) ?? [];
  const signed = insideOf(insideOf(content, TAGGED)?.[0], SEQUENCE);
  const [innerType, inner] = insideOf(signed?.[2], SEQUENCE) ?? [];
  const wrapped = insideOf(inner, TAGGED)?.[0];
  if (rest.length > 0 || !isOid(type, SIGNED_DATA) || !isOid(innerType, TST_INFO) || wrapped?.tag !== OCTETS)
    return null;
  const info = insideOf(members(wrapped.body)?.[0], SEQUENCE);
  const [algorithm, imprint] = insideOf(info?.[2], SEQUENCE) ?? [];
  const at = timeOf(info?.[4]);
  if (!isOid(insideOf(algorithm, SEQUENCE)?.[0], SHA256) || imprint?.tag !== OCTETS || at === null) return null;
  return imprint.body.length === 32 ? { imprint: imprint.body, at } : null;
}

interface Element {
  readonly tag: number;
  readonly body: Uint8Array;
}

const insideOf = (element: Element | undefined, tag: number): readonly Element[] | null =>
  element?.tag === tag ? members(element.body) : null;

const isOid = (element: Element | undefined, oid: readonly number[]): boolean =>
  element?.tag === OID && equalBytes(element.body, Uint8Array.from(oid));

/** The elements one behind the other in `bytes`; null where they do not fill it. Tags of one byte, lengths of up to three. */
function members(bytes: Uint8Array): readonly Element[] | null {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [tag = 0, first = 0] = bytes.subarray(at);
    const more = first < 0x80 ? 0 : first - 0x80;
    if (more > 3 || first === 0x80) return null;
    const start = at + 2 + more;
    const length = more === 0 ? first : bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
    if (start + length > bytes.length) return null;
    found.push({ tag, body: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}

/** GeneralizedTime as RFC 3161 section 2.4.2 has it: `YYYYMMDDhhmmss[.s…]Z`. */
function timeOf(element: Element | undefined): string | null {
  if (element?.tag !== TIME) return null;
  const text = String.fromCharCode(...element.body);
  const [, year, month, day, hour, minute, second, part = ''] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(text) ?? [];
  return second === undefined ? null : `${year}-${month}-${day}T${hour}:${minute}:${second}${part}Z`;
}
