import { registerFaults } from '../core/fault.ts';

export const caseFault = registerFaults({
  CASE_CLOSED: {
    meaning: 'The case is closed; nothing is added to it any more.',
    action: 'Open a new case that refers to this one in its title.',
    retry: false,
  },
  CASE_FINDING_UNKNOWN: {
    meaning: 'A case was to be opened from a finding that detection never reported.',
    action: 'See `candour findings` for the ids, or open the case without a finding.',
    retry: false,
  },
  CASE_FACT_INVALID: {
    meaning: 'A fact has a value that its key does not take, or a value and a status that contradict each other.',
    action: 'See packs/schemas/facts.json for the keys and their values; an unknown fact has the value null.',
    retry: false,
  },
  CASE_FORM_UNKNOWN: {
    meaning: 'No form has this id.',
    action: 'See `candour filings list` for the ids.',
    retry: false,
  },
  CASE_TEXT_PERSONAL: {
    meaning: 'A text for the case holds an e-mail address; what is written into a case is shown in its report.',
    action: 'Name people by the ids of the log, and customers not at all.',
    retry: false,
  },
  CASE_HOLD_SAME: {
    meaning: 'The case is under legal hold already, or a hold was to be lifted that is not there.',
    action: 'See `candour case show CASE`.',
    retry: false,
  },
  CASE_NO_TELLING: {
    meaning: 'Nobody of the case was told yet, or the person asked for was not.',
    action: 'Send the notices first; `candour notices status CASE` shows how they stand.',
    retry: false,
  },
  CASE_TELLING_ENDED: {
    meaning: 'How many people were told is sealed already.',
    action: 'Nothing: the leaf `sealed` in the main log holds the number.',
    retry: false,
  },
  ERASE_HELD: {
    meaning: 'A case is under legal hold; nothing of it is erased.',
    action:
      'Lift the hold with `candour case lift CASE --reason …` when it no longer applies, or name another case with --case.',
    retry: false,
  },
  ERASE_NOTHING: {
    meaning: 'Neither records nor files hold anything about the person, or not any more.',
    action: 'Check the id: it is the customer id of the people files. The lake itself is not a part of this.',
    retry: false,
  },
  CASE_NO_SCOPE: {
    meaning: 'The case has no scope yet: nobody knows whose data it is.',
    action: 'Run `candour scope CASE`.',
    retry: false,
  },
  CASE_NO_TENANTS: {
    meaning: 'company.yml names no platform and tenants, for whom the company handles data.',
    action: 'Add platform and tenants to company.yml (docs/how-to/tenants.md).',
    retry: false,
  },
  CASE_NO_NOTICES: {
    meaning: 'The case has no notices yet.',
    action: 'Run `candour notices draft CASE`.',
    retry: false,
  },
});
