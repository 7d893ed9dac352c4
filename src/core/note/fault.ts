import { registerFaults } from '../fault.ts';

export const noteFault = registerFaults({
  NOTE_MALFORMED: {
    meaning: 'A signed note is not of the form that C2SP signed-note gives.',
    action: 'Fetch it again from where it was published; nothing of it was trusted.',
    retry: false,
  },
  NOTE_SIGNATURE_MALFORMED: {
    meaning: 'A line under the text of a note is no signature: name, or base64 that is not canonical.',
    action: 'Fetch the note again from where it was published; nothing of it was trusted.',
    retry: false,
  },
  NOTE_UNVERIFIED: {
    meaning: 'No signature of a known key is on a note.',
    action: "Check that the verifier key is that of the note's signer; nothing of the note was trusted.",
    retry: false,
  },
  NOTE_FORGED: {
    meaning: 'A signature that names a known key does not hold.',
    action: 'Keep the note: either it was damaged on its way, or somebody changed it. Fetch it again and compare.',
    retry: false,
  },
  KEY_INVALID: {
    meaning: 'A verifier or signing key is malformed, its id does not fit, or it is unsafe to use.',
    action: 'Copy the whole key again from its owner: name+id+base64, without line breaks.',
    retry: false,
  },
  CHECKPOINT_MALFORMED: {
    meaning: 'A note is no checkpoint: origin, size and root hash are not as C2SP tlog-checkpoint gives them.',
    action: 'Fetch it again from where it was published.',
    retry: false,
  },
  POLICY_INVALID: {
    meaning: 'A policy file is not of the form that C2SP tlog-policy gives.',
    action: 'Mend the lines named; docs/how-to/witness.md shows a policy.',
    retry: false,
  },
  PROOF_MALFORMED: {
    meaning: 'A file is no proof of the form that C2SP tlog-proof gives.',
    action: 'Ask for the receipt again; a `.tlog-proof` file must not be edited.',
    retry: false,
  },
});
