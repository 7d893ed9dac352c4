import { registerFaults } from '../fault.ts';

export const merkleFault = registerFaults({
  PROOF_INVALID: {
    meaning: 'A proof does not lead from what it is about to the root of the checkpoint.',
    action:
      'Keep what you were given: either it was damaged on its way, or somebody changed the entry, the proof or the log.',
    retry: false,
  },
  LOG_DAMAGED: {
    meaning: 'What is stored of the evidence log contradicts its signed checkpoint, or is missing.',
    action:
      'Keep the directory as it is, find the places with `candour verify`, and restore these files from a backup.',
    retry: false,
  },
  LOG_FORGOTTEN: {
    meaning:
      'The evidence log is published, and state/log.sqlite, which remembers its newest decided state, is missing or does not know it: state/ was lost, or is not of this log.',
    action:
      'Restore state/ from the newest backup. If there is none, `candour log adopt` goes on from what is published, after every byte of it was verified and the witnesses were asked.',
    retry: false,
  },
  LOG_REMEMBERED: {
    meaning: 'A log was to be adopted whose newest state is remembered: there is nothing to adopt.',
    action: 'Go on as ever. If something else is wrong, `candour verify` and `candour doctor` say what.',
    retry: false,
  },
  LOG_AHEAD: {
    meaning:
      'The evidence log has been further than this data directory has it, as its published checkpoint or a witness shows: the directory, or a part of it, is of an older state.',
    action:
      'Restore the newest whole data directory (state/, log/ and keys/ together). If it was rolled back on purpose, keep this one as evidence; do not remove the log.',
    retry: false,
  },
});
