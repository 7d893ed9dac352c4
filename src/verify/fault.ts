import { registerFaults } from '../core/fault.ts';

/** What `verify` can find in `state/`; the message names table, key and leaf. */
export const stateCheckFault = registerFaults({
  STATE_ROW_CHANGED: {
    meaning: 'A row of the state is not what its leaf commits to, or does not open.',
    action: 'Restore the state folder from a backup; find out who could write to it. The leaf shows what it was not.',
    retry: false,
  },
  STATE_ROW_MISSING: {
    meaning: 'A leaf commits to a row that is not there, and no erasure says that it was destroyed.',
    action: 'Restore the state folder from a backup; find out who could write to it.',
    retry: false,
  },
  STATE_ROW_ADDED: {
    meaning: 'A row of the state stands behind no leaf.',
    action:
      'Nobody reads it. A row that a killed process left is removed by the next command; any other was put there by hand.',
    retry: false,
  },
  STATE_ROW_NOT_ERASED: {
    meaning: 'The log says that a record was destroyed, and it is there: the state was restored from an older copy.',
    action: 'Erase again with `candour erase`, and keep no backup longer than erasures allow.',
    retry: false,
  },
  STATE_ERASURE_UNSAID: {
    meaning: 'A leaf says that records were destroyed, and no record of an erasure stands behind it.',
    action: 'Find out who could write to the log and the state; the leaves that are named had records.',
    retry: false,
  },
  STATE_SEAL_BROKEN: {
    meaning: 'A notices log has another name, size or root than the leaf that seals it says.',
    action:
      'Find out who could write to the log: people were told after the number was sealed, or leaves are missing or replaced.',
    retry: false,
  },
  STATE_SCHEMA_CHANGED: {
    meaning: 'A table, index or trigger of the state database is missing, changed or added.',
    action: 'Restore the state folder from a backup; find out who could write to it.',
    retry: false,
  },
});
