/** One feature's part in a finding's score; contributions add up to the score. */
export interface FindingReason {
  /** What was measured and what it was compared with, for example `unexplained-subjects-against-own-past`. */
  readonly feature: string;
  readonly value: number;
  /** The median of what it was compared with: the kinder of the actor's own past and the team. */
  readonly expected: number;
  /** Robust standard deviations this feature adds to the score. */
  readonly contribution: number;
}

export const INTENTS = ['malicious', 'careless', 'mistaken', 'compromised', 'unknown'] as const;

/**
 * A person or account whose behaviour broke from the own past and the team: `burst` on one day, `slow` over a trailing
 * window whose single days stay under every threshold.
 */
export interface Finding {
  /** From actor, day and kind, so that the same finding has the same id in every run. */
  readonly id: string;
  readonly actor: string;
  /** UTC day `YYYY-MM-DD`; of a slow finding the last day of its window. */
  readonly day: string;
  readonly kind: 'burst' | 'slow';
  readonly score: number;
  readonly reasons: readonly FindingReason[];
  /** Burst: distinct subjects opened on the day. Slow: the days' distinct subjects, summed over the window. */
  readonly subjects: number;
  /** Burst: distinct subjects with an access that no tie explains. Slow: those newly opened so in the window, each once. */
  readonly unexplained: number;
  /** A number alone accuses nobody: detection leaves intent unknown, a person sets it. */
  readonly intent: (typeof INTENTS)[number];
}
