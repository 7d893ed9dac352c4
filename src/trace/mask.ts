import { normalText } from './normal-form.ts';

/** An anchored pattern for SQL's LIKE with `\` as escape: hidden characters match anything, shown ones themselves. */
export interface Masked {
  readonly like: string;
  /** What a customer must have exactly for the pattern to be tried at all; null: nothing narrow enough. */
  readonly block: string | null;
}

const HIDDEN = /(?:[*•●#…]+|\.{3,})+/gu;
const HIDDEN_DIGITS = /[*•●#…xX]+/gu;
const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, (char) => `\\${char}`);
const likeOf = (text: string, hidden: RegExp): string => text.split(hidden).map(escaped).join('%');

/** `j***@example.com`; the block is the domain. Null without a hidden part, or where no letter of the name is shown. */
export function maskedEmail(text: string): Masked | null {
  const [mailbox, domain, ...rest] = text.trim().toLowerCase().split('@');
  if (mailbox === undefined || domain === undefined || rest.length > 0 || /[\s,;<>"]/.test(mailbox + domain))
    return null;
  const all = `${mailbox}@${domain}`;
  if (all.search(HIDDEN) === -1 || !/[a-z0-9]/.test(mailbox)) return null;
  const wholeDomain = domain.search(HIDDEN) === -1 && domain.includes('.');
  return { like: likeOf(all, HIDDEN), block: wholeDomain ? domain : null };
}

/** `+49 *** 1234`; the block is its last two digits. A number without its country code may begin with anything. At least four digits. */
export function maskedPhone(text: string): Masked | null {
  const plain = text.trim().replaceAll(/[\s().\-/]/g, '');
  if (!/^\+?[\d*•●#…xX]{6,24}$/u.test(plain) || plain.search(HIDDEN_DIGITS) === -1) return null;
  if (plain.replaceAll(/\D/g, '').length < 4) return null;
  const international = plain.replace(/^00(?=\d)/, '+');
  const like = likeOf(
    international.startsWith('+') ? international : `*${international.replace(/^0/, '')}`,
    HIDDEN_DIGITS,
  );
  const tail = /\d{2}$/.exec(plain)?.[0] ?? null;
  return { like, block: tail };
}

/** `Jo** D**`; the block is the first letter. */
export function maskedName(text: string): Masked | null {
  if (text.search(HIDDEN) === -1) return null;
  const shown = normalText(text.replace(HIDDEN, '*'));
  if (shown === null || !/\p{L}/u.test(shown)) return null;
  const head = /^\p{L}/u.exec(shown)?.[0] ?? null;
  return { like: likeOf(shown, HIDDEN), block: head };
}
