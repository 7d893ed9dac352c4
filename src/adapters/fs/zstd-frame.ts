// RFC 8878: 3.1.1 frames, 3.1.1.1 their headers, 3.1.1.2 blocks, 3.1.2 skippable frames.
const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
const DICTIONARY_ID_BYTES = [0, 1, 2, 4] as const;
const RLE_BLOCK = 1;

type Part = 'magic' | 'descriptor' | 'block' | 'size' | 'lost';

/**
 * Cuts a zstd stream at the ends of its frames, reading only the frames' and blocks' headers. Node's decompressor goes on with the next
 * frame when a write begins with it, and drops, without a word, what follows a frame's end within one write: files that were
 * appended to, or compressed by several threads, would lose all but their first frame.
 */
export async function* cutAtFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let part = 'magic' as Part;
  /** Header bytes gathered of `part`, and bytes to pass over before it begins. */
  let held: number[] = [];
  let pass = 0;
  let checksumBytes = 0;
  /** The frame ends once `pass` is used up. */
  let closing = false;

  const take = (bytes: readonly number[]): void => {
    const word = bytes.reduce((value, byte, n) => value + byte * 256 ** n, 0);
    switch (part) {
      case 'magic':
        part = word === MAGIC ? 'descriptor' : (word & 0xfffffff0) >>> 0 === SKIPPABLE ? 'size' : 'lost';
        return;
      case 'descriptor': {
        const single = (word >> 5) & 1;
        const contentBytes = word >> 6 === 0 ? single : 2 ** (word >> 6);
        pass = 1 - single + (DICTIONARY_ID_BYTES[word & 3] ?? 0) + contentBytes;
        checksumBytes = ((word >> 2) & 1) * 4;
        part = 'block';
        return;
      }
      case 'block':
        pass = ((word >> 1) & 3) === RLE_BLOCK ? 1 : Math.floor(word / 8);
        if ((word & 1) === 1) {
          pass += checksumBytes;
          closing = true;
        }
        return;
      case 'size':
        pass = word;
        closing = true;
        return;
      case 'lost':
    }
  };
  const needed = (): number => (part === 'block' ? 3 : part === 'descriptor' ? 1 : 4);

  for await (const chunk of source) {
    let from = 0;
    let at = 0;
    while (at < chunk.length && part !== 'lost') {
      const step = Math.min(pass, chunk.length - at);
      pass -= step;
      at += step;
      if (pass === 0 && !closing && at < chunk.length) {
        held.push(chunk[at] ?? 0);
        at += 1;
        if (held.length === needed()) {
          take(held);
          held = [];
        }
      }
      if (pass === 0 && closing) {
        closing = false;
        part = 'magic';
        yield chunk.subarray(from, at);
        from = at;
      }
    }
    if (from < chunk.length) yield chunk.subarray(from);
  }
}
