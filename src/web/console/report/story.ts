import type { Trace } from '../../../model/trace.ts';
import { namedInReplay } from '../../../trace/replay-sentence.ts';
import type { FactBase } from '../../../workflow/fact-base.ts';
import type { CaseReport } from '../../../workflow/report-case.ts';
import { byConcern } from './by-concern.ts';
import { nextDeadline } from './next-deadline.ts';
import {
  capital,
  count,
  country,
  day,
  fieldWord,
  inWords,
  list,
  moment,
  onceIn,
  people,
  period,
  timeLeft,
} from './wording.ts';

/** The case in five sentences: what happened, who is affected, what was exposed, how sure that is, what comes next. */
export const story = (report: CaseReport): readonly [string, string, string, string, string] => [
  whatHappened(report),
  whoIsAffected(report),
  whatWasExposed(report.base),
  howSure(report.base),
  whatComesNext(report),
];

function whatHappened({ base: { trace, finding } }: CaseReport): string {
  if (trace !== null) {
    const { records, linked } = trace.sample;
    const found = `a list of ${count(records)} records was found outside, ${count(linked)} of them of customers on file`;
    if (trace.named.length === 0) return `${capital(found)}; ${VERDICT[trace.verdict]}.`;
    const actors = list(trace.named.map(({ actor }) => actor));
    const accounts =
      trace.named.length === 1 ? `one account, ${actors}` : `${inWords(trace.named.length)} accounts: ${actors}`;
    const when = trace.window === null ? '' : `; the estimated time is ${period(trace.window.from, trace.window.to)}`;
    return `${capital(found)}, and the log points at ${accounts}${when}.`;
  }
  if (finding?.kind === 'slow') {
    return `In the weeks up to ${day(finding.day)}, none of whose days stands out, the account ${finding.actor} opened the records of ${people(finding.unexplained)} for whom no ticket, order or other tie explains it.`;
  }
  if (finding !== null) {
    return `On ${day(finding.day)} the account ${finding.actor} opened the records of ${people(finding.subjects)}, for ${count(finding.unexplained)} of whom no ticket, order or other tie explains it.`;
  }
  return 'What happened is not established yet: nothing was traced, and no finding is recorded.';
}

const VERDICT: Readonly<Record<Trace['verdict'], string>> = {
  one: 'the log points at one account',
  several: 'the log points at several accounts',
  'not-in-this-log': 'they were most probably not taken through the systems in this log in the time looked at',
  'not-enough-data': 'the list and the log together hold too little to say who took them',
  'cannot-separate':
    'the log shows that they were taken through it, but cannot tell apart the accounts that could have',
};

/** Nothing was found outside: then records were opened, and whether that harmed anybody is not established. */
const onlyOpened = ({ scope, trace }: FactBase): boolean => trace === null && scope?.byBasis.disclosed === 0;

function whoIsAffected({ base }: CaseReport): string {
  const { scope } = base;
  if (scope === null) return 'How many people are affected, and where they live, is not known yet.';
  if (scope.persons === 0) return NOBODY_NAMED[scope.gaps.length === 0 ? 'whole' : 'gaps'];
  const known = Object.entries(scope.byCountry)
    .filter(([code, persons]) => code !== 'unknown' && persons > 0)
    .sort(([, a], [, b]) => b - a);
  const top = known.slice(0, SHOWN).map(([code, persons]) => `${country(code)} ${count(persons)}`);
  const others = known.slice(SHOWN).reduce((sum, [, persons]) => sum + persons, 0);
  const nowhere = scope.byCountry['unknown'] ?? 0;
  const places = [
    ...top,
    ...(others > 0 ? [`others ${count(others)}`] : []),
    ...(nowhere > 0 ? [`country not known ${count(nowhere)}`] : []),
  ].join(', ');
  const where =
    known.length === 0
      ? ''
      : ` in ${inWords(known.length)} ${known.length === 1 ? 'country' : 'countries'} (${places})`;
  const { disclosed, accessed, reconstructed, possible } = scope.byBasis;
  const bases = [
    ...(disclosed > 0 ? [`${count(disclosed)} who are on the list`] : []),
    ...(accessed > 0 ? [`${count(accessed)} ${disclosed > 0 ? 'more ' : ''}whose records were opened`] : []),
    ...(reconstructed > 0 ? [`${count(reconstructed)} by a query that was run again`] : []),
    ...(possible > 0 ? [`${count(possible)} possibly`] : []),
  ];
  const how = bases.length === 0 ? '' : `: ${list(bases)}`;
  const controllers = Object.keys(scope.byController).filter((id) => id !== 'unknown').length;
  const entities = controllers > 1 ? `; ${inWords(controllers)} legal entities answer for their data` : '';
  const least = scope.gaps.length === 0 ? '' : 'At least ';
  if (onlyOpened(base))
    return `${least}${people(scope.persons)}${where} had their records opened in the time looked at, for whatever purpose${entities}.`;
  return `${least}${people(scope.persons)}${where} ${scope.persons === 1 ? 'is' : 'are'} affected${how}${entities}.`;
}

