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
        : markup`<div class="scroll" tabindex="0" role="group" aria-label="Cases"><table><thead><tr><th scope="col">Case</th><th scope="col">Opened</th><th scope="col">Status</th><th scope="col">Notices</th></tr></thead>
<tbody>${cases.map((one) => markup`<tr><th scope="row"><a href="/case/${one.case}">${one.title}</a></th><td>${moment(one.openedAt)}</td><td>${one.status}</td><td><a href="/case/${one.case}/notices">drafted notices of ${one.title}</a></td></tr>`)}</tbody></table></div>`
    }</main>`,
  );
