import type { Scope } from '../../../model/exposure.ts';
import type { Trace } from '../../../model/trace.ts';
import type { CaseReport } from '../../../workflow/report-case.ts';
import { byConcern } from './by-concern.ts';
import { nextDeadline } from './next-deadline.ts';
import { count, country, day, fieldWord, inWords, list, moment, onceIn, people, period, timeLeft } from './wording.ts';

/** The case in five sentences: what happened, who is affected, what was exposed, how sure that is, what comes next. */
export const story = (report: CaseReport): readonly [string, string, string, string, string] => [
  whatHappened(report),
  whoIsAffected(report),
  whatWasExposed(report.base.scope),
  howSure(report.base.trace),
  whatComesNext(report),
];

function whatHappened({ base: { trace, scope, finding } }: CaseReport): string {
  if (trace !== null) {
    const { records, linked } = trace.sample;
    const found = `a list of ${count(records)} records was found outside, ${count(linked)} of them of our customers`;
    if (trace.named.length === 0) return `${capital(found)}; ${VERDICT[trace.verdict]}.`;
    const actors = list(trace.named.map(({ actor }) => actor));
    const accounts =
      trace.named.length === 1 ? `the account ${actors}` : `${inWords(trace.named.length)} accounts (${actors})`;
    const when = trace.window === null ? '' : ` ${period(trace.window.from, trace.window.to)}`;
    const opened =
      scope === null ? '' : `, which opened the records of ${people(scope.byBasis.disclosed + scope.byBasis.accessed)}`;
    return `${capital(found)}, and the log points at ${accounts}${opened}${when === '' ? '' : `, in the time of${when}`}.`;
  }
  if (finding !== null) {
    return `On ${day(finding.day)} the account ${finding.actor} opened the records of ${people(finding.subjects)}, for ${count(finding.unexplained)} of whom no ticket, order or other tie explains it.`;
  }
  return 'What happened is not established yet: nothing was traced, and no finding is recorded.';
}

const VERDICT: Readonly<Record<Trace['verdict'], string>> = {
  one: 'the log points at one account',
  several: 'the log points at several accounts',
  'not-in-this-log': 'they were most probably not taken through the systems in this log',
  'not-enough-data': 'the log holds too little to say who took them',
  'cannot-separate':
    'the log shows that they were taken through it, but cannot tell apart the accounts that could have',
};

function whoIsAffected({ base: { scope } }: CaseReport): string {
  if (scope === null) return 'How many people are affected, and where they live, is not known yet.';
  const known = Object.entries(scope.byCountry).filter(([code, persons]) => code !== 'unknown' && persons > 0);
  const top = known.sort(([, a], [, b]) => b - a).slice(0, 3);
  const places = top.map(([code, persons]) => `${country(code)} (${count(persons)})`);
  const controllers = Object.keys(scope.byController).filter((id) => id !== 'unknown').length;
  const where = top.length === 0 ? '' : ` in ${inWords(known.length)} ${known.length === 1 ? 'country' : 'countries'}`;
  const most = top.length < 2 || known.length === top.length ? '' : ', most of them in ';
  const named = top.length === 0 ? '' : known.length === top.length ? `: ${list(places)}` : `${most}${list(places)}`;
  const entities =
    controllers > 1
      ? `; their accounts are held by ${inWords(controllers)} legal entities, each of which answers for its own`
      : '';
  return `${people(scope.persons)} ${scope.persons === 1 ? 'is' : 'are'} affected${where}${named}${entities}.`;
}

function whatWasExposed(scope: Scope | null): string {
  if (scope === null) return 'Which of their data was exposed, and which was not, is not known yet.';
  const fields = Object.entries(scope.byField).sort(([, a], [, b]) => b - a);
  const everyone = fields.filter(([, persons]) => persons === scope.persons).map(([field]) => fieldWord(field));
  const some = fields
    .filter(([, persons]) => persons < scope.persons)
    .map(([field, n]) => `${fieldWord(field)} of ${people(n)}`);
  const exposed =
    fields.length === 0
      ? 'The log does not say which fields were shown'
      : `${capital(list([...(everyone.length > 0 ? [`the ${list(everyone)} of everyone`] : []), ...some]))} ${fields.length === 1 ? 'was' : 'were'} exposed`;
  const clean = byConcern(scope.untouched);
  const untouched =
    clean.length === 0
      ? 'what was not touched cannot be shown'
      : `the logs show that ${clean.length > 5 ? `${clean.slice(0, 4).map(fieldWord).join(', ')} and ${clean.length - 4} further kinds of data` : list(clean.map(fieldWord))} ${clean.length === 1 ? 'was' : 'were'} not touched`;
  return `${exposed}; ${untouched}.`;
}

function howSure(trace: Trace | null): string {
  if (trace === null) return 'Who did it was not traced, so nothing is said about anyone.';
  if (trace.named.length === 0)
    return 'Nobody is named, because nobody reaches the thresholds that protect the innocent.';
  const weakest = Math.min(...trace.named.map(({ eValue }) => eValue));
  const who =
    trace.named.length === 1
      ? 'this account had nothing to do with it'
      : 'one of these accounts had nothing to do with it';
  return `If ${who}, evidence this strong would be seen at most ${onceIn(weakest)}; the rule used names an innocent account at most ${onceIn(1 / trace.alpha)} times it is asked, and what the account's owner did is for a person to decide.`;
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

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
