import { sha256Hex } from '../core/hash.ts';
import { type Instant, instantFromMs } from '../core/instant.ts';
import { asciiText } from './address-book.ts';

/** A message that arrived: to whom, when, and the hash of its bytes; nothing else of it is kept. */
export interface Envelope {
  /** The header lines that say for whom it was. */
  readonly recipients: string;
  /** By our own server's line, the topmost `Received`; else as the sender says; null when neither can be read. */
  readonly at: Instant | null;
  readonly sha256: string;
}

// RFC 5322 section 3.6.3, RFC 9228 (Delivered-To); the X- ones are what mail servers of catch-all domains write.
const RECIPIENT = /^(?:to|cc|bcc|delivered-to|x-original-to|x-envelope-to|envelope-to|received)$/i;

/** Reads the head of one message; a body never decides anything. */
export function readEnvelope(message: Uint8Array): Envelope {
  const text = asciiText(message);
  const end = /\r?\n\r?\n/.exec(text);
  const head = (end === null ? text : text.slice(0, end.index)).replaceAll(/\r?\n[ \t]+/g, ' ');
  const fields = head.split(/\r?\n/).map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, Math.max(0, colon)), value: line.slice(colon + 1) };
  });
  const received = fields.find(({ name }) => /^received$/i.test(name))?.value;
  const date = fields.find(({ name }) => /^date$/i.test(name))?.value;
  return {
    recipients: fields
      .filter(({ name }) => RECIPIENT.test(name))
      // Of a trace line only whom it is for: it may name senders too.
      .map(({ name, value }) => (/^received$/i.test(name) ? (/\bfor\s+<?([^\s>;]+)/i.exec(value)?.[1] ?? '') : value))
      .join('\n'),
    at: instantOf(received?.slice(received.lastIndexOf(';') + 1)) ?? instantOf(date),
    sha256: sha256Hex(message),
  };
}

function instantOf(text: string | undefined): Instant | null {
  const ms = text === undefined ? Number.NaN : Date.parse(text.replaceAll(/\([^)]*\)/g, '').trim());
  return Number.isFinite(ms) && ms >= 0 && ms < 4e12 ? instantFromMs(ms) : null;
}

/** The messages of an mbox file (RFC 4155: each begins after a line `From `), or the one message that the bytes are. */
export function splitMailbox(bytes: Uint8Array): readonly Uint8Array[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!/^From \S/.test(text)) return [bytes];
  const starts = [...text.matchAll(/(?:^|\r?\n\r?\n)From [^\n]*\n/g)].map((match) => ({
    end: match.index,
    begin: match.index + match[0].length,
  }));
  return starts.map(({ begin }, at) => bytes.subarray(begin, starts[at + 1]?.end ?? bytes.length));
}
