import { createHmac } from 'node:crypto';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'; // RFC 4648 section 6, lower case

/**
 * The id of the notice to one person through one channel: 100 bits of HMAC-SHA-256, read out in groups of five. The same
 * person gets the same id in every draft of the case, so that a message sent twice can be recognised; without `secret`
 * nobody can test whether an id belongs to a person.
 */
export function noticeId(secret: string, caseId: string, subject: string, channel: 'email' | 'letter'): string {
  const mac = createHmac('sha256', secret)
    .update(JSON.stringify([caseId, subject, channel]))
    .digest();
  let bits = 0n;
  for (const byte of mac.subarray(0, 13)) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let n = 0; n < 20; n += 1) {
    if (n % 5 === 0) text += '-';
    text += BASE32.charAt(Number((bits >> BigInt(5 * n)) & 31n));
  }
  return `n${text}`;
}
