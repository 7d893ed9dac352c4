import { registerFaults } from '../core/fault.ts';

export const traceFault = registerFaults({
  TRACE_SAMPLE_EMPTY: {
    meaning: 'The leak file holds no record that names anybody: no id, e-mail, telephone, or name with an address.',
    action: 'Give a CSV with a header, NDJSON, or a plain list of e-mail addresses.',
    retry: false,
  },
  TRACE_SCOPE_EMPTY: {
    meaning: 'The time that was asked holds no access to any customer.',
    action: 'Check --from and --to (from is before to) and that the logs and customers of that time were taken in.',
    retry: false,
  },
  TRACE_NO_CUSTOMERS: {
    meaning: 'There are no customer records to link the leaked list to.',
    action: 'Take the customers in with `candour people customers PATH`, then trace again.',
    retry: false,
  },
});
