import { registerFaults } from '../../core/fault.ts';

export const pageFault = registerFaults({
  PAGE_NO_KEY: {
    meaning: 'The page was not told whose signatures count.',
    action: "Paste the log's verifier key or the policy, from where the organisation and its witnesses publish it.",
    retry: false,
  },
});
