/** What looks like an address in text; canaries are found by exact comparison afterwards, so that this may take too much. */
const ADDRESS = /[a-z0-9._%+'-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+/gi;

/** The addresses of `known` (lower case) that stand in a text, each with how often: the whole address, not a part of a longer one. */
export function addressesIn(text: string, known: ReadonlySet<string>): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [match] of text.matchAll(ADDRESS)) {
    const address = match.toLowerCase().replace(/^[.'-]+/, '');
    if (known.has(address)) found.set(address, (found.get(address) ?? 0) + 1);
  }
  return found;
}

/** Bytes as text in which addresses, which are ASCII, can be found whatever the encoding of the rest; UTF-16 too. */
export const asciiText = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').replaceAll('\0', '');
