import { parsePhoneNumberFromString } from 'libphonenumber-js';

const someText = (text: string): string | null => (text === '' ? null : text);

/** Lower case, trimmed: the `email_norm` of customers. Null when it is no address. */
export function normalEmail(text: string): string | null {
  const email = text
    .normalize('NFKC')
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase();
  return /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]+$/.test(email) ? email : null;
}

/** E.164 where the number says its country (or `country`, ISO 3166-1 alpha-2, does), else its digits. Null under 6 digits. */
export function normalPhone(text: string, country: string | null = null): string | null {
  const region = country !== null && /^[A-Za-z]{2}$/.test(country) ? country.toUpperCase() : undefined;
  const parsed = parsePhoneNumberFromString(text, region as Parameters<typeof parsePhoneNumberFromString>[1]);
  if (parsed?.isPossible() === true) return parsed.number;
  const digits = text.replace(/\D/g, '');
  return digits.length >= 6 && digits.length <= 18 ? digits : null;
}

/** Lower case, accents stripped, single spaces, no dots or commas: the `name_norm` and `address_norm` of customers, trimmed. */
export const normalText = (text: string): string | null =>
  someText(
    text
      .normalize('NFD')
      .replace(/\p{Mn}/gu, '')
      .toLowerCase()
      .replace(/[\s.,]+/g, ' ')
      .trim(),
  );

/** The words of a name in normal form in order of the alphabet: `Lovelace, Ada` and `Ada Lovelace` are one. */
export const nameKey = (name: string): string => name.split(' ').sort().join(' ');
