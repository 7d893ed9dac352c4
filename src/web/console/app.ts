import { type Context, Hono } from 'hono';
import type { Fault } from '../../core/fault.ts';
import type { Result } from '../../core/result.ts';
import type { CaseSummary } from '../../model/case.ts';
import type { OutboxReader } from '../../ports/outbox-reader.ts';
import type { CaseReport } from '../../workflow/report-case.ts';
import { caseListPage } from './case-list-page.ts';
import { type Markup, markup } from './markup.ts';
import { noticeListPage, PAGE_ENTRIES } from './notice-list-page.ts';
import { noticePage } from './notice-page.ts';
import { page } from './page.ts';
import { COUNTDOWN_HASH } from './report/countdown.ts';
import { renderReport } from './report/render-report.ts';

export interface ConsoleDeps {
  cases(): Promise<Result<readonly CaseSummary[]>>;
  report(caseId: string): Promise<Result<CaseReport>>;
  /** The clocks of a case, or of all open ones (null), as iCalendar. */
  calendar(caseId: string | null): Promise<Result<string>>;
  /** The outbox of a case that exists. */
  outbox(caseId: string): OutboxReader;
}

const PAGES = `default-src 'none'; style-src 'unsafe-inline'; script-src ${COUNTDOWN_HASH}; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
/** A notice is shown as mail programs show it: no script, no network, no window to break out of. */
const FRAMED = `default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`;
const LOCAL = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** The local page: cases, reports, drafted notices and calendars of deadlines, to read only. It sets no cookie and answers no other host's name. */
export function consoleApp(deps: ConsoleDeps): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    // Another site's name that was made to point here (DNS rebinding) must not read a case.
    if (!LOCAL.test(c.req.header('host') ?? '')) return c.text('this page answers on localhost only', 421);
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return c.text('this page is to read only', 405);
    await next();
    c.header('Content-Security-Policy', c.res.headers.get('Content-Security-Policy') ?? PAGES);
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'no-referrer');
    c.header('Cache-Control', 'no-store');
    c.header('Cross-Origin-Resource-Policy', 'same-origin');
    c.header('Cross-Origin-Opener-Policy', 'same-origin');
  });

  app.get('/healthz', (c) => c.text('ok'));

  app.get('/', async (c) => {
    const cases = await deps.cases();
    return cases.ok ? c.html(caseListPage(cases.value)) : refused(c, cases.error);
  });

  // The path holds a case's id at most: no token that a calendar program or a proxy could write down.
  app.get('/calendar.ics', async (c) => calendar(c, await deps.calendar(null)));
  app.get('/case/:id/calendar.ics', async (c) => calendar(c, await deps.calendar(c.req.param('id'))));

  app.get('/case/:id', async (c) => {
    const report = await deps.report(c.req.param('id'));
    return report.ok ? c.html(renderReport(report.value, navOf(report.value.base.case))) : refused(c, report.error);
  });

  app.get('/case/:id/notices', async (c) => {
    const known = await knownCase(deps, c.req.param('id'));
    if (!known.ok) return refused(c, known.error);
    const number = Math.max(1, Math.trunc(Number(c.req.query('page') ?? 1)) || 1);
    const found = await deps.outbox(known.value.case).page((number - 1) * PAGE_ENTRIES, PAGE_ENTRIES);
    if (!found.ok) return refused(c, found.error);
    const last = Math.max(1, Math.ceil(found.value.total / PAGE_ENTRIES));
    if (number > last) return c.redirect(`/case/${known.value.case}/notices?page=${last}`);
    return c.html(noticeListPage(known.value, found.value, number));
  });

  app.get('/case/:id/notices/:notice', async (c) => {
    const known = await knownCase(deps, c.req.param('id'));
    if (!known.ok) return refused(c, known.error);
    const notice = c.req.param('notice');
    const message = await deps.outbox(known.value.case).message(notice);
    if (!message.ok) return refused(c, message.error);
    return message.value === null ? missing(c) : c.html(noticePage(known.value, notice, message.value));
  });

  app.get('/case/:id/notices/:notice/html', async (c) => {
    const known = await knownCase(deps, c.req.param('id'));
    if (!known.ok) return refused(c, known.error);
    const message = await deps.outbox(known.value.case).message(c.req.param('notice'));
    if (!message.ok) return refused(c, message.error);
    if (message.value === null) return missing(c);
    c.header('Content-Security-Policy', FRAMED);
    return c.html(message.value.html);
  });

  app.notFound(missing);
  return app;
}

function calendar(c: Context, feed: Result<string>): Response | Promise<Response> {
  if (!feed.ok) return refused(c, feed.error);
  c.header('Content-Type', 'text/calendar; charset=utf-8');
  c.header('Content-Disposition', 'attachment; filename="candour.ics"');
  return c.body(feed.value);
}

async function knownCase(deps: ConsoleDeps, id: string): Promise<Result<CaseSummary>> {
  const cases = await deps.cases();
  if (!cases.ok) return cases;
  const found = cases.value.find((one) => one.case === id);
  if (found !== undefined) return { ok: true, value: found };
  return { ok: false, error: { code: 'CASE_UNKNOWN', message: 'looking for a case: there is none of that id' } };
}

const navOf = (caseId: string): Markup =>
  markup`<nav class="page" aria-label="Local page"><a href="/">All cases</a> · <a href="/case/${caseId}/notices">Drafted notices</a> · <a href="/case/${caseId}/calendar.ics">Calendar of deadlines</a></nav>`;

function refused(c: Context, fault: Fault): Response | Promise<Response> {
  const body = markup`<header class="page"><h1>This could not be shown</h1><p><code>${fault.code}</code> ${fault.message}</p>${fault.hint === undefined ? null : markup`<p>${fault.hint}</p>`}</header>`;
  return c.html(page('Not shown', body), fault.code === 'CASE_UNKNOWN' ? 404 : 500);
}

const missing = (c: Context): Response | Promise<Response> =>
  c.html(
    page(
      'Not found',
      markup`<header class="page"><h1>There is no such page</h1><p><a href="/">All cases</a></p></header>`,
    ),
    404,
  );
