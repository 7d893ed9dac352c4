/**
 * Words for how many times better the data fit "this account gave part of the list" than chance: the scale of the European Network of
 * Forensic Science Institutes, "Guideline for evaluative reporting in forensic science" (2015), as far as it goes.
 */
const SCALE = [
  [1e6, 'extremely strong'],
  [1e4, 'very strong'],
  [1e3, 'strong'],
  [1e2, 'moderately strong'],
  [10, 'moderate'],
  [2, 'weak'],
] as const;

export const weightWord = (times: number): string => SCALE.find(([least]) => times >= least)?.[1] ?? 'no';

/** What can make the log point at somebody who did nothing, to be checked before anybody is spoken of. */
export const INNOCENT_EXPLANATIONS: readonly string[] = [
  'The account or the desk is shared, or its password is known to others.',
  'A session was stolen, or malware read along.',
  'A supervisor, trainer or colleague looked at the screen, in the room or by remote view.',
  'A list was exported in the course of work and lost, passed on or taken over by a successor.',
  'Another service holds the same customers: a processor, a partner, the customers’ own side.',
  'Somebody worked through a system that writes no log, and opened what the account’s owner also opened.',
  'The account’s owner was asked to open these customers: a campaign, a migration, a complaint.',
  'Somebody looked up the owner’s customers in order to point at the owner.',
];
