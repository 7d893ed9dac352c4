export const DIGESTS = ['md5', 'sha1', 'sha256', 'sha512'] as const;
export type DigestAlgorithm = (typeof DIGESTS)[number];

/** A hashed value of the list, in lower-case hex. */
export interface Digest {
  readonly algorithm: DigestAlgorithm;
  readonly hex: string;
}

const BYTES: Readonly<Record<number, DigestAlgorithm>> = { 16: 'md5', 20: 'sha1', 32: 'sha256', 64: 'sha512' };

/**
 * A cell that is a digest and nothing else: hex or base64 of the length of MD5, SHA-1, SHA-256 or SHA-512, with or without a word that
 * names it before. Which value was hashed, and how it was written, is for linking to find out.
 */
export function digestOf(cell: string): Digest | null {
  const text = cell.trim().replace(/^(?:\{?(?:md5|ssha|sha-?\d*)\}?[:$]?|0x|\\x)/i, '');
  if (/^(?:[0-9a-f]{2})+$/i.test(text)) {
    const algorithm = BYTES[text.length / 2];
    return algorithm === undefined ? null : { algorithm, hex: text.toLowerCase() };
  }
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0 || !/[A-Z+/=]/.test(text)) return null;
  const bytes = atob(text);
  const algorithm = BYTES[bytes.length];
  const hex = Array.from(bytes, (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  return algorithm === undefined ? null : { algorithm, hex };
}

/** The first digest in hex among the words of a line. */
export const digestWithin = (line: string): Digest | null => {
  const word = /(?<![0-9a-z])(?:[0-9a-f]{128}|[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-z])/i.exec(line)?.[0];
  return word === undefined ? null : digestOf(word);
};
