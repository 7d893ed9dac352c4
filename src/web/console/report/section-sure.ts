import type { TraceDetail } from '../../../model/trace.ts';
import type { CaseReport } from '../../../workflow/report-case.ts';
import { type Markup, markup } from '../markup.ts';
import { notYet, section } from './section.ts';
import { timelinePlot } from './timeline-plot.ts';
import { count, list, onceIn, people, percent, period } from './wording.ts';

/** The account's days beside its peers', or why there is nobody to draw. */
export function timelineSection({ base, timelines }: CaseReport): Markup {
  const why =
    base.trace === null && base.finding === null
      ? 'Nobody is pointed at, so nobody’s days are shown.'
      : 'Nobody is named, so nobody’s days are shown.';
  return section(
    'timeline',
    'What the account did, beside its peers',
    timelines.length === 0
      ? markup`<p>${why}</p>`
      : markup`${timelines.map((timeline) => timelinePlot(timeline, base.trace?.window ?? null))}`,
  );
}

export function sureSection({ base: { trace, traceDetails, case: caseId } }: CaseReport): Markup {
  if (trace === null)
    return section(
      'sure',
      'How sure, and what could change it',
      notYet('Who leaked a list found outside was not traced. Trace it:', `candour trace ${caseId} --leak FILE`),
    );
  const { records, linked, foreign } = trace.sample;
  const named = trace.named.map(
    ({ actor, eValue, posterior }) =>
      markup`<tr><th scope="row" class="id">${actor}</th><td>${onceIn(eValue)}</td><td>${percent(posterior)}</td><td>${seenOf(traceDetails.find((detail) => detail.actor === actor))}</td></tr>`,
  );
  return section(
    'sure',
    'How sure, and what could change it',
    markup`<p>Of ${count(records)} records found outside, ${count(linked)} are of customers on file and ${count(foreign)} are not. The trace looked at ${period(trace.scope.from, trace.scope.to)}.</p>
${
  named.length === 0
    ? markup`<p>Nobody is named. ${trace.apart.length > 0 ? `The log cannot tell apart ${list(trace.apart.map(({ persons }) => `a group of ${people(persons)}`))}. ` : ''}${trace.moreRecordsNeeded === null ? '' : `About ${count(trace.moreRecordsNeeded)} more records of the list would be needed.`}</p>`
    : markup`<div class="scroll" tabindex="0" role="group" aria-label="Named accounts"><table><thead><tr><th scope="col">Account</th><th scope="col">Evidence this strong against an innocent account</th><th scope="col">Probability, with “somebody else” counted in</th><th scope="col">Customers on the list whom it opened</th></tr></thead><tbody>${named}</tbody></table></div>`
}
<ul>
<li>The rule names an innocent account at most ${onceIn(1 / trace.alpha)} times it is asked, whatever the list.</li>
<li>An account is not a person. Somebody else may have used it; badge, device and shift records can say so.</li>
<li>Who took the data over a way that leaves no access in these logs cannot be seen here.</li>
<li>A number does not decide. What the account’s owner did, and why, is for a person to find out, with the owner heard.</li>
</ul>`,
  );
}

function seenOf(detail: TraceDetail | undefined): string {
  if (detail === undefined) return 'not recorded';
  return `${count(detail.records.filter(({ seen }) => seen).length)} of ${count(detail.records.length)}`;
}
