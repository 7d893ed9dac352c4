import type { CaseReport } from '../../../workflow/report-case.ts';
import { type Markup, markup } from '../markup.ts';
import { barTable, byCount } from './bars.ts';
import { byConcern } from './by-concern.ts';
import { controllerName } from './controller-name.ts';
import { notYet, section } from './section.ts';
import { country, fieldWord, list, people, period } from './wording.ts';

export function affectedSection({ base: { scope, case: caseId }, company }: CaseReport): Markup {
  if (scope === null)
    return section(
      'affected',
      'Who is affected, and where',
      notYet('Whose data it was is not known yet. Compute it:', `candour scope ${caseId}`),
    );
  const time = scope.window === undefined ? '' : `, ${period(scope.window.from, scope.window.to)}`;
  const whose =
    scope.actors === undefined || scope.actors.length === 0
      ? 'accesses of everybody'
      : `accesses of ${list(scope.actors)}`;
  return section(
    'affected',
    'Who is affected, and where',
    markup`<p>${people(scope.persons)}, each counted once: ${whose}${time}, and everybody who is on the leaked list.</p>
<div class="columns">
${barTable('By country of residence', 'Country', byCount(scope.byCountry, country))}
${barTable(
  'By legal entity that answers for the data',
  'Legal entity',
  byCount(scope.byController, (id) => controllerName(company, id)),
)}
</div>`,
  );
}

export function exposedSection({ base: { scope, case: caseId } }: CaseReport): Markup {
  if (scope === null)
    return section(
      'exposed',
      'What was exposed, and what was not',
      notYet('Which data it was is not known yet. Compute it:', `candour scope ${caseId}`),
    );
  const { disclosed, accessed, reconstructed, possible } = scope.byBasis;
  const basis = [
    `${people(disclosed)} on the leaked list`,
    `${people(accessed)} more whose records were opened`,
    ...(reconstructed > 0 ? [`${people(reconstructed)} by a query that was run again`] : []),
    ...(possible > 0 ? [`${people(possible)} possibly`] : []),
  ];
  const untouched =
    scope.untouched.length === 0
      ? markup`<p><strong>Nothing can be called untouched</strong>: some accesses do not say which fields they showed, or a source was silent.</p>`
      : markup`<p>The logs can show these, and no access in scope touched them:</p>
<ul class="chips">${byConcern(scope.untouched).map((field) => markup`<li>${fieldWord(field)}</li>`)}</ul>`;
  return section(
    'exposed',
    'What was exposed, and what was not',
    markup`<p>${list(basis)}. A field counts for a person when it is on the list, or was shown to the account in the time looked at, for whatever purpose.</p>
<div class="columns">
${barTable('Exposed, by field', 'Field', byCount(scope.byField, fieldWord))}
<div><h3>Not touched</h3>${untouched}</div>
</div>`,
  );
}
