import { expect, test } from 'vitest';
import { mailComposer } from './mail-composer.ts';
import { readMessage } from './mail-reader.ts';

const message = {
  id: 'n-abc-def',
  date: '2026-03-20T09:00:00.000Z',
  from: { name: 'Exemple Europe société', email: 'privacy@eu.example.com' },
  to: { name: 'Zoë Łódź-Müller 様', email: 'zoe@example.com' },
  subject: 'Votre adresse électronique a été communiquée à un tiers : ce que nous savons, et ce que nous ignorons',
  text: `${'Bonjour,\n\nune ligne = très longue '.padEnd(400, 'é ')}\n\nà bientôt\n`,
  html: '<p>Bonjour &amp; merci = « ça »</p>\n',
  language: 'fr',
};

test('a composed message is read back as it was written', async () => {
  const read = readMessage(await mailComposer.compose(message));
  expect(read.text).toBe(message.text);
  expect(read.html).toBe(message.html);
  expect(read.subject).toBe(message.subject);
  expect(read.to).toContain('Zoë Łódź-Müller 様');
  expect(read.to).toContain('<zoe@example.com>');
  expect(read.from).toContain('Exemple Europe société');
});

test('bytes of another form are refused', () => {
  expect(() => readMessage(Buffer.from('Subject: hello\r\n\r\nhello'))).toThrow('boundary');
});
