import { registerFaults } from '../core/fault.ts';

export const ingestFault = registerFaults({
  INGEST_QUARANTINED: {
    meaning: 'Records were quarantined and `--strict` was asked for.',
    action: 'See the reasons; mend the pack or the log, then run `candour ingest SOURCE --replay`.',
    retry: false,
  },
});
