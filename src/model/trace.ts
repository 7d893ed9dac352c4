export const TRACE_VERDICTS = ['one', 'several', 'not-in-this-log', 'not-enough-data', 'cannot-separate'] as const;

/** The trace run on simulated leaks by nobody in the log, before a name is shown. */
export interface Replay {
  readonly replays: number;
  /** By actors struck from the log, and all from elsewhere. */
  readonly absent: number;
  readonly elsewhere: number;
  /** In how many of them anybody was named. */
  readonly anybody: number;
  /** At each slack tried: in how many somebody was named whom the real list names, and in how many anybody. */
  readonly steps: readonly { readonly slack: number; readonly named: number; readonly anybody: number }[];
  /** What the answer was given with; null: none was enough, and nobody is named. */
  readonly slack: number | null;
}

/**
 * What was fixed before a trace ran. It stands behind a leaf of its own, so that one who tries other parameters until the answer
 * suits leaves every attempt. Counts and versions only: nobody's data, and no digest of the list, which would let a short one be guessed.
 */
export interface TracePlan {
  /** Version of the model's constants, and of the keys by which records are linked. */
  readonly model: string;
  readonly linkage: string;
  readonly alpha: number;
  readonly scope: { readonly from: string; readonly to: string };
  /** Simulated leaks to be run before a name is shown. */
  readonly replays: number;
  /** Of the list: records that name somebody, and rows that do not. */
  readonly records: number;
  readonly junk: number;
  /** State of the lake that is asked. */
  readonly checkpoint: string;
}

/** The document of `candour trace --json`. Nobody below the threshold appears anywhere in it. */
export interface Trace {
  readonly case: string;
  readonly verdict: (typeof TRACE_VERDICTS)[number];
  readonly named: readonly { readonly actor: string; readonly eValue: number; readonly posterior: number }[];
  readonly sample: {
    readonly records: number;
    readonly linked: number;
    readonly foreign: number;
    /** By key: records that have it, that link by it, and how many would link by chance, measured on made-up people. */
    readonly chance?: readonly {
      readonly key: string;
      readonly records: number;
      readonly linked: number;
      readonly byChance: number;
    }[];
  };
  readonly alpha: number;
  /** What was asked, half-open. */
  readonly scope: { readonly from: string; readonly to: string };
  /** The estimated time of extraction; null where no one is named. */
  readonly window: { readonly from: string; readonly to: string; readonly level: number } | null;
  /**
   * Committed canaries on the list; missing where there is none. No unit and no name: who was shown what is for `candour canary check`. Their records are
   * neither linked nor foreign.
   */
  readonly canaries?: {
    readonly found: number;
    /** Of the list. */
    readonly records: number;
    /** When the codebook shown last of those found was to be shown: the list left the house after `shownFrom`. Null: tripwires only, which are shown to nobody. */
    readonly shownFrom: string | null;
    /** Bounds nothing: what was copied in time may leave later. */
    readonly shownTo: string | null;
    /** The end of the window as the views estimate it, where that lay before `shownFrom` and the window was widened; else null. */
    readonly estimatedTo: string | null;
  };
  /** Sizes of the groups that cannot be told apart, no names. */
  readonly apart: readonly { readonly persons: number }[];
  readonly moreRecordsNeeded: number | null;
  /** Null or missing: nobody was to be named, or none was asked for. */
  readonly replay?: Replay | null;
  /**
   * What was fixed before: index of its leaf in the evidence log, and how many plans the case had before; `others` of them differ in scope, α, model or
   * replays. `elsewhere`: plans in other cases of the data directory, for one who tries again might open a new case; missing before it was counted.
   */
  readonly plan?: {
    readonly leaf: number;
    readonly earlier: number;
    readonly others: number;
    readonly elsewhere?: number;
  };
  /** State of the lake the answer was read from. */
  readonly checkpoint: string;
}

/** What a report draws of one named actor; record numbers and counts, no customer's data. */
export interface TraceDetail {
  readonly actor: string;
  /** Estimated share of the linked records that came from the actor. */
  readonly share: number;
  /** Each linked record: whether the actor opened that customer in scope, and how much it adds to or takes from the evidence (nats). */
  readonly records: readonly { readonly recordNo: number; readonly seen: boolean; readonly contribution: number }[];
  /** UTC days on which the actor opened any customer: leaked customers opened, and all views. */
  readonly days: readonly { readonly day: string; readonly hits: number; readonly views: number }[];
  /** The most probable days of extraction, half-open. */
  readonly likely: { readonly from: string; readonly to: string } | null;
  /**
   * The evidence beside others', in powers of ten, each account taken alone: its own, what a name needs (n/α), and that of the accounts next in line
   * who are not named, strongest first and without anything that says who they are. Missing before it was kept.
   */
  readonly rivals?: { readonly own: number; readonly needed: number; readonly others: readonly number[] };
}
