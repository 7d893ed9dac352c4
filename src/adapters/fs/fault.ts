import { registerFaults } from '../../core/fault.ts';

export const intakeFault = registerFaults({
  INTAKE_NOTHING: {
    meaning: 'A path, directory or glob given to read matches no readable file.',
    action: 'Check the spelling; quote globs so that the shell leaves them alone; `-` reads standard input.',
    retry: false,
  },
  INTAKE_DAMAGED: {
    meaning: 'A compressed stream ends early or is damaged.',
    action:
      'What came before the damage was taken, the rest is one quarantined record; fetch the file again and ingest it.',
    retry: false,
  },
});
