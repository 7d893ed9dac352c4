/**
 * The same JSON value on one line, or null when the text is not JSON. Control characters cannot stand inside a JSON
 * string (RFC 8259 section 7), so once the text parses, every line break in it is white space between tokens.
 */
export function oneLineJson(text: string): string | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  return text.replaceAll(/[\r\n]/g, ' ');
}
