import type { CaseSummary } from '../../model/case.ts';
import { markup } from './markup.ts';
import { page } from './page.ts';
import { moment } from './report/wording.ts';

export const caseListPage = (cases: readonly CaseSummary[]): string =>
  page(
    'Cases',
    markup`<header class="page"><h1>Cases</h1></header>
<main>${
      cases.length === 0
        ? markup`<p>There is no case yet. <code>candour case open --title '…'</code> opens one.</p>`
        : markup`<ul class="cases">${cases.map(
            (one) => markup`<li><h2><a href="/case/${one.case}">${one.title}</a></h2>
<p>${one.status}, opened ${moment(one.openedAt)} · <a href="/case/${one.case}/notices" aria-label="drafted notices of ${one.title}">drafted notices</a></p></li>`,
          )}</ul>
<p><a href="/calendar.ics">Calendar of all deadlines</a> (iCalendar)</p>`
    }</main>`,
  );
