import { registerFaults } from '../../core/fault.ts';

export const logFault = registerFaults({
  LOG_KEY: {
    meaning: 'The signing key of the evidence log is missing, unreadable, or not the one that the log was begun with.',
    action:
      'Restore keys/log.key from a backup. Without it the log can be read and verified, and takes no more entries.',
    retry: false,
  },
  LOG_ORIGIN: {
    meaning: 'The name asked for the evidence log cannot be taken.',
    action:
      'Give a name like example.com/candour (no blanks, no plus sign, at most 255 bytes), before the first entry.',
    retry: false,
  },
  LOG_ENTRY: {
    meaning: 'An entry is too long for the evidence log, which takes 65,535 bytes at most.',
    action: 'Report this: what Candour writes into the log is bounded well below that.',
    retry: false,
  },
  LOG_STORE: {
    meaning: 'The evidence log could not be written before anything was decided; nothing was added.',
    action: 'Check free space and permissions of the data directory, then try again.',
    retry: true,
  },
  LOG_RANGE: {
    meaning: 'A proof was asked for an entry or a size that the evidence log does not have.',
    action: 'Ask for an index below the size, and for sizes up to that of the newest checkpoint.',
    retry: false,
  },
});
