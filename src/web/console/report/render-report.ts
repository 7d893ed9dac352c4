import type { CaseReport } from '../../../workflow/report-case.ts';
import { type Markup, markup, trusted } from '../markup.ts';
import { COUNTDOWN, COUNTDOWN_HASH } from './countdown.ts';
import { nextDeadline } from './next-deadline.ts';
import { affectedSection, exposedSection } from './section-affected.ts';
import { bookSection } from './section-book.ts';
import { dutySection } from './section-duty.ts';
import { factSection, openSection } from './section-open.ts';
import { questionSection } from './section-question.ts';
import { sureSection, timelineSection } from './section-sure.ts';
import { story } from './story.ts';
import { STYLE } from './style.ts';
import { count, moment, timeLeft } from './wording.ts';

/** What a report may do when it is opened from a file; the local page says the same in a header. */
export const REPORT_CSP = `default-src 'none'; style-src 'unsafe-inline'; script-src ${COUNTDOWN_HASH}; base-uri 'none'; form-action 'none'`;

const CONTENTS: readonly (readonly [string, string])[] = [
  ['timeline', 'What the account did, beside its peers'],
  ['affected', 'Who is affected, and where'],
  ['exposed', 'What was exposed, and what was not'],
  ['duties', 'Who must be told, and by when'],
  ['questions', 'What people will ask'],
  ['sure', 'How sure, and what could change it'],
  ['open', 'What is unknown'],
  ['facts', 'What is known, and what it rests on'],
  ['books', 'The books'],
];

/**
 * The report of a case as one HTML file that needs nothing else: no network, no other file. It holds counts, ids of accounts and the
 * case's facts; nothing of any customer. `nav` stands above it on the local page.
 */
export function renderReport(report: CaseReport, nav: Markup | null = null): string {
  const { base, renderedAt } = report;
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${REPORT_CSP}">
<meta name="referrer" content="no-referrer">
<title>${base.title}: report of the case</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
${nav}
<div class="sheet">
<header class="page">
<p class="kicker">Report of ${base.case}, ${base.status}${base.closedReason === null ? '' : ` (${base.closedReason})`}, as of ${moment(renderedAt)}</p>
<h1>${base.title}</h1>
${figures(report)}
<div class="story">${story(report).map((sentence) => markup`<p>${sentence}</p>`)}</div>
${base.outdated.length === 0 ? null : markup`<p class="notice"><strong>Out of date:</strong> ${base.outdated.join(', ')} ${base.outdated.length === 1 ? 'was' : 'were'} derived before something they rest on changed. Derive them again.</p>`}
</header>
<nav class="toc" aria-label="Contents"><ul>${CONTENTS.map(([id, title]) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main>
${timelineSection(report)}
${affectedSection(report)}
${exposedSection(report)}
${dutySection(report)}
${questionSection(report)}
${sureSection(report)}
${openSection(report)}
${factSection(report)}
${bookSection(report)}
</main>
<footer class="page">
<p>Every number here comes from the case’s fact base: <code>candour case show ${base.case} --json</code>. The case has ${count(base.events)} events.</p>
<p>For those who work on the case. It names accounts of employees, who are not guilty because a number points at them.</p>
</footer>
</div>
<script>${trusted(COUNTDOWN)}</script>
</body>
</html>
`;
  return String(page);
}

function figures({ base, renderedAt }: CaseReport): Markup {
  const next = nextDeadline(base.duties, renderedAt);
  const scope = base.scope;
  const entities = Object.keys(scope?.byController ?? {}).filter((id) => id !== 'unknown').length;
  const countries = Object.keys(scope?.byCountry ?? {}).filter((code) => code !== 'unknown').length;
  const sent = (base.notices?.perState.queued ?? 0) + (base.notices?.perState.accepted ?? 0);
  // Accesses that name nobody may concern many.
  const unnamed = scope !== null && scope.persons === 0 && scope.gaps.length > 0;
  const known = (value: number): string => (scope === null || unnamed ? 'unknown' : count(value));
  const figure = (value: string | Markup, label: string | Markup): Markup =>
    markup`<li><b>${value}</b><span>${label}</span></li>`;
  return markup`<ul class="figures">
${figure(known(scope?.persons ?? 0), scope?.persons === 1 ? 'person affected' : 'people affected')}
${figure(known(countries), countries === 1 ? 'country' : 'countries')}
${figure(known(entities), entities === 1 ? 'legal entity' : 'legal entities')}
${figure(count(base.notices?.perState.drafted ?? 0), sent === 0 ? 'notices drafted, none sent' : `notices drafted, ${count(sent)} on their way`)}
${figure(base.duties === null ? 'unknown' : next === null ? 'none' : markup`<time class="left" datetime="${next}">${timeLeft(next, renderedAt)}</time>`, base.duties === null ? 'deadlines, not derived yet' : next === null ? 'deadline with a fixed hour' : markup`next deadline<br>${moment(next)}`)}
</ul>`;
}
