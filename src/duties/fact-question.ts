import type { LawPack } from '../packs/law-pack.ts';

/** How a fact is asked for, by its path in the facts file. */
const QUESTIONS: Readonly<Record<string, string>> = {
  awareAt: 'When did the organisation become aware of it?',
  occurredFrom: 'When did it begin to happen?',
  determinedAt: 'When was it established that a breach occurred?',
  scopeKnownAt: 'When was it known whose data and which were affected?',
  assessedAt: 'When was the breach assessed as one that must be reported?',
  materialAt: 'When was it determined to be material to investors?',
  individualsInformedAt: 'When were the people affected told?',
  authorityInformed: 'When was which authority told?',
  cause: 'Was it an insider, somebody outside, or a mistake?',
  intent: 'Was it malicious, careless or mistaken?',
  actors: 'How many people did it?',
  disclosedOutside: 'Did the data leave the organisation?',
  sold: 'Was the data sold, or given for another consideration?',
  misused: 'Is there evidence that the data was used against people?',
  recipientKnown: 'Is it known who received the data?',
  recovered: 'Did the recipient give the data back or destroy it, with proof?',
  encrypted: 'Was the data unintelligible to the recipient?',
  keyCompromised: 'Was what makes it readable (key, password) taken too?',
  medium: 'Was the data electronic or on paper?',
  kinds: 'Was secrecy, correctness or availability broken?',
  availabilityHarm: 'Did people feel the loss or absence of their data?',
  vulnerablePeople: 'Are children, patients or people in danger among those affected?',
  revealing: 'Does being on this list tell something sensitive?',
  'controllers.country': 'In which country is the controller established?',
  'controllers.region': 'In which state or province is the controller established?',
  'controllers.sectors':
    'Which kind of organisation is the controller (health provider, bank, listed company, …), or none of them?',
  'groups.country': 'In which country do the people affected live?',
  'groups.region': 'In which state or province do they live?',
  'groups.fields': 'Which of their data was exposed?',
  'groups.persons': 'How many people are affected?',
};

/** The question that settles a missing fact, or one of a law's own questions (`assessments.<law>/<question>`). */
export function questionOf(path: string, packs: readonly LawPack[]): string {
  if (!path.startsWith('assessments.')) return QUESTIONS[path] ?? `What is ${path}?`;
  const [id = '', name = ''] = path.slice('assessments.'.length).split('/');
  return packs.find(({ law }) => law.id === id)?.law.questions[name]?.ask ?? `What is ${path}?`;
}
