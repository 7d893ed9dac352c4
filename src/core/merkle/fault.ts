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
});
