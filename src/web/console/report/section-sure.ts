import type { Finding } from '../../../model/finding.ts';
import type { Trace, TraceDetail } from '../../../model/trace.ts';
import { canarySentence } from '../../../trace/canary-bound.ts';
import { replaySentence } from '../../../trace/replay-sentence.ts';
import { planSentence } from '../../../workflow/plan-trace.ts';
import type { CaseReport } from '../../../workflow/report-case.ts';
import { type Markup, markup } from '../markup.ts';
import { rivalPlot } from './rival-plot.ts';
import { answerList, notYet, section } from './section.ts';
import { timelinePlot } from './timeline-plot.ts';
import { weightPlot } from './weight-plot.ts';
import { INNOCENT_EXPLANATIONS, weightWord } from './weight-words.ts';
import { capital, count, day, inWords, list, onceIn, people, percent, period } from './wording.ts';

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

export function sureSection({ base: { trace, traceDetails, finding, case: caseId } }: CaseReport): Markup {
  // A trace that names somebody else, or nobody, leaves a finding's actor out of the report.
  const named = trace === null || trace.named.some(({ actor }) => actor === finding?.actor);
  const seen = finding !== null && named ? detection(finding) : null;
  if (trace === null)
    return section(
      'sure',
      'How sure, and what could change it',
      markup`${seen}${notYet('Who leaked a list found outside was not traced. Trace it:', `candour trace ${caseId} --leak FILE`)}`,
    );
  const { records, linked, foreign } = trace.sample;
  return section(
    'sure',
    'How sure, and what could change it',
    markup`<p>Of ${count(records)} records found outside, ${count(linked)} are of customers on file and ${count(foreign)} are not. The trace looked at ${period(trace.scope.from, trace.scope.to)}.</p>
${trace.canaries === undefined ? null : markup`<p>${canarySentence(trace.canaries)}</p>`}
${trace.named.length === 0 ? markup`<p>${nobody(trace)}</p>` : trace.named.map((one) => account(one, traceDetails))}
${beforeNaming(trace)}
${seen}
<h3>What would change it</h3>
<ul>
<li>Another use of the account. An account is not a person: badge, device and shift records can say who was there.</li>
<li>A way out that leaves no access in these logs: a backup, a partner, an export made before ${day(trace.scope.from)}.</li>
<li>More of the list. ${trace.moreRecordsNeeded === null ? 'Every further record either fits what the account opened or speaks against it.' : `About ${count(trace.moreRecordsNeeded)} more records would be needed to name anybody.`}</li>
<li>What the account’s owner says. A number does not decide: what was done, and why, is for a person to find out, with the owner heard.</li>
</ul>
<p class="small">${trace.plan === undefined ? '' : `${planSentence(trace.plan)} `}${chanceLinks(trace)}Asked a thousand times about lists that no account here had to do with, the rule is made to name somebody at most ${timesIn(trace.alpha)}. That holds where ordinary work is as the model takes it to be; in trials on made-up companies it was more often where whoever took the data was in no log, and where colleagues share nearly all of their work. ${trace.window === null ? '' : `The time of extraction is an estimate that holds the whole of it with a probability of ${count(trace.window.level * 100)} %.`}</p>`,
  );
}

/** What was tried before the name was shown, and what to check before it is used. */
function beforeNaming(trace: Trace): Markup | null {
  if (trace.named.length === 0)
    return trace.replay ? markup`<p>${replaySentence(trace.replay, trace.alpha)}</p>` : null;
  return markup`<h3>Could it fall on somebody innocent?</h3>
<p>${trace.replay ? replaySentence(trace.replay, trace.alpha) : 'No leaks were simulated on this log before the name was shown; how often it would be wrong here was not measured.'}</p>
<p>To check before anybody is spoken of:</p>
<ul>${INNOCENT_EXPLANATIONS.map((text) => markup`<li>${text}</li>`)}</ul>`;
}

