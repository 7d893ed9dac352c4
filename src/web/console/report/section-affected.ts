import type { ScopeBounds } from '../../../model/exposure.ts';
import type { CaseReport } from '../../../workflow/report-case.ts';
import { type Markup, markup } from '../markup.ts';
import { barTable, byCount } from './bars.ts';
import { byConcern } from './by-concern.ts';
import { controllerName } from './controller-name.ts';
import { notYet, section } from './section.ts';
import { capital, count, country, fieldWord, list, listOr, people, period } from './wording.ts';

export function affectedSection({ base: { scope, trace, case: caseId }, company }: CaseReport): Markup {
  if (scope === null)
    return section(
      'affected',
      'Who is affected, and where',
      notYet('Whose data it was is not known yet. Compute it:', `candour scope ${caseId}`),
    );
  if (scope.persons === 0)
    return section(
      'affected',
      'Who is affected, and where',
      markup`<p>Nobody is named. ${scope.gaps.length === 0 ? 'The logs hold no access to anybody’s data in the time looked at.' : 'That is no statement that nobody is affected: see the gaps in the logs.'}</p>`,
    );
  const time = scope.window === undefined ? '' : `, ${period(scope.window.from, scope.window.to)}`;
  const actors = scope.actors ?? [];
  const listed = trace === null ? '' : ', and everybody who is on the leaked list';
  const whose =
    actors.length === 0
      ? 'everybody who is on the leaked list. Nobody is named, so no accesses are counted'
      : markup`accesses of ${actors.map((actor, n) => markup`${n === 0 ? '' : ', '}<span class="id">${actor}</span>`)}${time}${listed}`;
  return section(
    'affected',
    'Who is affected, and where',
    markup`<p>${people(scope.persons)}, each counted once: ${whose}.</p>
${scope.bounds === undefined ? null : markup`<p class="small">${boundText(scope.bounds)}</p>`}
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

/** The truth lies between these, as far as the logs can say. */
function boundText({ persons, open }: ScopeBounds): string {
  const least = `The leaked list and the logs themselves name at least ${people(persons.atLeast)}`;
  return persons.atMost === null
    ? `${least}; how many it can be at most is not known: ${list(open)}.`
    : `${least}; with everybody whose rows a query returned, and one person for each row whose owner is not known, it is at most ${count(persons.atMost)}.`;
}

/** Those people ask about first stand out; the others are read by whoever looks for one. */
const PROMINENT = 8;

function untouchedList(fields: readonly string[]): Markup {
  const rest = fields.slice(PROMINENT).map(fieldWord);
  return markup`<ul class="clean">${fields.slice(0, PROMINENT).map((field) => markup`<li>${fieldWord(field)}</li>`)}</ul>
${rest.length === 0 ? null : markup`<p class="small">Nor ${listOr(rest)}.</p>`}`;
}

export function exposedSection({ base: { scope, trace, case: caseId } }: CaseReport): Markup {
  if (scope === null)
    return section(
      'exposed',
      'What was exposed, and what was not',
      notYet('Which data it was is not known yet. Compute it:', `candour scope ${caseId}`),
    );
  const { disclosed, accessed, reconstructed, possible } = scope.byBasis;
  const basis = [
    ...(disclosed > 0 ? [`${people(disclosed)} on the leaked list`] : []),
    ...(accessed > 0 ? [`${people(accessed)}${disclosed > 0 ? ' more' : ''} whose records were opened`] : []),
    ...(reconstructed > 0 ? [`${people(reconstructed)} by a query that was run again`] : []),
    ...(possible > 0 ? [`${people(possible)} possibly`] : []),
  ];
  const untouched =
    scope.untouched.length === 0
      ? markup`<p><strong>Nothing can be called untouched</strong>: some accesses do not say which fields they showed, or a source was silent.</p>`
      : markup`<p>The logs would show these, and no access in scope touched them:</p>
${untouchedList(byConcern(scope.untouched))}`;
  return section(
    'exposed',
    'What was exposed, and what was not',
    markup`<p>${basis.length === 0 ? 'Nobody is named' : capital(list(basis))}. A field counts for a person when it ${trace === null ? '' : 'is on the list, or '}was shown to the account in the time looked at, for whatever purpose.</p>
<div class="columns">
${Object.keys(scope.byField).length === 0 ? markup`<div><h3>Exposed, by field</h3><p>The logs do not say which fields were shown.</p></div>` : barTable('Exposed, by field', 'Field', byCount(scope.byField, fieldWord))}
<div><h3>Not touched</h3>${untouched}</div>
</div>`,
  );
}