/** An access that names nobody may concern many: zero is said of persons only where the logs are whole. */
const NOBODY_NAMED = {
  whole: 'No access to anybody’s data was found in the time looked at.',
  gaps: 'Whom the accesses looked at concern, the logs do not say: how many people are affected is unknown.',
} as const;

/** Countries named in the story; all of them stand in a table. */
const SHOWN = 3;

function whatWasExposed(base: FactBase): string {
  const { scope } = base;
  if (scope === null) return 'Which of their data was exposed, and which was not, is not known yet.';
  const fields = Object.entries(scope.byField).sort(([, a], [, b]) => b - a);
  const everyone = fields.filter(([, persons]) => persons === scope.persons).map(([field]) => fieldWord(field));
  const some = fields
    .filter(([, persons]) => persons < scope.persons)
    .map(([field, n]) => `the ${fieldWord(field)} of ${count(n)}`);
  const exposed =
    fields.length === 0
      ? 'The log does not say which fields were shown'
      : `${onlyOpened(base) ? 'Shown' : 'Exposed'} ${fields.length === 1 ? 'was' : 'were'} ${list([...(everyone.length > 0 ? [`the ${list(everyone)} of everyone`] : []), ...some])}`;
  const clean = byConcern(scope.untouched);
  const untouched =
    clean.length === 0
      ? 'what was not touched cannot be shown'
      : `the logs show that ${clean.length > 5 ? `${clean.slice(0, 4).map(fieldWord).join(', ')} and ${clean.length - 4} further kinds of data` : list(clean.map(fieldWord))} ${clean.length === 1 ? 'was' : 'were'} not touched`;
  return `${exposed}; ${untouched}.`;
}

function howSure({ trace, finding }: FactBase): string {
  if (trace === null && finding !== null)
    return 'An access without a recorded reason is no proof of anything: nothing was traced, and what the account was used for is for a person to find out, with the owner heard.';
  if (trace === null) return 'Who did it was not traced, so nothing is said about anyone.';
  if (trace.named.length === 0)
    return 'Nobody is named, because nobody reaches the thresholds that protect the innocent.';
  const weakest = Math.min(...trace.named.map(({ eValue }) => eValue));
  return `If ordinary work is as the model takes it to be, an account that had nothing to do with it would show evidence this strong at most ${onceIn(weakest)} times, and the rule names an innocent one at most ${onceIn(1 / trace.alpha)} times${measured(trace)}; who used the account, and why, no log can say: that is for a person to decide, with the owner heard.`;
}

/** The aim of the rule stands beside what it did on this very log. */
function measured({ replay, alpha }: Trace): string {
  const named = replay === undefined || replay === null ? 0 : namedInReplay(replay);
  return replay && named > alpha * replay.replays
    ? `, though in leaks simulated on this log by people who are not in it, it did in ${count(named)} of ${count(replay.replays)}`
    : '';
}

function whatComesNext({ base, renderedAt }: CaseReport): string {
  const owed = base.duties?.duties.filter((duty) => duty.verdict === 'required').length ?? null;
  const next = nextDeadline(base.duties, renderedAt);
  const law =
    owed === null
      ? 'Which laws apply has not been derived yet'
      : owed === 0
        ? 'No duty to tell anyone is certain yet'
        : `${capital(inWords(owed))} ${owed === 1 ? 'duty is' : 'duties are'} owed${next === null ? ', none with a fixed hour' : `, the next by ${moment(next)} (${timeLeft(next, renderedAt)})`}`;
  const drafted = base.notices?.perState.drafted ?? null;
  const sent = (base.notices?.perState.queued ?? 0) + (base.notices?.perState.accepted ?? 0);
  const notices =
    drafted === null
      ? 'no notice has been drafted'
      : `${count(drafted)} notices are drafted and ${sent === 0 ? 'none has been sent' : `${count(sent)} are on their way`}`;
  return `${law}; ${notices}.`;
}
