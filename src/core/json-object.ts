import { textOf } from './bytes.ts';

/** The JSON object that the bytes are; null for everything else. */
export function jsonObjectIn(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  const text = textOf(bytes);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : null;
  } catch {
    return null;
  }
}
