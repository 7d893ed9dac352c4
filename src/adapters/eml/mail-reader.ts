import type { DraftedMessage } from '../../ports/outbox-reader.ts';

/**
 * Reads back what `mailComposer` writes: multipart/alternative of two quoted-printable parts, text first. No parser for other mail.
 * Throws when the bytes are not of that form.
 */
export function readMessage(bytes: Uint8Array): DraftedMessage {
  const source = Buffer.from(bytes).toString('latin1');
  const [head, rest] = halves(source);
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1];
  if (boundary === undefined) throw new Error('a drafted message has a boundary');
  const [text, html] = rest
    .split(`--${boundary}`)
    .slice(1, 3)
    .map((part) => quotedPrintable(halves(part.replace(/^\r\n/, ''))[1].replace(/\r\n$/, '')));
  if (text === undefined || html === undefined) throw new Error('a drafted message has two parts');
  const header = (name: string): string => {
    const line = new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(head)?.[1] ?? '';
    return encodedWords(line.replaceAll(/\r\n[ \t]/g, ' '));
  };
  return { from: header('From'), to: header('To'), subject: header('Subject'), text, html };
}

function halves(source: string): readonly [string, string] {
  const at = source.indexOf('\r\n\r\n');
  return at === -1 ? [source, ''] : [source.slice(0, at), source.slice(at + 4)];
}

// RFC 2045 section 6.7.
function quotedPrintable(text: string): string {
  const bytes = text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
}

// RFC 2047 section 2; between two encoded words white space is not part of the text (section 6.2).
function encodedWords(text: string): string {
  const joined = text.replaceAll(/(\?=)\s+(=\?)/g, '$1$2');
  // Words are joined before they are decoded: a character may be split between two.
  return joined.replaceAll(/(?:=\?utf-8\?([qb])\?[^?]*\?=)+/gi, (run) => {
    const parts = [...run.matchAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi)].map(([, kind = '', body = '']) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(body, 'base64')
        : Buffer.from(
            body
              .replaceAll('_', ' ')
              .replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
            'latin1',
          ),
    );
    return Buffer.concat(parts).toString('utf8');
  });
}
