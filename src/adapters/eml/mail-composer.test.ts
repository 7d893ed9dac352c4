import { describe, expect, it } from 'vitest';
import { mailComposer } from './mail-composer.ts';

const message = {
  id: 'n-abcde-fghij',
  date: '2026-03-22T09:00:00Z',
  from: { name: 'Détail Exemple S.A.', email: 'privacy@fr.example.com' },
  to: { name: 'Zoé, “Z” Exemple', email: 'zoe@example.com' },
  subject: 'Vos données personnelles chez Détail Exemple S.A.',
  text: 'Bonjour Zoé,\n.\nFrom here on: a line = 100 % plain.\n',
  html: '<!doctype html>\n<html lang="fr"><body><p>Bonjour Zoé,</p></body></html>\n',
  language: 'fr',
};
const bytes = async (change: Partial<typeof message> = {}) =>
  Buffer.from(await mailComposer.compose({ ...message, ...change })).toString('latin1');
/** RFC 2045 section 6.7, written apart from the encoder under test; line ends become `\n` again. */
const decodeQuotedPrintable = (body: string): string => {
  const joined = body.replace(/[ \t]+\r\n/g, '\r\n').replace(/=\r\n/g, '');
  const raw = joined.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(raw, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
};
const header = (eml: string, name: string) =>
  new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'mi').exec(eml)?.[1] ?? null;

describe('an .eml file', () => {
  it('has the same bytes for the same message', async () => {
    expect(await bytes()).toBe(await bytes());
  });

  it('is from the controller to the person, dated and named as told', async () => {
    const eml = await bytes();
    expect(header(eml, 'From')).toContain('<privacy@fr.example.com>');
    expect(header(eml, 'To')).toContain('<zoe@example.com>');
    expect(header(eml, 'Date')).toBe('Sun, 22 Mar 2026 09:00:00 +0000');
    expect(header(eml, 'Message-ID')).toBe('<n-abcde-fghij@fr.example.com>');
    expect(header(eml, 'Content-Language')).toBe('fr');
  });

  it('asks robots for silence and offers no way to unsubscribe', async () => {
    const eml = await bytes();
    expect(header(eml, 'Auto-Submitted')).toBe('auto-generated');
    expect(eml).not.toMatch(/^(List-|Precedence|Bcc|Cc|X-Mailer|Disposition-Notification)/im);
  });

  it('carries text first and HTML second, both UTF-8, in lines of ASCII that end in CRLF', async () => {
    const eml = await bytes();
    expect(header(eml, 'Content-Type')).toMatch(/^multipart\/alternative;/);
    expect(eml.match(/Content-Type: text\/(plain|html); charset=utf-8/g)).toEqual([
      'Content-Type: text/plain; charset=utf-8',
      'Content-Type: text/html; charset=utf-8',
    ]);
    expect(eml).not.toMatch(/[^\t\r\n\x20-\x7e]|[^\r]\n/);
    expect(Math.max(...eml.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
  });

  it('gives back both bodies whole when decoded, in lines of at most 76 characters', async () => {
    const text = `Zoé 花子 🎉 = ${'long '.repeat(60)}\n.\nFrom x\ntrailing \nend`;
    const html = `<p>${'é'.repeat(300)}</p>\n`;
    const eml = await bytes({ text, html });
    const boundary = /boundary="([^"]+)"/.exec(eml)?.[1] ?? 'none';
    const parts = eml.split(`--${boundary}`).slice(1, -1);
    const bodies = parts.map((part) => part.slice(part.indexOf('\r\n\r\n') + 4, -2));
    expect(bodies.map(decodeQuotedPrintable)).toEqual([text, html]);
    expect(
      Math.max(
        ...bodies
          .join('\r\n')
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(76);
    expect(eml.endsWith(`\r\n--${boundary}--\r\n`)).toBe(true);
  });

  it('lets no name or subject add a header', async () => {
    const eml = await bytes({
      subject: 'x\r\nBcc: bo@example.com',
      to: { name: 'A\r\nBcc: bo@example.com', email: 'zoe@example.com' },
    });
    expect(eml).not.toMatch(/^Bcc:/im);
    expect(header(eml, 'To')).toContain('<zoe@example.com>');
  });
});
