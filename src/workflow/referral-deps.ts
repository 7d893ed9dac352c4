import type { Deps } from './deps.ts';

/** What making a referral reaches. */
export type ReferralActionDeps = Pick<
  Deps,
  | 'bagDesk'
  | 'cases'
  | 'clock'
  | 'company'
  | 'evidence'
  | 'files'
  | 'ids'
  | 'lake'
  | 'operator'
  | 'packsFolder'
  | 'progress'
  | 'rawRecords'
  | 'records'
  | 'referrals'
>;
