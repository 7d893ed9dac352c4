import { type Instant, plusDays } from '../../core/instant.ts';
import type { CaseFact } from '../../model/facts.ts';

/**
 * What the demo's operator states: what no log can show. Modelled on the events of 2020 that DESIGN.md section 1 tells, where the letter
 * spoke of one employee and the press of several; the demo's list is of two.
 */
export const DEMO_CULPRITS = 2;
/** Half of what the trace runs by itself, for those who wait. */
export const DEMO_REPLAYS = 100;
export const DEMO_TITLE = 'Customer addresses offered to a third party';

/** The list surfaced less than a day before `now`, so that the countdowns are running when the report is opened. */
export const demoFacts = (now: Instant): readonly CaseFact[] => [
  {
    key: 'awareAt',
    value: plusDays(now, -20 / 24),
    status: 'confirmed',
    evidence: 'call note: a customer forwarded the list to the privacy office',
  },
  { key: 'cause', value: 'insider', status: 'confirmed', evidence: 'interviews with the account owners, minutes 1' },
  { key: 'intent', value: 'malicious', status: 'confirmed', evidence: 'interviews with the account owners, minutes 1' },
  { key: 'disclosedOutside', value: true, status: 'confirmed', evidence: 'the list itself, received from outside' },
  { key: 'sold', value: true, status: 'likely', evidence: 'payment named in the messages that came with the list' },
  { key: 'encrypted', value: false, status: 'confirmed', evidence: 'the list is plain text' },
  { key: 'actorDismissed', value: true, status: 'confirmed', evidence: 'personnel decision 1' },
  {
    key: 'policeInformed',
    value: true,
    status: 'confirmed',
    evidence: 'report to the police, reference kept by counsel',
  },
];
