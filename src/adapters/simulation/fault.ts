import { registerFaults } from '../../core/fault.ts';

export const simulationFault = registerFaults({
  SIMULATION_WRITE: {
    meaning: 'A file of the simulated company could not be written.',
    action:
      'Make the folder writable and see that the disk has room, then run the same command again: it starts from the beginning.',
    retry: true,
  },
});
