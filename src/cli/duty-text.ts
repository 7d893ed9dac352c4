import type { Duties, DutyChange, Reminder } from '../model/duty.ts';

const INDENT = ' '.repeat(13);

function dutyText(duty: Duties['duties'][number]): string {
  const { verdict, regime, bearer, recipient, persons, arithmetic, content, citations, toldAt } = duty;
  const by = duty.strictDeadline ?? duty.deadline;
  const lines = [
    `${regime}: ${bearer} → ${recipient}, ${persons.toLocaleString('en')} persons${by === null ? '' : `, by ${by}`}`,
    ...(toldAt === undefined ? [] : [`told: ${toldAt}`]),
    arithmetic,
    verdict === 'depends' ? `depends on: ${duty.missing.join(', ')}` : `because: ${duty.because.join('; ')}`,
    ...(duty.order ?? []).map(({ relation, duty: other }) => `order: ${relation.replace('-', ' ')} ${other}`),
    ...(duty.forbidden === undefined ? [] : [`may not say: ${duty.forbidden.join(', ')}`]),
    ...(content.length === 0 ? [] : [`says: ${content.join(', ')}`]),
    `under: ${citations.map(({ text, confidence }) => `${text} (${confidence})`).join('; ')}`,
  ];
  return `${verdict.padEnd(INDENT.length)}${lines.join(`\n${INDENT}`)}`;
}

/** What is not owed, one line for each law: to whom, and the first reason for each answer; the document says all of them. */
function notOwed(duties: Duties['duties']): readonly string[] {
  const byRegime = Map.groupBy(
    duties.filter(({ verdict }) => verdict === 'not-required'),
    ({ regime }) => regime,
  );
  return [...byRegime].map(([regime, all]) => {
    const parties = [...new Set(all.map(({ bearer }) => bearer))].join(', ');
    const recipients = [...new Set(all.map(({ recipient }) => recipient))].join(', ');
    const reasons = [...new Set(all.flatMap(({ because }) => because.slice(0, 1)))].join(' ');
    return `${'not-required'.padEnd(INDENT.length)}${regime}: ${parties} → ${recipients}: ${reasons}`;
  });
}

const briefText = (brief: DutyChange['to']): string =>
  brief === null
    ? 'none'
    : [
        `${brief.verdict} for ${brief.persons.toLocaleString('en')} persons`,
        ...(brief.strictDeadline === null ? [] : [`by ${brief.strictDeadline}`]),
        ...(brief.undecided === 0 ? [] : [`(open for ${brief.undecided.toLocaleString('en')} more)`]),
      ].join(' ');

const ASKED = 3;

/** The document of `candour duties` as people read it. */
export function dutiesText(document: Duties): string {
  const asks = (document.asks ?? []).slice(0, ASKED);
  const changes = document.changes ?? [];
  return [
    ...(document.duties.length === 0 && document.uncovered.length === 0
      ? [
          'No law could be asked: the facts name neither people nor a controller, or nobody under a law that Candour knows.',
        ]
      : []),
    ...document.duties.filter(({ verdict }) => verdict !== 'not-required').map(dutyText),
    ...notOwed(document.duties),
    ...document.uncovered.map(
      (place) =>
        `no pack      ${place.country ?? 'unknown country'}${place.region === null ? '' : `-${place.region}`}: ${place.persons.toLocaleString('en')} persons: ${place.why}`,
    ),
    ...(document.representatives ?? []).map(
      ({ regime, bearer, verdict, named, missing, says }) =>
        `represented  ${regime}: ${bearer}: ${named === null ? `${verdict === 'required' ? 'a representative is missing in company.yml' : `whether a representative is needed depends on ${missing.join(', ')}`}` : `by ${named.name} (${named.country})`}. ${says}`,
    ),
    ...(document.severity ?? []).map(
      ({ bearer, level, arithmetic, flags }) =>
        `severity     ${bearer}: ${level.low === level.high ? level.low : `${level.low} to ${level.high}`} (${[arithmetic, ...flags].join('; ')}); it decides no duty`,
    ),
    ...(asks.length === 0
      ? []
      : ['', asks.length === 1 ? 'Ask this question:' : `Ask these ${asks.length} questions:`]),
    ...asks.map(({ ask, fact, duties }, i) => `  ${i + 1}. ${ask} (${fact}; ${duties.length} duties)`),
    ...(changes.length === 0 ? [] : ['', 'Other than before:']),
    ...changes.map(({ id, from, to }) => `  ${id}: ${briefText(from)} → ${briefText(to)}`),
  ].join('\n');
}

export const reminderText = (reminders: readonly Reminder[]): string =>
  reminders.length === 0
    ? 'No clock runs.'
    : reminders
        .map(({ level, duty, by, minutesLeft }) => {
          const hours = Math.floor(Math.abs(minutesLeft) / 60);
          const left = hours < 48 ? `${hours} h ${Math.abs(minutesLeft) % 60} min` : `${Math.floor(hours / 24)} days`;
          return `${level.padEnd(10)} ${duty}: ${minutesLeft < 0 ? `${left} late` : `${left} left`} (${by})`;
        })
        .join('\n');
