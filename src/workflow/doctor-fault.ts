import { registerFaults } from '../core/fault.ts';

/** What `candour doctor` can find; the action is what it tells the operator to do. */
export const doctorFault = registerFaults({
  DOCTOR_NODE: {
    meaning: 'This Node is older than Candour needs.',
    action: 'Install Node 24 (LTS), or run Candour by npm in a checkout, which brings its own.',
    retry: false,
  },
  DOCTOR_DISK: {
    meaning: 'The disk of the data directory has little room left, or its room cannot be told.',
    action:
      'Free space or move the data directory; a batch that finds no room is not committed, and nothing of it stays.',
    retry: true,
  },
  DOCTOR_PERMISSION: {
    meaning: 'Files or folders of the data directory are open to other users of this machine.',
    action: 'Close them: `chmod -R go-rwx` on the data directory. Then find out who could have read them meanwhile.',
    retry: false,
  },
  DOCTOR_UNREADABLE: {
    meaning: 'A file or folder of the data directory cannot be read by this user.',
    action: 'Run Candour as the user that owns the data directory, or give that user the files back with `chown -R`.',
    retry: false,
  },
  DOCTOR_LOCK_HELD: {
    meaning: 'Another process is writing to the data directory at this moment.',
    action: 'Nothing, if an ingest or an import is running. The lock dies with its process: if none runs, ask again.',
    retry: true,
  },
  DOCTOR_LOCK_BROKEN: {
    meaning: "The writer's lock cannot be opened.",
    action: 'Stop every Candour of this data directory, remove state/lock.sqlite (it holds nothing), and try again.',
    retry: false,
  },
  DOCTOR_LEAF: {
    meaning: 'What the evidence log says of the lake cannot be read: no verb will read this data directory.',
    action: 'See what is named; `candour verify` tells whether the log is sound.',
    retry: false,
  },
  DOCTOR_FILE_MISSING: {
    meaning: 'A file that a leaf of the log names is not there.',
    action: 'Restore it from a backup; its leaf holds its root. Until then answers are refused or wrong.',
    retry: false,
  },
  DOCTOR_FILE_CHANGED: {
    meaning:
      'A file that a leaf names has another size or content than when it was committed; `candour verify` names the place.',
    action: 'Files here are never changed by Candour: find out what did, and restore it from a backup.',
    retry: false,
  },
  DOCTOR_LEFTOVER: {
    meaning:
      'A process that was killed left staged files behind, or files that no leaf names. They are read by nothing.',
    action: 'Nothing: the next `candour ingest` removes them.',
    retry: false,
  },
  DOCTOR_KEYS_STALE: {
    meaning: 'Batches carry duplicate keys of another engine version.',
    action: 'Nothing: their keys are computed anew from the lake at each ingest, which takes longer.',
    retry: false,
  },
  DOCTOR_STATE: {
    meaning: 'The state database (cases, findings) is damaged.',
    action:
      'Stop every Candour of this data directory and restore the state/ folder from a backup; lake/ and people/ are not affected.',
    retry: false,
  },
  DOCTOR_PACK: {
    meaning: 'A pack cannot be loaded.',
    action: 'Mend the pack at the place named, then run `candour check packs`.',
    retry: false,
  },
});
