import { registerFaults } from '../core/fault.ts';

export const canaryFault = registerFaults({
  CANARY_NO_DOMAIN: {
    meaning: 'Canaries need addresses on catch-all domains of the company, and none was given.',
    action:
      'Give --domain, or canaryDomains in company.yml: domains whose mail, to any address, arrives in one mailbox.',
    retry: false,
  },
  CANARY_DOMAIN_IN_USE: {
    meaning: 'Customers have addresses on a domain that was given for canaries.',
    action: 'Give domains on which no person has an address.',
    retry: false,
  },
  CANARY_NO_UNITS: {
    meaning: 'Nobody is on file to whom canaries could be shown.',
    action: 'Take in the workforce (with teams, for --by team): candour people workforce PATH.',
    retry: false,
  },
  CANARY_BASE_THIN: {
    meaning: 'The customers on file are too few, or too much alike, to make up people who are none of them.',
    action: 'Take in the customers: candour people customers PATH; or plan fewer canaries.',
    retry: false,
  },
  CANARY_UNKNOWN_CODEBOOK: {
    meaning: 'No codebook of that id is committed in this data directory.',
    action: 'Look at what `candour canary plan` printed, or plan anew.',
    retry: false,
  },
  CANARY_NOTHING_TO_CHECK: {
    meaning: 'Neither a mailbox nor a list found outside was given.',
    action: 'Give --mail PATH (mbox, .eml or a folder of them), --leak FILE, or both.',
    retry: false,
  },
});
