import { registerFaults } from '../core/fault.ts';

export const receiptMakingFault = registerFaults({
  RECEIPT_NO_ENTRY: {
    meaning: 'A receipt was asked for an entry that the evidence log does not have.',
    action: 'Give an index from 0 to below the size of the log, as `candour witness ask` shows it.',
    retry: false,
  },
});
