import type { KeyedStream } from './keyed-stream.ts';

const CONSONANTS = 'bcdfghjklmnprstvwxyz';
const VOWELS = 'aeiou';
const SYLLABLES = 5;
const DIGITS = 3;

/** What nobody can guess of a local part, beyond the name in front of it: a catch-all domain gets mail for every guessed name. */
export const LOCAL_PART_BITS = Math.log2((CONSONANTS.length * VOWELS.length) ** SYLLABLES * 10 ** DIGITS);

/** `given.tobimarelu482`: the first word of the name where it can be written in ASCII, then five syllables and three digits. No plus, no tag. */
export function localPart(firstWord: string | null, stream: KeyedStream): string {
  const name = (firstWord ?? '')
    .normalize('NFKD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
  const letter = (letters: string): string => letters[stream.below(letters.length)] ?? '';
  const word = Array.from({ length: SYLLABLES }, () => letter(CONSONANTS) + letter(VOWELS)).join('');
  const digits = Array.from({ length: DIGITS }, () => String(stream.below(10))).join('');
  return `${name.length > 0 ? `${name}.` : ''}${word}${digits}`;
}
