import type { CaseReport } from '../../../workflow/report-case.ts';
import { type Markup, markup } from '../markup.ts';
import { factText, questionOf } from './fact-word.ts';
import { answerList, badge, section } from './section.ts';
import { capital, day, moment } from './wording.ts';

/** What nobody has answered, what contradicts, and where the logs are silent. */
export function openSection({ base: { facts, contradictions, scope } }: CaseReport): Markup {
  const open = facts.filter(({ status, value }) => status === 'unknown' || value === null);
  const gaps = scope?.gaps ?? [];
  return section(
    'open',
    'What is unknown',
    markup`${
      contradictions.length === 0
        ? null
        : markup`<h3>Contradictions</h3><ul class="warn">${contradictions.map(({ key, stated, derived, evidence }) => markup`<li><strong>${questionOf(key)}</strong> Stated: ${factText({ key, value: stated })}. The evidence says: ${factText({ key, value: derived })} (${evidence}). Until this is settled, statements use what was stated.</li>`)}</ul>`
    }
<h3>Open questions</h3>
${open.length === 0 ? markup`<p>Every question of the fact base is answered.</p>` : markup`<ul class="open">${open.map(({ key }) => markup`<li><span>${questionOf(key)}</span> ${badge('unknown')}</li>`)}</ul>`}
<h3>Gaps in the logs</h3>
${scope === null ? markup`<p>Nothing was looked at yet.</p>` : gaps.length === 0 ? markup`<p>None was found for the time looked at.</p>` : markup`<ul>${gaps.map(({ source, from, to, why }) => markup`<li><strong>${source}</strong>, ${day(from)} to ${day(to)}: ${why}</li>`)}</ul>`}`,
  );
}

export function factSection({ base: { facts, notes, case: caseId } }: CaseReport): Markup {
  const known = facts.filter(({ status, value }) => status !== 'unknown' && value !== null);
  return section(
    'facts',
    'What is known, and what it rests on',
    markup`${answerList(known.map((fact) => ({ question: questionOf(fact.key), certainty: fact.status, answer: capital(factText(fact)), evidence: fact.evidence })))}
<p class="small">State what the log cannot show with <code>candour case fact ${caseId} --key … --value … --status … --evidence …</code></p>
${notes.length === 0 ? null : markup`<h3>Notes</h3><ul>${notes.map(({ at, by, text }) => markup`<li>${moment(at)}, ${by}: ${text}</li>`)}</ul>`}`,
  );
}
