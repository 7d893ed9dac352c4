import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { err, ok } from '../../core/result.ts';
import type { CaseSummary } from '../../model/case.ts';
import type { LedgerEntry } from '../../ports/outbox.ts';
import type { DraftedMessage } from '../../ports/outbox-reader.ts';
import { inventedCaseId } from '../../testing/case/invented-case.ts';
import { inventedNow, inventedReport } from '../../testing/case/invented-report.ts';
import { type ConsoleDeps, consoleApp } from './app.ts';

const HOSTILE = '<script>alert(1)</script>';
const one: CaseSummary = {
  case: inventedCaseId,
  title: `List for sale ${HOSTILE}`,
  openedAt: inventedNow,
  status: 'open',
};

const entry = (n: number, change: Partial<LedgerEntry> = {}): LedgerEntry => ({
  notice: `n-${String(n).padStart(4, '0')}`,
  subject: `c-subject-${n}`,
  controller: 'hp-eu',
  variant: 'eu',
  regime: 'eu-gdpr',
  language: 'en',
  languageAsked: null,
  state: 'drafted',
  why: null,
  sha256: null,
  ...change,
});
const LEDGER: readonly LedgerEntry[] = [
  entry(0, { languageAsked: 'de' }),
  entry(1, { state: 'letter', why: 'no e-mail address', controller: null }),
  ...Array.from({ length: 204 }, (_, n) => entry(n + 2)),
];
const message: DraftedMessage = {
  from: 'Harbour & Pine <privacy@eu.example.com>',
  to: 'Zoë Example <zoe@example.com>',
  subject: 'About your personal data',
  text: `Dear Zoë, ${HOSTILE}`,
  html: '<!doctype html><p>Dear Zoë</p>',
};

const deps: ConsoleDeps = {
  cases: async () => ok([one]),
  report: async (caseId) =>
    caseId === inventedCaseId
      ? ok(inventedReport())
      : err({ code: 'CASE_UNKNOWN', message: `looking for ${caseId}: there is none` }),
  calendar: async (caseId) =>
    caseId === null || caseId === inventedCaseId
      ? ok(`BEGIN:VCALENDAR\r\nNAME:${caseId ?? 'all'}\r\nEND:VCALENDAR\r\n`)
      : err({ code: 'CASE_UNKNOWN', message: 'there is none' }),
  outbox: () => ({
    page: async (from, count) => ok({ entries: LEDGER.slice(from, from + count), total: LEDGER.length }),
    entry: async (notice) => ok(LEDGER.find((entry) => entry.notice === notice) ?? null),
    message: async (notice) => ok(notice === 'n-0000' ? message : null),
  }),
};

const ask = (path: string, init: RequestInit & { host?: string } = {}, parts: Partial<ConsoleDeps> = {}) =>
  consoleApp({ ...deps, ...parts }).request(`http://localhost${path}`, {
    ...init,
    headers: { host: init.host ?? 'localhost:4717' },
  });

const CASE = `/case/${inventedCaseId}`;
const PATHS = [
  '/',
  '/healthz',
  '/calendar.ics',
  `${CASE}/calendar.ics`,
  CASE,
  `${CASE}/notices`,
  `${CASE}/notices/n-0000`,
  `${CASE}/notices/n-0000/html`,
];

describe('whoever asks', () => {
  test.each(['localhost:4717', 'localhost', '127.0.0.1:80', '[::1]:4717'])('as %s is answered', async (host) => {
    expect((await ask('/healthz', { host })).status).toBe(200);
  });

  test.each(['case.example.com', '127.0.0.1.example.com', 'localhost.example.com:4717', 'localhost@example.com', ''])(
    'under the name “%s” is told nothing (DNS rebinding)',
    async (host) => {
      const answer = await ask(CASE, { host });
      expect(answer.status).toBe(421);
      expect(await answer.text()).not.toContain('e-0412');
    },
  );

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('with %s changes nothing', async (method) => {
    expect((await ask(CASE, { method })).status).toBe(405);
  });
});

describe('every page', () => {
  test.each(PATHS)('%s may load nothing from elsewhere, sets no cookie and is kept nowhere', async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(200);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe-inline/);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  });

  test('runs the script whose hash the policy names and no other', async () => {
    const answer = await ask(CASE);
    const html = await answer.text();
    const scripts = [...html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, code = '']) => code);
    expect(scripts).toHaveLength(1);
    const hash = `'sha256-${createHash('sha256')
      .update(scripts[0] ?? '')
      .digest('base64')}'`;
    expect(answer.headers.get('content-security-policy')).toContain(`script-src ${hash};`);
    // Opened from a file the report has no header: the same stands in it.
    expect(html.replaceAll('&#39;', "'")).toContain(`script-src ${hash};`);
  });

  test.each(['/', `${CASE}/notices`, `${CASE}/notices/n-0000`])('%s shows text from outside as text', async (path) => {
    const html = await (await ask(path)).text();
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;');
  });
});

