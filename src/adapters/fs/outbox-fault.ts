import { registerFaults } from '../../core/fault.ts';

export const outboxFault = registerFaults({
  OUTBOX_UNWRITABLE: {
    meaning: 'The outbox of a case cannot be written.',
    action: 'Check free space and permissions of the case folder, then draft again; the outbox before it still stands.',
    retry: true,
  },
});
