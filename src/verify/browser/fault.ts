import { registerFaults } from '../../core/fault.ts';

export const pageFault = registerFaults({
  PAGE_CUSTODY_KEY: {
    meaning: 'What was given to the page as the SHA-256 of a custody key is none.',
    action: 'Paste the 64 digits that the organisation told you by another way than the bag.',
    retry: false,
  },
  PAGE_NO_KEY: {
    meaning: 'The page was not told whose signatures count.',
    action: "Paste the log's verifier key or the policy, from where the organisation and its witnesses publish it.",
    retry: false,
  },
});
