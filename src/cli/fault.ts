import { registerFaults } from '../core/fault.ts';

export const cliFault = registerFaults({
  CLI_FACTS_UNREADABLE: {
    meaning: 'The facts file cannot be read or is not JSON.',
    action: 'Give a JSON file of the schema packs/schemas/facts.json.',
    retry: false,
  },
  CLI_FILE_UNWRITABLE: {
    meaning: 'A file that a verb was asked for cannot be written.',
    action: 'Give a path in a folder that exists and that you may write to.',
    retry: false,
  },
  CLI_NOT_THERE_YET: {
    meaning: 'This verb belongs to a part of Candour that is not built yet.',
    action: 'See CHANGELOG.md for what is there and what is not yet.',
    retry: false,
  },
  CLI_NOT_A_DEMO: {
    meaning: 'The folder for the demo holds something else, and the demo would empty it.',
    action: 'Give another folder with --data.',
    retry: false,
  },
  VERIFY_UNKNOWN: {
    meaning: 'What was given to verify is not a receipt, a bag or a data directory.',
    action: 'Give the whole file or folder as it was handed over; a receipt begins with c2sp.org/tlog-proof.',
    retry: false,
  },
  VERIFY_UNREADABLE: {
    meaning: 'A file that verifying needs cannot be read.',
    action: 'Check the path and its permissions.',
    retry: false,
  },
  VERIFY_NO_KEY: {
    meaning: 'Nobody was named whose signatures count; a receipt cannot vouch for its own key.',
    action:
      "Give --policy with the policy that the log's owner and its witnesses publish, or --vkey with the log's verifier key.",
    retry: false,
  },
});
