import type { Duty, Representation, Uncovered } from '../../../model/duty.ts';
import type { CaseReport } from '../../../workflow/report-case.ts';
import { type Markup, markup } from '../markup.ts';
import { controllerName } from './controller-name.ts';
import { questionOf } from './fact-word.ts';
import { clockOf } from './next-deadline.ts';
import { notYet, section } from './section.ts';
import { count, country, moment, people, timeLeft } from './wording.ts';

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
  const uncovered = duties.uncovered
    .map((one) => ({ ...one, place: placeOf(one) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(
      ({ place, persons, why }) =>
        markup`<tr><th scope="row">${place}</th><td class="number">${count(persons)}</td><td>${why}</td></tr>`,
    );
  const represented = duties.representatives ?? [];
  return section(
    'duties',
    'Who must be told, and by when',
    markup`${duties.duties.length + duties.uncovered.length > 0 ? null : markup`<p>Nobody is known to be affected, so that no duty can be derived. That changes when what is unknown becomes known.</p>`}${HEADINGS.map(([verdict, title]) => group(report, verdict, title))}
${uncovered.length === 0 ? null : markup`<h3>No law pack speaks for these people</h3><p>That is no statement that nothing is owed: ask counsel there.</p><div class="scroll" tabindex="0" role="group" aria-label="Places without a law pack"><table class="places"><thead><tr><th scope="col">Place</th><th scope="col" class="number">People</th><th scope="col">Why</th></tr></thead><tbody>${uncovered}</tbody></table></div>`}
${represented.length === 0 ? null : markup`<h3>Who represents us</h3><p>Each law that asks a company from elsewhere for a representative. The company itself owes what is above.</p><ul>${represented.map((one) => representation(report, one))}</ul>`}
<p class="small">This is what the law packs derive from the facts as of ${moment(duties.asOf)}. It is no legal advice; each duty names its source so that it can be checked.</p>`,
  );
}

function representation(report: CaseReport, one: Representation): Markup {
  const law = report.lawTitles[one.regime] ?? one.regime;
  const bearer = controllerName(report.company, one.bearer);
  const who =
    one.named !== null
      ? markup`${one.named.name} (${country(one.named.country)}).`
      : one.verdict === 'required'
        ? markup`<strong>None is named, and the law asks for one.</strong>`
        : markup`None is named. Whether one is needed is still to be answered: ${one.missing.map(questionOf).join(' ')}`;
  return markup`<li>${law}, for ${bearer}: ${who} ${one.says}</li>`;
}

const placeOf = ({ country: code, region }: Uncovered): string =>
  `${code === null ? 'country not known' : country(code)}${region === null ? '' : `, ${region}`}`;

function group(report: CaseReport, verdict: Duty['verdict'], title: string): Markup | null {
  const found = (report.base.duties?.duties ?? []).filter((duty) => duty.verdict === verdict).sort(byClock);
  if (found.length === 0) return null;
  const rows = markup`<ul class="duties">${found.map((duty) => row(report, duty))}</ul>`;
  if (verdict === 'required') return markup`<h3>${title}</h3>${rows}`;
  return markup`<details class="more"><summary>${title} (${found.length})</summary>${rows}</details>`;
}

/** Those with a clock first, by the clock; then authorities, people, others, the organisation's own record. */
const RECIPIENTS = ['authority', 'police', 'controller', 'individuals', 'bureaus', 'media', 'others', 'register'];
const byClock = (a: Duty, b: Duty): number => {
  const [left, right] = [a, b].map((duty) => Date.parse(clockOf(duty) ?? '9999-12-31T00:00:00Z'));
  const rank = (duty: Duty): number => RECIPIENTS.indexOf(duty.recipient.split(':')[0] ?? '');
  return (left ?? 0) - (right ?? 0) || rank(a) - rank(b);
};

function row(report: CaseReport, duty: Duty): Markup {
  const clock = duty.verdict === 'not-required' ? null : clockOf(duty);
  const bearer = controllerName(report.company, duty.bearer);
  return markup`<li>
<div class="when">${clock === null ? markup`<span class="none">no fixed hour</span>` : markup`<time class="left" datetime="${clock}">${timeLeft(clock, report.renderedAt)}</time><span>${moment(clock)}</span>`}</div>
<div><h4>${recipientName(report, duty.recipient)}</h4>
<p>${report.lawTitles[duty.regime] ?? duty.regime}. Owed by ${bearer}${duty.persons > 0 ? `, for ${people(duty.persons)}` : ''}.</p>
${clock === null && duty.verdict !== 'not-required' ? markup`<p>${firstSentence(duty.arithmetic)}</p>` : null}
<details><summary>How this was derived</summary>
${duty.verdict === 'not-required' ? null : markup`<p>${duty.arithmetic}</p>`}
${duty.because.length === 0 ? null : markup`<p>Because:</p><ul>${duty.because.map((why) => markup`<li>${why}</li>`)}</ul>`}
${duty.missing.length === 0 ? null : markup`<p>Still to be answered:</p><ul>${duty.missing.map((key) => markup`<li>${questionOf(key)}</li>`)}</ul>`}
<p>Sources:</p>
<ul class="links">${duty.citations.map(citation)}</ul>
</details></div></li>`;
}

/** A pack is a file that anybody may write: what is no web address is not made a link. */
function citation({ text, url, confidence }: Duty['citations'][number]): Markup {
  const name = /^https?:\/\//.test(url)
    ? markup`<a href="${url}" rel="noreferrer">${text}</a>`
    : markup`${text} (${url})`;
  return markup`<li>${name}${confidence === 'high' ? '' : ` (confidence: ${confidence})`}</li>`;
}

/** Where the law sets no count, what it asks for instead stands first in the arithmetic. */
const firstSentence = (text: string): string => text.split(/(?<=\.) (?=[A-Z])/)[0] ?? text;

function recipientName(report: CaseReport, recipient: string): string {
  if (recipient === 'individuals') return 'The people affected';
  if (recipient === 'register') return 'The organisation’s own record of breaches';
  if (recipient === 'others') return 'Others who can reduce the harm';
  if (recipient === 'bureaus') return 'The consumer reporting agencies';
  if (recipient === 'media') return 'The media';
  if (recipient === 'police') return 'The police';
  if (recipient.startsWith('controller:')) return controllerName(report.company, recipient.slice('controller:'.length));
  const id = recipient.replace(/^authority:/, '');
  return report.authorities[id] ?? (id === 'unknown' ? 'An authority that is not known yet' : id);
}
