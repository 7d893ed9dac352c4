import { Buffer } from 'node:buffer';

const CHUNK_BYTES = 1 << 20;
/** Room past the chunk for the line that fills it. */
const SLACK_BYTES = 1 << 16;
/** From here on the engine's own copy is the faster one. */
const LONG_BYTES = 32;
const HEX = Buffer.from('0123456789abcdef', 'latin1');

/** ASCII text as bytes, to be put again and again. */
export const piece = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));

/** Puts ASCII pieces and digits end to end: twice as fast here as joining strings (docs/design/simulator.md). */
export interface LineBuffer {
  put(bytes: Uint8Array): void;
  /** A whole number in exactly `width` digits. */
  digits(value: number, width: number): void;
  /** 32 bits as eight hex digits. */
  hex(value: number): void;
  /** What was put so far, when it is a megabyte or `all`; null otherwise. The caller may keep it. */
  take(all: boolean): Buffer | null;
}

export function lineBuffer(): LineBuffer {
  let bytes = Buffer.allocUnsafe(CHUNK_BYTES + SLACK_BYTES);
  let at = 0;
  return {
    put(more) {
      const to = bytes;
      const next = at;
      if (next + more.length > to.length) {
        bytes = Buffer.concat([to.subarray(0, next), more], 2 * (next + more.length));
        at = next + more.length;
        return;
      }
      if (more.length > LONG_BYTES) to.set(more, next);
      else for (let i = 0; i < more.length; i += 1) to[next + i] = more[i] ?? 0;
      at = next + more.length;
    },
    digits(value, width) {
      let left = value;
      for (let i = at + width - 1; i >= at; i -= 1) {
        const rest = Math.floor(left / 10);
        bytes[i] = 48 + left - rest * 10;
        left = rest;
      }
      at += width;
    },
    hex(value) {
      for (let shift = 28; shift >= 0; shift -= 4) bytes[at++] = HEX[(value >>> shift) & 15] ?? 0;
    },
    take(all) {
      if (at === 0 || (!all && at < CHUNK_BYTES)) return null;
      const full = bytes.subarray(0, at);
      bytes = Buffer.allocUnsafe(CHUNK_BYTES + SLACK_BYTES);
      at = 0;
      return full;
    },
  };
}
