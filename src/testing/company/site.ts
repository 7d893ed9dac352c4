import type { Country } from './country.ts';

/** Where people work, for the customers of one controller. */
export interface Site {
  readonly id: string;
  /** End of team names: `support-uk-1`. */
  readonly short: string;
  readonly controller: Country['controller'];
  /** Share of the people. */
  readonly share: number;
  /**
   * Starts of the early and the late shift, minutes of the UTC day. Winter time all through the log, and each shift ends
   * half an hour before midnight UTC or sooner: so a UTC day of the log depends on no other.
   */
  readonly shifts: readonly [number, number];
  /** Public holidays that fall on the same date each year, `MM-DD`. */
  readonly holidays: readonly string[];
  /** RFC 5737 documentation networks. */
  readonly network: string;
  readonly language: string;
}

export const SHIFT_MINUTES = 8 * 60;

export const SITES: readonly Site[] = [
  {
    id: 'london',
    short: 'uk',
    controller: 'example-uk',
    share: 0.4,
    shifts: [8 * 60, 11 * 60],
    holidays: ['01-01', '12-25', '12-26'],
    network: '192.0.2.',
    language: 'en-GB',
  },
  {
    id: 'toronto',
    short: 'ca',
    controller: 'example-ca',
    share: 0.35,
    shifts: [13 * 60, 15 * 60],
    holidays: ['01-01', '07-01', '12-25', '12-26'],
    network: '198.51.100.',
    language: 'en-CA',
  },
  {
    id: 'berlin',
    short: 'eu',
    controller: 'example-eu',
    share: 0.25,
    shifts: [7 * 60, 10 * 60],
    holidays: ['01-01', '03-08', '05-01', '10-03', '12-25', '12-26'],
    network: '203.0.113.',
    language: 'de',
  },
];

export const TEAM_KINDS = ['support', 'fulfilment', 'accounts'] as const;
export type TeamKind = (typeof TEAM_KINDS)[number];

/** Share of a site's people in each kind of team. */
export const KIND_SHARE: Readonly<Record<TeamKind, number>> = { support: 0.6, fulfilment: 0.25, accounts: 0.15 };

/** Largest team: the size of a shared queue in the tracing brief, section 3.7. */
export const TEAM_SIZE = 20;
