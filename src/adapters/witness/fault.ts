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
});
