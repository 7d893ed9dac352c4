import type { Facts } from '../model/facts.ts';

/** Told as known or not at all: what the company itself did, and what would calm or alarm without proof. */
const ONLY_CONFIRMED = {
  intent: 'unknown',
  disclosedOutside: null,
  recipientKnown: null,
  recovered: null,
  encrypted: null,
  keyCompromised: null,
  misused: null,
  actorDismissed: null,
  policeInformed: null,
  mitigation: null,
  recipientName: null,
} as const satisfies Partial<Facts>;

/**
 * The facts as a notice may tell them: a yes or no that is only likely becomes unknown. What the reader needs even so (who,
 * sold, when, how many) keeps its value and its place in `likely`, and the pack's texts say that it is not proven.
 */
export function tellable(facts: Facts): Facts {
  const likely = new Set(facts.likely);
  return { ...facts, ...Object.fromEntries(Object.entries(ONLY_CONFIRMED).filter(([key]) => likely.has(key))) };
}