function chanceLinks({ sample: { chance = [] } }: Trace): string {
  const links = chance.reduce((sum, { byChance, linked }) => sum + Math.min(byChance, linked), 0);
  return chance.length === 0
    ? ''
    : `Of the links between the list and customers about ${count(Math.round(links))} are by chance, measured on people made up from parts of customers. `;
}

function account(named: Trace['named'][number], details: readonly TraceDetail[]): Markup {
  const detail = details.find(({ actor }) => actor === named.actor);
  const fits = detail?.records.filter(({ contribution }) => contribution > 0).length ?? 0;
  const against = detail?.records.filter(({ contribution }) => contribution < 0).length ?? 0;
  const seen = detail?.records.filter((record) => record.seen).length ?? 0;
  return markup`<h3>The account <span class="id">${named.actor}</span></h3>
${answerList([
  {
    question: 'If it had nothing to do with it, how often would the evidence look this strong?',
    certainty: null,
    answer: `At most ${onceIn(named.eValue)} times, if ordinary work is as the model takes it to be: ${weightWord(named.eValue)} evidence, in the words that forensic institutes use.`,
  },
  {
    question: 'How probable is it, with “somebody else” counted in?',
    certainty: null,
    answer: `${capital(percent(named.posterior))}, if the log is whole and the account was used by its owner.`,
  },
  {
    question: 'How many of the customers on the list did it open?',
    certainty: null,
    answer: detail === undefined ? 'Not recorded.' : `${count(seen)} of ${count(detail.records.length)}.`,
  },
  {
    question: 'What speaks for it, and what against?',
    certainty: null,
    answer:
      detail === undefined
        ? 'Not recorded.'
        : `${capital(inWords(fits))} ${fits === 1 ? 'record adds' : 'records add'} to the evidence, ${against === 0 ? 'none takes' : `${inWords(against)} ${against === 1 ? 'takes' : 'take'}`} from it.`,
  },
])}
${detail === undefined || detail.records.length === 0 ? null : weightPlot(detail)}
${detail === undefined ? null : rivalPlot(detail)}`;
}

const MEASURES: readonly (readonly [string, string])[] = [
  ['unexplained-subjects', 'People opened without a tie'],
  ['opened-subjects', 'People opened'],
  ['unnamed-rows', 'Rows that the log counts and does not name'],
];

/** `unexplained-subjects-against-team` as a reader says it. */
function featureWord(feature: string): string {
  const measure = MEASURES.find(([word]) => feature.includes(word))?.[1] ?? feature.replaceAll('-', ' ');
  if (feature.endsWith('-against-team')) return `${measure}, beside the team`;
  return feature.endsWith('-against-own-past') ? `${measure}, beside the account’s own past` : measure;
}

/** Why detection found the account remarkable: what it counted, beside what is usual. */
const detection = ({ actor, day: of, reasons, kind }: Finding): Markup => markup`<h3>What detection saw</h3>
<p>The account <span class="id">${actor}</span>, ${kind === 'slow' ? `in the weeks up to ${day(of)}` : `on ${day(of)}`}:</p>
<ul>${reasons.map(({ feature, value, expected }) => markup`<li>${featureWord(feature)}: ${count(value)}, where ${count(expected)} is usual</li>`)}</ul>`;

function nobody({ apart, moreRecordsNeeded, verdict }: Trace): string {
  const groups =
    apart.length === 0
      ? ''
      : ` The log cannot tell apart ${list(apart.map(({ persons }) => `a group of ${people(persons)}`))}.`;
  return `Nobody is named.${groups}${moreRecordsNeeded === null ? '' : ` About ${count(moreRecordsNeeded)} more records of the list would be needed.`}${moreRecordsNeeded === null && verdict === 'not-enough-data' ? ' How many more records of the list would be needed cannot be said; more of the same kind may not do.' : ''}`;
}

/** Of a thousand. */
const timesIn = (alpha: number): string => (alpha <= 0.001 ? 'once' : `${count(Math.ceil(alpha * 1000))} times`);
