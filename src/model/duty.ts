export const DUTY_VERDICTS = ['required', 'not-required', 'depends'] as const;
export type DutyVerdict = (typeof DUTY_VERDICTS)[number];

/** Content keys a notice can be asked to carry; the words are those of packs/schemas, the texts live in packs/notices. */
export const CONTENT_KEYS = [
  'nature',
  'date',
  'discovery',
  'fields',
  'count',
  'consequences',
  'measures',
  'advice',
  'contact',
  'dpo',
  'authority',
  'credit-bureaus',
  'identity-theft-service',
  'law-enforcement-delay',
  'records-count',
  'categories-of-people',
  'cause',
  'regulator-notified',
  'title-and-headings',
  'delay-reasons',
  'harm-assessment',
  'notification-steps',
  'sample-notice',
  'effects-and-action',
] as const;
export type ContentKey = (typeof CONTENT_KEYS)[number];

/** One obligation as `candour duties --json` reports it. */
export interface Duty {
  /** Stable: regime, controller and recipient, for example `eu-gdpr/example-eu/authority`. */
  readonly id: string;
  readonly regime: string;
  /** Id of the controller that owes it. */
  readonly bearer: string;
  /** `authority:<id>`, `individuals`, `register` (the organisation's own record), `others`. */
  readonly recipient: string;
  readonly verdict: DutyVerdict;
  /** ISO 8601 in UTC; null when the law sets no count (then `arithmetic` says what it asks). */
  readonly deadline: string | null;
  /** The earliest defensible reading. */
  readonly strictDeadline: string | null;
  readonly arithmetic: string;
  readonly because: readonly string[];
  readonly missing: readonly string[];
  readonly content: readonly ContentKey[];
  /** What the law says about form and channel, in sentences; absent when it says nothing. */
  readonly form?: readonly string[];
  readonly citations: readonly {
    readonly text: string;
    readonly url: string;
    readonly confidence: 'high' | 'medium' | 'low';
  }[];
  /** Required: people for whom it is certain. Depends: people for whom it may be. Not required: people looked at. */
  readonly persons: number;
  /** Required only: further people for whom it still depends on `missing`. */
  readonly undecided: number;
}

/** People whose place of residence has a law, or may have one, that no loaded pack speaks for. */
export interface Uncovered {
  readonly country: string | null;
  readonly region: string | null;
  readonly persons: number;
  readonly why: string;
}

export interface Duties {
  readonly case: string;
  readonly asOf: string;
  readonly duties: readonly Duty[];
  /** Nobody is dropped in silence: where no pack can speak, it is said here. */
  readonly uncovered: readonly Uncovered[];
}
