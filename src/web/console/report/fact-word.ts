import { instantFromMs } from '../../../core/instant.ts';
import type { CaseFact } from '../../../model/facts.ts';
import { count, day, fieldWord, list, moment } from './wording.ts';

/** What each fact says, as a question that can be open. */
const QUESTIONS: Readonly<Record<string, string>> = {
  awareAt: 'When did the organisation become aware?',
  occurredFrom: 'When did it begin?',
  occurredTo: 'When did it end?',
  cause: 'Was it an insider, an outsider or a mistake?',
  intent: 'Was it done on purpose?',
  actors: 'How many people did it?',
  disclosedOutside: 'Did data leave the organisation?',
  sold: 'Was the data sold?',
  recipientKnown: 'Is it known who received it?',
  recipientName: 'Which organisation received it?',
  recovered: 'Has the recipient given it back or destroyed it, with proof?',
  encrypted: 'Was the data unintelligible to the recipient?',
  keyCompromised: 'Was what makes it readable taken too?',
  kinds: 'Was secrecy, correctness or availability broken?',
  availabilityHarm: 'Did people suffer from the loss or absence of their data?',
  misused: 'Has the data been used against people?',
  vulnerablePeople: 'Are children, patients or people in danger among those affected?',
  revealing: 'Does being on this list tell something sensitive?',
  actorDismissed: 'Has the person been dismissed?',
  policeInformed: 'Have the police been told?',
  determinedAt: 'When was it established that a breach occurred?',
  scopeKnownAt: 'When was it known whose data and which?',
  assessedAt: 'When was it assessed as one that must be reported?',
  materialAt: 'When was it determined to be material to investors?',
  medium: 'What was the data on?',
  authorityInformed: 'Which authorities have been told?',
  individualsInformedAt: 'When were the people affected told?',
  atProcessor: 'At which processor did it happen?',
  mitigation: 'Which identity theft service are people offered?',
  statements: 'What does the organisation say in words?',
  formAnswers: 'What does the organisation answer to what only a form asks?',
  assessments: 'What has the organisation assessed?',
  persons: 'How many people are affected?',
  fields: 'Which of their data was exposed?',
  untouched: 'Which data was not touched?',
};

export const questionOf = (key: string): string => QUESTIONS[key] ?? key;

/** What is longer stands in a section of its own. */
const LONG = 12;

/** A fact's value as a reader says it. */
export function factText({ key, value }: Pick<CaseFact, 'key' | 'value'>): string {
  if (value === null || value === undefined) return 'unknown';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return count(value);
  if (typeof value === 'string' && value.endsWith('T00:00:00.000Z')) {
    // Whole days; the end is the first instant that no longer belongs to them.
    if (key === 'occurredFrom') return day(value);
    if (key === 'occurredTo') return day(instantFromMs(Date.parse(value) - 1));
  }
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT/.test(value) ? moment(value) : value;
  if (Array.isArray(value)) {
    if (value.length === 0) return 'none recorded';
    if (value.length > LONG) return `${value.length} kinds, listed above`;
    return list(value.map((item: unknown) => (typeof item === 'string' ? fieldWord(item) : itemText(item))));
  }
  const entries = Object.entries(value);
  return entries.length === 0 ? 'none recorded' : `${key}: ${list(entries.map(([name]) => name))}`;
}

function itemText(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  return Object.values(item)
    .filter((part) => typeof part === 'string')
    .map((part) => (/^\d{4}-\d\d-\d\dT/.test(part) ? moment(part) : part))
    .join(', ');
}

/** The fact of that key when somebody or some document says it, else null. */
export function knownFact(facts: readonly CaseFact[], key: string): CaseFact | null {
  const fact = facts.find((one) => one.key === key);
  return fact === undefined || fact.status === 'unknown' || fact.value === null ? null : fact;
}
