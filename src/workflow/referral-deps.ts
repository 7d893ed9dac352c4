import type { Deps } from './deps.ts';

/** What making a referral reaches. */
export type ReferralActionDeps = Pick<
  Deps,
  | 'bagDesk'
  | 'cases'
  | 'clock'
  | 'company'
  | 'files'
  | 'ids'
  | 'lake'
  | 'operator'
  | 'packsFolder'
  | 'progress'
  | 'rawRecords'
  | 'referrals'
>;
