import type { Duty } from '../../../model/duty.ts';
import type { CaseReport } from '../../../workflow/report-case.ts';
import { type Markup, markup } from '../markup.ts';
import { controllerName } from './controller-name.ts';
import { questionOf } from './fact-word.ts';
import { clockOf } from './next-deadline.ts';
import { notYet, section } from './section.ts';
import { country, list, moment, people, timeLeft } from './wording.ts';

const HEADINGS: readonly (readonly [Duty['verdict'], string])[] = [
  ['required', 'Owed'],
  ['depends', 'Depends on what is not known yet'],
  ['not-required', 'Looked at and not owed'],
];

export function dutySection(report: CaseReport): Markup {
  const { duties, case: caseId } = report.base;
  if (duties === null)
    return section(
      'duties',
      'Who must be told, and by when',
      notYet('Which laws apply is not derived yet. Derive it:', `candour duties ${caseId}`),
    );
  const uncovered = duties.uncovered.map(
    (place) =>
      markup`<li>${place.country === null ? 'country not known' : country(place.country)}${place.region === null ? '' : `, ${place.region}`}: ${people(place.persons)}. ${place.why}</li>`,
  );
  return section(
    'duties',
    'Who must be told, and by when',
    markup`${HEADINGS.map(([verdict, title]) => group(report, verdict, title))}
${uncovered.length === 0 ? null : markup`<h3>No law pack speaks for these people</h3><p>That is no statement that nothing is owed: ask counsel there.</p><ul>${uncovered}</ul>`}
<p class="small">This is what the law packs derive from the facts as of ${moment(duties.asOf)}. It is no legal advice; each duty names its source so that it can be checked.</p>`,
  );
}

function group(report: CaseReport, verdict: Duty['verdict'], title: string): Markup | null {
  const found = (report.base.duties?.duties ?? []).filter((duty) => duty.verdict === verdict).sort(byClock);
  if (found.length === 0) return null;
  const cards = found.map((duty) => card(report, duty));
  if (verdict === 'required') return markup`<h3>${title}</h3><ul class="cards">${cards}</ul>`;
  return markup`<details class="more"><summary>${title} (${found.length})</summary><ul class="cards">${cards}</ul></details>`;
}

/** Those with a clock first, by the clock; then authorities, people, others, the organisation's own record. */
const RECIPIENTS = ['authority', 'individuals', 'others', 'register'];
const byClock = (a: Duty, b: Duty): number => {
  const [left, right] = [a, b].map((duty) => Date.parse(clockOf(duty) ?? '9999-12-31T00:00:00Z'));
  const rank = (duty: Duty): number => RECIPIENTS.indexOf(duty.recipient.split(':')[0] ?? '');
  return (left ?? 0) - (right ?? 0) || rank(a) - rank(b);
};

function card(report: CaseReport, duty: Duty): Markup {
  const clock = clockOf(duty);
  const bearer = controllerName(report.company, duty.bearer);
  return markup`<li class="card">
<h4>${recipientName(report, duty.recipient)}</h4>
<p class="by">${clock === null || duty.verdict === 'not-required' ? 'no counted deadline' : markup`<strong>${moment(clock)}</strong> <time class="left" datetime="${clock}">${timeLeft(clock, report.renderedAt)}</time>`}</p>
<p>${report.lawTitles[duty.regime] ?? duty.regime}. Owed by ${bearer}${duty.persons > 0 ? `, for ${people(duty.persons)}` : ''}.</p>
<details><summary>How this was derived</summary>
${duty.verdict === 'not-required' ? null : markup`<p>${duty.arithmetic}</p>`}
${duty.because.length === 0 ? null : markup`<p>Because:</p><ul>${duty.because.map((why) => markup`<li>${why}</li>`)}</ul>`}
${duty.missing.length === 0 ? null : markup`<p>Still to be answered:</p><ul>${duty.missing.map((key) => markup`<li>${questionOf(key)}</li>`)}</ul>`}
<p>Source: ${list(duty.citations.map(({ text, confidence }) => `${text}${confidence === 'high' ? '' : ` (confidence: ${confidence})`}`))}.</p>
<ul class="links">${duty.citations.map(({ text, url }) => markup`<li><a href="${url}" rel="noreferrer">${text}</a></li>`)}</ul>
</details></li>`;
}

function recipientName(report: CaseReport, recipient: string): string {
  if (recipient === 'individuals') return 'The people affected';
  if (recipient === 'register') return 'The organisation’s own record of breaches';
  if (recipient === 'others') return 'Others who can reduce the harm';
  const id = recipient.replace(/^authority:/, '');
  return report.authorities[id] ?? (id === 'unknown' ? 'An authority that is not known yet' : id);
}
