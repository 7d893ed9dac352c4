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
  STATE_OLDER: {
    meaning: 'The state was written by a Candour that had no evidence log: its case events stand behind no leaf.',
    action: 'Start a new data directory: ingest the logs and people again, and open the cases again.',
    retry: false,
  },
  STATE_KEY_OTHER: {
    meaning: 'The state holds encrypted records, and keys/master.key is not the key that opens them.',
    action: 'Restore keys/master.key from a backup. Without it what the cases hold cannot be read by anybody.',
    retry: false,
  },
  STATE_RECORD_DAMAGED: {
    meaning: 'A record of the state, or its key, was changed: it does not open any more.',
    action: 'Run `candour verify`, which names each such row, and restore the state folder from a backup.',
    retry: false,
  },
  STATE_NOT_SCRUBBED: {
    meaning:
      'What was erased is gone from the tables, but another process still reads an older state from the journal.',
    action: 'Stop other Candour processes of this data directory, then erase again: it only finishes what is left.',
    retry: true,
  },
  TELLING_SEALED: {
    meaning: 'How many people were told was sealed in the log; nobody is told under that incident any more.',
    action: 'Open a case for the people who were found later; its report refers to this one.',
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
