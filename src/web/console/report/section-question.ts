import type { CaseFact } from '../../../model/facts.ts';
import type { CaseReport } from '../../../workflow/report-case.ts';
import type { Markup } from '../markup.ts';
import { controllerName } from './controller-name.ts';
import { knownFact } from './fact-word.ts';
import { clockOf } from './next-deadline.ts';
import { type Answer, answerList, type Certainty, section } from './section.ts';
import { capital, fieldWord, inWords, list, moment, people, period } from './wording.ts';

/** What people asked in public after a real leak, answered from the fact base or marked unknown. */
export function questionSection(report: CaseReport): Markup {
  const answers = [genuine, howMany, whichFields, wider, authority, whichEntity, oneOrSeveral, sold, whomToAsk].map(
    (answer) => answer(report),
  );
  return section('questions', 'What people will ask', answerList(answers));
}

const statusWord = (fact: CaseFact): Certainty => (fact.status === 'confirmed' ? 'known' : 'likely');

function genuine({ company }: CaseReport): Answer {
  const question = 'Is this message genuine?';
  if (company === null)
    return {
      question,
      certainty: 'unknown',
      answer: 'The company has not declared who writes, and from which address.',
    };
  const senders = company.controllers.map(
    ({ name, email, website }) => `${name} writes from ${email} and can be asked at ${website}`,
  );
  return {
    question,
    certainty: 'in part',
    answer: `${list(senders)}. A page on which each single notice can be checked is not there yet.`,
  };
}

function howMany({ base: { scope } }: CaseReport): Answer {
  const question = 'Was I the only one? How many?';
  if (scope === null)
    return { question, certainty: 'unknown', answer: 'How many people are affected is not known yet.' };
  const gaps = scope.gaps.length;
  if (scope.persons === 0 && gaps > 0)
    return { question, certainty: 'unknown', answer: 'The logs do not say whom the accesses concern.' };
  return {
    question,
    certainty: gaps === 0 ? 'known' : 'in part',
    answer: `${people(scope.persons)}${gaps === 0 ? '.' : `, as far as the logs show: ${inWords(gaps)} ${gaps === 1 ? 'gap' : 'gaps'} in them, listed below.`}`,
  };
}

function whichFields({ base: { scope } }: CaseReport): Answer {
  const question = 'Only my email address?';
  if (scope === null || Object.keys(scope.byField).length === 0)
    return { question, certainty: 'unknown', answer: 'Which data was exposed is not known.' };
  const fields = Object.entries(scope.byField)
    .sort(([, a], [, b]) => b - a)
    .map(([field, n]) => `${fieldWord(field)} (${people(n)})`);
  return {
    question,
    certainty: scope.untouched.length === 0 || scope.gaps.length > 0 ? 'in part' : 'known',
    answer: `It differs from person to person, and each notice says it for its reader. Over all: ${list(fields)}.`,
  };
}

function wider({ base: { scope, trace } }: CaseReport): Answer {
  const question = 'Is there a wider breach?';
  if (scope?.window === undefined) return { question, certainty: 'unknown', answer: 'Nothing was looked at yet.' };
  const actors = scope.actors ?? [];
  if (actors.length === 0) {
    return {
      question,
      certainty: 'unknown',
      answer: 'This case holds the list found outside. Whose accesses it came from is not known.',
    };
  }
  const whose = actors.length === 1 ? 'one account' : `${inWords(actors.length)} accounts`;
  return {
    question,
    certainty: 'in part',
    answer: `This case holds what ${whose} opened (${period(scope.window.from, scope.window.to)})${trace === null ? '' : ', and the list found outside'}. About other accounts, other times and systems that are not in the logs it says nothing.`,
  };
}

function authority(report: CaseReport): Answer {
  const question = 'Have you told my regulator?';
  const told = knownFact(report.base.facts, 'authorityInformed');
  if (told !== null && Array.isArray(told.value) && told.value.length > 0) {
    const reports = (
      told.value as readonly { readonly authority: string; readonly at: string; readonly reference: string | null }[]
    ).map(
      ({ authority: id, at, reference }) =>
        `${report.authorities[id] ?? id} on ${moment(at)}${reference === null ? '' : `, reference ${reference}`}`,
    );
    return { question, certainty: statusWord(told), answer: `Yes: ${list(reports)}.` };
  }
  const owed = (report.base.duties?.duties ?? []).filter(
    (duty) => duty.verdict === 'required' && duty.recipient.startsWith('authority:'),
  );
  const names = owed.map((duty) => {
    const clock = clockOf(duty);
    const name = report.authorities[duty.recipient.slice('authority:'.length)] ?? duty.recipient;
    return `${name}${clock === null ? '' : ` by ${moment(clock)}`}`;
  });
  return {
    question,
    certainty: 'unknown',
    answer: `No report to an authority is recorded${names.length === 0 ? '.' : `; owed are ${list(names)}.`}`,
  };
}

function whichEntity({ base: { scope }, company }: CaseReport): Answer {
  const question = 'Why does this company write to me, and not the one I know?';
  if (scope === null || Object.keys(scope.byController).length === 0)
    return { question, certainty: 'unknown', answer: 'Which legal entity holds whose data is not known yet.' };
  const entities = Object.entries(scope.byController)
    .filter(([id]) => id !== 'unknown')
    .map(([id, n]) => `${controllerName(company, id)} to ${people(n)}`);
  const unknown = scope.byController['unknown'] ?? 0;
  return {
    question,
    certainty: unknown === 0 && company !== null ? 'known' : 'in part',
    answer: `The legal entity that answers for a person’s data writes: ${list(entities)}.${unknown === 0 ? '' : ` For ${people(unknown)} no entity is recorded.`}`,
  };
}

function oneOrSeveral({ base: { facts } }: CaseReport): Answer {
  const question = 'One employee, or several?';
  const actors = knownFact(facts, 'actors');
  if (actors === null || typeof actors.value !== 'number')
    return { question, certainty: 'unknown', answer: 'How many people did it is not known.' };
  const { value } = actors;
  return {
    question,
    certainty: statusWord(actors),
    answer: `${capital(inWords(value))}.`,
    evidence: actors.evidence,
  };
}

function sold({ base: { facts } }: CaseReport): Answer {
  const question = 'Did you sell my data?';
  const fact = knownFact(facts, 'sold');
  if (fact === null)
    return { question, certainty: 'unknown', answer: 'Whether the data was sold by whoever took it is not known.' };
  return {
    question,
    certainty: statusWord(fact),
    answer: `Whoever took the data ${fact.value === true ? 'passed it on for money or another advantage' : 'did not pass it on for money'}, as far as is recorded. Whether the company itself sells data is no part of this case.`,
    evidence: fact.evidence,
  };
}

function whomToAsk({ company }: CaseReport): Answer {
  const question = 'Whom do I ask?';
  if (company === null)
    return { question, certainty: 'unknown', answer: 'The company has not declared whom people can ask.' };
  const contacts = company.controllers.map(({ name, privacyContact }) => `${privacyContact} (${name})`);
  return { question, certainty: 'known', answer: `${list(contacts)}.` };
}
