import { registerFaults } from '../core/fault.ts';

export const scopeFault = registerFaults({
  SCOPE_NO_ACTORS: {
    meaning: 'Nobody is named whose accesses the scope should hold.',
    action: 'Trace the leak first, open the case from a finding, or give --actors.',
    retry: false,
  },
  SCOPE_NO_WINDOW: {
    meaning: 'The case does not say when it happened.',
    action: 'Trace the leak first, open the case from a finding, or give --from and --to.',
    retry: false,
  },
  SCOPE_WINDOW_EMPTY: {
    meaning: 'The window ends before it begins, or as it begins.',
    action: 'Give --from earlier than --to; --to is not included.',
    retry: false,
  },
  SCOPE_UNKNOWN: {
    meaning: 'The case has no frozen scope of that name.',
    action:
      'Give its number from 1, at least six digits of its sha256, or the name of its exposure file; `candour scope CASE` freezes one.',
    retry: false,
  },
  SCOPE_STALE: {
    meaning:
      'Logs or people were taken in, or people erased, since the scope was computed: those it names can no longer be listed as of then.',
    action: 'Run `candour scope` again, look at what changed, then repeat.',
    retry: false,
  },
});
