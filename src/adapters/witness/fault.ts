import { registerFaults } from '../../core/fault.ts';

export const witnessFault = registerFaults({
  WITNESS_MISSING: {
    meaning: 'The folder holds no witness.',
    action: 'Make one with `candour witness init NAME --data DIR`, or give the folder of yours with --data.',
    retry: false,
  },
  WITNESS_EXISTS: {
    meaning: 'The folder holds a witness already, and its key is what logs know it by.',
    action: 'Use it as it is, or give another folder with --data.',
    retry: false,
  },
  WITNESS_PORT: {
    meaning: 'The witness cannot listen on the address that was asked for.',
    action: 'Give another port with --port, or an address of this machine with --host.',
    retry: true,
  },
  LOG_FORKED: {
    meaning: 'A witness has cosigned another log under the name of this one: two histories exist.',
    action:
      'Stop, keep the data directory as it is, and compare with the witness. A restored backup that was written to again looks like this, and so does a log that was rewritten.',
    retry: false,
  },
  LOG_NOT_COSIGNED: {
    meaning: 'Too few witnesses have cosigned the newest state of the evidence log, and evidence.yml requires them.',
    action:
      'See `candour witness ask` for what each witness says. To write without them, set `witnesses: {quorum: wanted}` in evidence.yml.',
    retry: true,
  },
});
