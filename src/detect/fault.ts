import { registerFaults } from '../core/fault.ts';

export const detectFault = registerFaults({
  DETECT_NO_ACCESS: {
    meaning: 'The lake holds no access at all.',
    action: 'Take logs in with `candour ingest SOURCE PATH…`, then detect again.',
    retry: false,
  },
  DETECT_WINDOW_EMPTY: {
    meaning: 'The window ends before it begins, or as it begins.',
    action: 'Give --from earlier than --to; --to is not included, and days are taken whole, in UTC.',
    retry: false,
  },
});
