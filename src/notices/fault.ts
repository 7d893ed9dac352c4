import { registerFaults } from '../core/fault.ts';

export const noticeFault = registerFaults({
  NOTICE_CONDITION_INVALID: {
    meaning: 'A condition of a notice pack cannot be evaluated, or gives neither true nor false.',
    action: 'Mend the condition in notice.yml; `candour check packs` runs every condition.',
    retry: false,
  },
  NOTICE_MESSAGE_INVALID: {
    meaning: 'A text of a notice pack needs a value that this notice does not have.',
    action: 'Let the block appear only when the value is known, or set the value in company.yml or the facts.',
    retry: false,
  },
  NOTICE_VARIANT_MISSING: {
    meaning: 'No form of the notice fits a person.',
    action: 'Let the last variant of notice.yml fit always.',
    retry: false,
  },
  NOTICE_SCOPE_MISSING: {
    meaning: 'Notices were asked for in a case whose affected people are not known yet.',
    action: 'Compute the scope first: `candour scope CASE`.',
    retry: false,
  },
  NOTICE_KEY_MISSING: {
    meaning: 'A law asks for content that the notice does not carry.',
    action: 'Add the fact, or a block to the notice pack that carries the content.',
    retry: false,
  },
  NOTICE_PLACEHOLDER_LEFT: {
    meaning: 'A finished notice still shows a placeholder or an empty value.',
    action: 'Mend the text in the notice pack or the entry in company.yml.',
    retry: false,
  },
  NOTICE_FORBIDDEN_CONTENT: {
    meaning: 'A finished notice contains a link, picture, script, tracker, or words that hedge.',
    action: 'Say what is known, say that the rest is unknown, and leave out the rest.',
    retry: false,
  },
  NOTICE_CONTENT_UNLAWFUL: {
    meaning: 'A notice says what a law that binds its reader forbids.',
    action:
      'Let the block in notice.yml list the content under keys or tells, so that it stays away; or record, with the reason, that the prohibition does not bind.',
    retry: false,
  },
  NOTICE_LAWS_CONFLICT: {
    meaning: 'One law that binds the reader forbids what another asks for; it is withheld until somebody decides.',
    action:
      'Decide with counsel and record it among the assessments of the case under the name that the message gives, with the reason.',
    retry: false,
  },
  NOTICE_WITHHELD_UNSAID: {
    meaning: 'A law forbids content of the notice, and no block tells the reader that it is withheld.',
    action: 'Add a block to the notice pack that withholds it.',
    retry: false,
  },
  NOTICE_REPRESENTATIVE_MISSING: {
    meaning:
      'A law that binds the reader asks, or may ask, that the controller designate a representative there, and company.yml names none.',
    action: 'Name it under representatives in company.yml, or answer the question that the message names.',
    retry: false,
  },
  NOTICE_SERVICE_SHORT: {
    meaning: 'The identity theft service that is offered ends before a law that binds the reader allows it to.',
    action: 'Agree on a longer one with its provider and state it in the fact mitigation of the case.',
    retry: false,
  },
  NOTICE_HEADING_MISSING: {
    meaning: 'A law words the title or a heading itself, and the notice does not show it so.',
    action: 'Restore the statutory title and headings in notice.yml.',
    retry: false,
  },
  NOTICE_FACTS_CONTRADICT: {
    meaning: 'Two facts of the case cannot both be true in one notice.',
    action: 'Look at the facts named and correct the wrong one in the case.',
    retry: false,
  },
  NOTICE_SAME_PERSON: {
    meaning: 'Who drafted the notices was to approve them.',
    action: 'Let a second person look at them and name that person with --approved-by.',
    retry: false,
  },
  NOTICE_OUTDATED: {
    meaning: 'The notices rest on facts that have changed since.',
    action: 'Run `candour notices draft CASE` again and look at them anew.',
    retry: false,
  },
  NOTICE_NOT_FIT: {
    meaning: 'The lint found faults in the drafted notices, or their book does not balance.',
    action: 'See `candour notices status CASE`; mend what it names, draft again.',
    retry: false,
  },
  NOTICE_OUTBOX_DIFFERS: {
    meaning:
      'What lies in the outbox is not what the records of its draft say: somebody changed it, or a draft was killed before it was recorded.',
    action: 'Run `candour notices draft CASE` again; find out who may write to the case folder.',
    retry: false,
  },
});
