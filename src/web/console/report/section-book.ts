import type { NoticeApproval, NoticeBook } from '../../../model/notice.ts';
import type { CaseReport } from '../../../workflow/report-case.ts';
import { type Markup, markup } from '../markup.ts';
import { notYet, section } from './section.ts';
import { count, language } from './wording.ts';

const STATES: Readonly<Record<keyof NoticeBook['perState'], string>> = {
  drafted: 'drafted',
  queued: 'queued',
  accepted: 'accepted by a mail server',
  letter: 'by letter',
  unreachable: 'unreachable',
  excepted: 'excepted by law',
  unknown: 'unknown',
};

/** Both equations: nothing that came in was lost, and nobody who is affected is forgotten. */
export function bookSection(report: CaseReport): Markup {
  const { notices, case: caseId } = report.base;
  const { records, accepted, duplicate, quarantined, batches } = report.books;
  const checkpoint = report.base.trace?.checkpoint ?? null;
  const lake = markup`<h3>What came in</h3>
<p class="equation">${count(records)} records read = ${count(accepted)} accepted + ${count(duplicate)} duplicates + ${count(quarantined)} quarantined</p>
<p class="small">In ${count(batches)} ${batches === 1 ? 'batch' : 'batches'} committed to the lake.${checkpoint === null ? null : markup` The trace read the lake as of checkpoint <code>${checkpoint}</code>.`}</p>`;
  return section(
    'books',
    'The books',
    markup`${lake}
<h3>Who is told</h3>
${notices === null ? notYet('No notice is drafted yet. Draft them:', `candour notices draft ${caseId}`) : noticeBook(notices, report.base.approval, report.lawTitles)}`,
  );
}

function noticeBook(
  { affected, perState, variants, balanced }: NoticeBook,
  approval: NoticeApproval | null,
  lawTitles: CaseReport['lawTitles'],
): Markup {
  const parts = Object.entries(perState)
    .filter(([state, n]) => n > 0 || state === 'drafted')
    .map(([state, n]) => `${count(n)} ${STATES[state as keyof typeof STATES]}`);
  return markup`<p class="equation">${count(affected)} affected = ${parts.join(' + ')}</p>
<p>${balanced ? 'The book balances: nobody is missing and nobody is counted twice.' : markup`<strong>The book does not balance.</strong> Draft the notices again; if it stays so, report it as a fault of Candour.`} ${approval === null ? 'A second person has not approved them yet.' : markup`Approved by ${approval.approvedBy}, after every message had been held against its record.`} Nothing has been sent by Candour.</p>
<div class="scroll" tabindex="0" role="group" aria-label="Variants of the notice"><table><thead><tr><th scope="col">Text</th><th scope="col">Law</th><th scope="col">Language</th><th scope="col" class="number">People</th></tr></thead>
<tbody>${variants.map((variant) => markup`<tr><th scope="row">${variant.id}</th><td>${lawTitles[variant.regime] ?? variant.regime}</td><td>${language(variant.language)}</td><td class="number">${count(variant.persons)}</td></tr>`)}</tbody></table></div>`;
}
