import { registerFaults } from '../core/fault.ts';

export const referralFault = registerFaults({
  REFERRAL_TEMPLATE_INVALID: {
    meaning: 'A text of a referral pack names a value that does not exist, or its marks do not match.',
    action: 'Mend the text in packs/referral; `candour check packs` fills every text with invented values.',
    retry: false,
  },
  REFERRAL_NO_SCOPE: {
    meaning: 'A referral was asked for in a case that does not say yet whose accesses, and of which time.',
    action: 'Compute the scope first: `candour scope CASE`.',
    retry: false,
  },
  REFERRAL_NO_ACTORS: {
    meaning: 'The scope of the case follows everybody: there is no question that picks the records to hand over.',
    action: 'Run `candour scope CASE --actors …`.',
    retry: false,
  },
  REFERRAL_NO_RECORDS: {
    meaning: 'No access of the actors in scope lies in the time in scope: there is nothing to hand over.',
    action: 'Check the scope of the case: `candour case show CASE`.',
    retry: false,
  },
  REFERRAL_TOO_LARGE: {
    meaning: 'The original records are larger than one bag may be.',
    action: 'Narrow the scope: fewer actors or a shorter time, and make several referrals.',
    retry: false,
  },
  REFERRAL_SAME_PERSON: {
    meaning: 'A referral needs a second person, and the one who approves is the one who makes it.',
    action: 'Let somebody else look at the draft, and name that person with --approved-by.',
    retry: false,
  },
  REFERRAL_RECIPIENT_INVALID: {
    meaning: 'A key to encrypt the list of affected people to is no age recipient.',
    action: 'Ask the recipient for a public key that begins with age1; `age-keygen` makes one.',
    retry: false,
  },
  REFERRAL_NOT_IN_LOG: {
    meaning: 'Something that a bag is to prove came into the log after the state that the bag was made as of.',
    action: 'Make a new referral with --new.',
    retry: false,
  },
  REFERRAL_DIFFERS: {
    meaning:
      'A referral made before comes out different now: a file it rests on, a text or the version of Candour changed since.',
    action: 'Hand over the bag that was made then, or make a new one with --new.',
    retry: false,
  },
});
