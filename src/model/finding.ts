/** One feature's part in a finding's score; contributions add up to the score. */
export interface FindingReason {
  readonly feature: string;
  readonly value: number;
  /** What the baseline expected of this actor on this day. */
  readonly expected: number;
  /** Robust standard deviations this feature adds to the score. */
  readonly contribution: number;
}

export const INTENTS = ['malicious', 'careless', 'mistaken', 'compromised', 'unknown'] as const;

export interface Finding {
  readonly id: string;
  readonly actor: string;
  /** UTC day `YYYY-MM-DD`; of a slow finding the last day of its window. */
  readonly day: string;
  readonly kind: 'burst' | 'slow';
  readonly score: number;
  readonly reasons: readonly FindingReason[];
  /** Distinct subjects opened. */
  readonly subjects: number;
  /** Distinct subjects opened that no tie explains. */
  readonly unexplained: number;
  /** A number alone accuses nobody: detection leaves intent unknown, a person sets it. */
  readonly intent: (typeof INTENTS)[number];
}
