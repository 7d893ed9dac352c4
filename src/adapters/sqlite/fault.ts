import { registerFaults } from '../../core/fault.ts';

export const stateFault = registerFaults({
  STATE_LOCKED: {
    meaning: 'Another process of this data directory is writing and did not finish in the time allowed.',
    action: 'Try again when the other command is done.',
    retry: true,
  },
  STATE_NEWER: {
    meaning: 'The state was written by a newer Candour, whose tables this one does not know.',
    action: 'Use the newer Candour, or another data directory.',
    retry: false,
  },
  STATE_UNREADABLE: {
    meaning: 'The state file cannot be opened, is damaged, or is no SQLite database.',
    action: 'Check permissions and free space; restore the state folder from a backup if it is damaged.',
    retry: false,
  },
  CASE_CONFLICT: {
    meaning: 'Somebody else wrote to the case after it was read; nothing was written.',
    action: 'Look at the case again, then repeat what you did.',
    retry: true,
  },
  CASE_UNKNOWN: {
    meaning: 'There is no case of that id in this data directory.',
    action: 'See `candour case list`; check --data.',
    retry: false,
  },
});
