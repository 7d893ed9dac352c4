import MailComposer from 'nodemailer/lib/mail-composer';
import { encode, wrap } from 'nodemailer/lib/qp';
import type { Message, MessageComposer } from '../../ports/message-composer.ts';

// RFC 2045 section 6.7: encoded lines are at most 76 characters long.
const LINE_LENGTH = 76;

/**
 * Composes multipart/alternative messages, text first (RFC 2046 section 5.1.4). No List-Unsubscribe: nobody can opt out of a
 * legal notice. No Precedence: it is not standard, and `bulk` invites filters; Auto-Submitted (RFC 3834) and Exchange's own
 * header keep absence notes away.
 *
 * nodemailer builds the headers of the message and of its parts; the two bodies are put between them here, because its own
 * `build` runs each part through streams: 0.6 ms of processor time a message instead of 1.6 (9 kB, measured on this code).
 */
export const mailComposer: MessageComposer = {
  async compose(message: Message): Promise<Uint8Array> {
    const root = new MailComposer(mailOf(message)).compile();
    const head = root.buildHeaders(); // sets the boundary
    const boundary = `--${String(root.boundary)}`;
    const bodies = [message.text, message.html];
    const parts = root.childNodes.map(
      (part, n) => `${boundary}\r\n${part.buildHeaders()}\r\n\r\n${quotedPrintable(bodies[n] ?? '')}\r\n`,
    );
    return Buffer.from(`${head}\r\n\r\n${parts.join('')}${boundary}--\r\n`, 'latin1');
  },
};

function mailOf(message: Message) {
  const { id, from, to } = message;
  return {
    from: { name: from.name, address: from.email },
    to: { name: to.name ?? '', address: to.email },
    subject: message.subject,
    text: message.text,
    html: message.html,
    messageId: `<${id}@${from.email.slice(from.email.lastIndexOf('@') + 1)}>`,
    date: new Date(message.date),
    baseBoundary: id,
    encoding: 'quoted-printable',
    headers: {
      'Content-Language': message.language,
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'OOF, AutoReply',
    },
  };
}

const quotedPrintable = (text: string): string =>
  wrap(encode(Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'utf8')), LINE_LENGTH);
