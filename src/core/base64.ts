const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const DIGITS = new Map(ALPHABET.split('').map((digit, value) => [digit, value]));

/** RFC 4648 section 4: the standard alphabet, padded. */
export function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const left = Math.min(3, bytes.length - at);
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let i = 0; i < 4; i += 1) text += i <= left ? ALPHABET.charAt((bits >> (18 - 6 * i)) & 63) : '=';
  }
  return text;
}

/**
 * The bytes of canonical base64, null for every other text: signatures and hashes must have one spelling alone (RFC 4648 section
 * 3.5). `Buffer.from` and `atob` pass over junk, missing padding, the URL alphabet and stray bits.
 *
 * @example
 *   bytesOfBase64('AAE='); // Uint8Array [0, 1]
 *   bytesOfBase64('AAF='); // null: the last digit's low bits are not zero
 */
export function bytesOfBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const digits = text.length - padding;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let at = 0;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < digits; i += 1) {
    const value = DIGITS.get(text.charAt(i));
    if (value === undefined) return null;
    bits = (bits << 6) | value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at] = bits >> held;
    at += 1;
    bits &= (1 << held) - 1;
  }
  return bits === 0 ? bytes : null;
}
