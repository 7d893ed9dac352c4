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
  'exposure-window',
  'categories-of-fields',
  'ftc',
  'attorney-general',
  'state-agencies',
  'security-freeze',
  'police-report',
  'parent-company',
  'reset-credentials',
  'mitigation-services',
  'wrongdoer',
  'recipient',
  'rights',
  'remedies',
  'determination-date',
  'notice-timing',
  'notice-distribution',
  'security-program',
  'safeguards',
  'monetary-impact',
  'region-count',
  'total-count',
  'cross-border',
  'others-told',
  'representative',
  'likelihood',
  'organisation',
  'no-data-asked',
] as const;
export type ContentKey = (typeof CONTENT_KEYS)[number];

/** One obligation as `candour duties --json` reports it. */
export interface Duty {
  /** Stable: regime, controller and recipient, for example `eu-gdpr/example-eu/authority`. */
  readonly id: string;
  readonly regime: string;
  /** Id of the controller that owes it. */
  readonly bearer: string;
  /** `authority:<id>`, `individuals`, `bureaus`, `media`, `police`, `controller`, `register` (the own record), `others`. */
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
  /** What may not be said to this recipient; absent when the law forbids nothing. */
  readonly forbidden?: readonly ContentKey[];
  /** For how many months at least an identity theft service is offered, where the content has one. */
  readonly serviceMonths?: number;
  /** What the law says about form, channel, substitute notice, language and record, in sentences; absent when it says nothing. */
  readonly form?: readonly string[];
  /** Which other duties come first or last; absent when the law sets no order. */
  readonly order?: readonly DutyOrder[];
  readonly citations: readonly {
    readonly text: string;
    readonly url: string;
    readonly confidence: 'high' | 'medium' | 'low';
  }[];
  /** Required: people for whom it is certain. Depends: people for whom it may be. Not required: people looked at. */
  readonly persons: number;
  /** Required only: further people for whom it still depends on `missing`. */
  readonly undecided: number;
  /** When the recipient was told, as the facts say; absent when it was not, or when several duties to it do not show which was done. */
  readonly toldAt?: string;
}

/** This duty stands `before`, `not-after` or `after` the duty of that id. */
export interface DutyOrder {
  readonly relation: 'before' | 'not-after' | 'after';
  readonly duty: string;
  readonly words: string;
}

/** People whose place of residence has a law, or may have one, that no loaded pack speaks for. */
export interface Uncovered {
  readonly country: string | null;
  readonly region: string | null;
  readonly persons: number;
  readonly why: string;
}

/** A fact that would change an answer, and how to ask for it. */
export interface OpenQuestion {
  /** Path in the facts file. */
  readonly fact: string;
  readonly ask: string;
  readonly duties: readonly string[];
}

/** How hard a controller's people are hit, by a published method; it decides no duty. */
export interface Severity {
  readonly bearer: string;
  readonly method: string;
  /** Lowest and highest, equal when all is known. */
  readonly score: { readonly low: number; readonly high: number };
  readonly level: { readonly low: string; readonly high: string };
  readonly arithmetic: string;
  readonly flags: readonly string[];
  readonly missing: readonly string[];
  readonly citations: Duty['citations'];
}

/** One duty whose answer is another than before; null: there was, or is, no such duty. */
export interface DutyChange {
  readonly id: string;
  readonly from: DutyBrief | null;
  readonly to: DutyBrief | null;
  /** Reasons that are new. */
  readonly because: readonly string[];
}

type DutyBrief = Pick<Duty, 'verdict' | 'recipient' | 'deadline' | 'strictDeadline' | 'persons' | 'undecided'>;

/** A duty whose clock runs, and how loudly it calls. */
export interface Reminder {
  readonly duty: string;
  readonly recipient: string;
  readonly verdict: DutyVerdict;
  /** The strict deadline where there is one. */
  readonly by: string;
  readonly level: 'later' | 'notice' | 'soon' | 'urgent' | 'last-call' | 'overdue';
  readonly minutesLeft: number;
  /** Calls still to come. */
  readonly next: readonly string[];
}

/** Whether a law asks a controller that is established elsewhere for a representative, and whom it has named. */
export interface Representation {
  readonly bearer: string;
  readonly regime: string;
  readonly verdict: DutyVerdict;
  /** Null: none that is established where this law wants one. */
  readonly named: { readonly name: string; readonly country: string } | null;
  /** What a representative does under this law, and what it does not change. */
  readonly says: string;
  readonly because: readonly string[];
  readonly missing: readonly string[];
  readonly citations: Duty['citations'];
}

export interface Duties {
  readonly case: string;
  readonly asOf: string;
  readonly duties: readonly Duty[];
  /** Nobody is dropped in silence: where no pack can speak, it is said here. */
  readonly uncovered: readonly Uncovered[];
  /** What would change an answer, the most telling first; absent in documents of older versions. */
  readonly asks?: readonly OpenQuestion[];
  /** Shown beside the duties; no duty rests on it. */
  readonly severity?: readonly Severity[];
  /** Who represents controllers where they are not established; absent where no law that applies knows representatives. */
  readonly representatives?: readonly Representation[];
  /** What is other than in the document derived before; absent when there was none. */
  readonly changes?: readonly DutyChange[];
}