describe('the ledger', () => {
  test('is shown a hundred lines at a time', async () => {
    const second = await (await ask(`${CASE}/notices?page=2`)).text();
    expect(second).toContain('n-0100');
    expect(second).toContain('n-0199');
    expect(second).not.toContain('n-0200');
    expect(second).not.toContain('n-0099');
    expect(second).toContain('Page 2 of 3');
  });

  test.each(['0', '-3', 'x', ''])('begins at its first page for page=%s', async (page) => {
    expect(await (await ask(`${CASE}/notices?page=${page}`)).text()).toContain('Page 1 of 3');
  });

  test.each(['99', '1e400'])('sends who asks for page %s to the last', async (page) => {
    const answer = await ask(`${CASE}/notices?page=${page}`);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`${CASE}/notices?page=3`);
  });

  test('names notices, and no customer', async () => {
    const html = await (await ask(`${CASE}/notices`)).text();
    expect(html).not.toContain('c-subject');
    expect(html).not.toContain('zoe@example.com');
  });

  test('opens what is drafted, and says why the rest is not', async () => {
    const html = await (await ask(`${CASE}/notices`)).text();
    expect(html).toContain(`href="${CASE}/notices/n-0000"`);
    expect(html).not.toContain(`href="${CASE}/notices/n-0001"`);
    expect(html).toContain('letter: no e-mail address');
    expect(html).toContain('English (asked for German)');
  });
});

describe('a notice', () => {
  test('is framed where it can do nothing, with its text beside it', async () => {
    const html = await (await ask(`${CASE}/notices/n-0000`)).text();
    expect(html).toMatch(/<iframe sandbox(="")? /);
    expect(html).toContain(`src="${CASE}/notices/n-0000/html"`);
    expect(html).toContain('Dear Zoë, &lt;script&gt;');
    const framed = await ask(`${CASE}/notices/n-0000/html`);
    expect(await framed.text()).toBe(message.html);
    expect(framed.headers.get('content-security-policy')).toMatch(/sandbox;.*frame-ancestors 'self'/);
    expect(framed.headers.get('content-security-policy')).not.toContain('script-src');
  });

  test('that nobody drafted is not found', async () => {
    expect((await ask(`${CASE}/notices/n-9999`)).status).toBe(404);
    expect((await ask(`${CASE}/notices/n-9999/html`)).status).toBe(404);
  });
});

describe('the calendar', () => {
  test.each([
    ['/calendar.ics', 'NAME:all'],
    [`${CASE}/calendar.ics`, `NAME:${inventedCaseId}`],
  ])('%s is iCalendar', async (path, name) => {
    const answer = await ask(path);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(await answer.text()).toContain(name);
  });

  test('is told to nobody who comes under another name', async () => {
    const answer = await ask('/calendar.ics', { host: 'case.example.com' });
    expect([answer.status, (await answer.text()).includes('VCALENDAR')]).toEqual([421, false]);
  });

  test('is linked from the cases and from the case, by an address that holds no secret', async () => {
    expect(await (await ask('/')).text()).toContain('href="/calendar.ics"');
    expect(await (await ask(CASE)).text()).toContain(`href="${CASE}/calendar.ics"`);
  });

  test('of a case that is not there is not found', async () => {
    expect((await ask('/case/none/calendar.ics')).status).toBe(404);
  });
});

describe('what cannot be shown', () => {
  test.each(['/case/none', '/case/none/notices', '/case/none/notices/n-0000', '/elsewhere'])(
    '%s is not found',
    async (path) => {
      expect((await ask(path)).status).toBe(404);
    },
  );

  test('is said with the fault’s code and what to do', async () => {
    const fault = { code: 'LAKE_BROKEN', message: `reading: ${HOSTILE}`, hint: 'Run candour doctor.' };
    const answer = await ask(CASE, {}, { report: async () => err(fault) });
    expect(answer.status).toBe(500);
    const html = await answer.text();
    for (const part of ['LAKE_BROKEN', '&lt;script&gt;', 'Run candour doctor.']) expect(html).toContain(part);
    expect(html).not.toContain('<script');
  });

  test('the list of cases says how to open the first', async () => {
    const html = await (await ask('/', {}, { cases: async () => ok([]) })).text();
    expect(html).toContain('candour case open');
  });
});
