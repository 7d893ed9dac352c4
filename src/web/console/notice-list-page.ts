import type { CaseSummary } from '../../model/case.ts';
import type { LedgerEntry } from '../../ports/outbox.ts';
import { type Markup, markup } from './markup.ts';
import { page } from './page.ts';
import { count, language } from './report/wording.ts';

export const PAGE_ENTRIES = 100;

/** One page of the ledger, by opaque notice ids; `number` from 1. */
export function noticeListPage(
  one: CaseSummary,
  { entries, total }: { readonly entries: readonly LedgerEntry[]; readonly total: number },
  number: number,
): string {
  const pages = Math.max(1, Math.ceil(total / PAGE_ENTRIES));
  const step = (to: number, text: string): Markup | null =>
    to < 1 || to > pages ? null : markup` <a href="/case/${one.case}/notices?page=${to}">${text}</a>`;
  return page(
    'Drafted notices',
    markup`<nav class="page" aria-label="Local page"><a href="/">All cases</a> · <a href="/case/${one.case}">Report</a></nav>
<header class="page"><p class="kicker">${one.title}</p><h1>Drafted notices</h1>
<p>${count(total)} persons in the ledger, one line each. Nothing has been sent.</p></header>
<main>${
      total === 0
        ? markup`<p>No notice is drafted yet. <code>candour notices draft ${one.case}</code> drafts them.</p>`
        : markup`<div class="scroll" tabindex="0" role="group" aria-label="Ledger"><table class="ledger">
<thead><tr><th scope="col">Notice</th><th scope="col">From</th><th scope="col">Law</th><th scope="col">Language</th><th scope="col">State</th></tr></thead>
<tbody>${entries.map((entry) => row(one.case, entry))}</tbody></table></div>
<p class="pages"><span>Page ${count(number)} of ${count(pages)}</span>${step(number - 1, 'Previous')}${step(number + 1, 'Next')}</p>`
    }</main>`,
  );
}

function row(caseId: string, entry: LedgerEntry): Markup {
  const name =
    entry.state === 'drafted'
      ? markup`<a href="/case/${caseId}/notices/${entry.notice}">${entry.notice}</a>`
      : markup`${entry.notice}`;
  const spoken = entry.language === null ? '' : language(entry.language);
  const asked = entry.languageAsked === null ? '' : ` (asked for ${language(entry.languageAsked)})`;
  return markup`<tr><th scope="row">${name}</th><td>${entry.controller ?? 'not known'}</td><td>${entry.regime ?? ''}</td><td>${spoken}${asked}</td><td>${entry.state}${entry.why === null ? '' : `: ${entry.why}`}</td></tr>`;
}
