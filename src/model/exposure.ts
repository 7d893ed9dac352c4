import type { AffectedGroup } from './facts.ts';

/** How a subject's fields came to be exposed, strongest first. */
export const BASES = ['disclosed', 'accessed', 'reconstructed', 'possible'] as const;

export type Basis = (typeof BASES)[number];

/** What an exposure rests on, surest first: the list itself, the log's own word, a query run again that returned as many rows as were logged, one without a logged count, one that returned others. */
export const CERTAINTIES = ['listed', 'logged', 'agrees', 'uncounted', 'differs'] as const;

export type Certainty = (typeof CERTAINTIES)[number];

/** A row of the session table `reconstructed`, and of the file that keeps it with the case. */
export type Reconstructed = {
  readonly subject: string;
  readonly account: string;
  readonly asked_at: string;
  readonly fields: readonly string[];
  readonly certainty: Extract<Certainty, 'agrees' | 'uncounted' | 'differs'>;
  readonly queries: number;
};

/** A row of `sql/lake/scope-exposure.sql` and of the exposure file (Parquet): one per subject × basis, rows of a subject together. */
export type Exposure = {
  readonly subject: string;
  readonly basis: Basis;
  /** Union of the fields seen; empty means not known. */
  readonly fields: readonly string[];
  /** False when an access does not say which fields it showed, so that `fields` may lack some. */
  readonly fields_complete: boolean;
  readonly controller: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly language: string | null;
  /** Accesses behind this row, or queries that were run again; 0 for `disclosed`, which rests on the leak sample. */
  readonly accesses: bigint;
  readonly certainty: Certainty;
  /** Whether a customer has this id. */
  readonly on_file: boolean;
};

/** What running logged queries again said, and what it could not. Accesses are those in scope that name nobody. */
export interface ReconstructionSummary {
  /** Digest of the `tables.yml` that was used; null when the data directory has none. */
  readonly tables: string | null;
  readonly said: { readonly accesses: number; readonly executions: number };
  /** Executions by how their answer compares with the count that was logged. */
  readonly counts: { readonly agrees: number; readonly uncounted: number; readonly differs: number };
  /** Rows that were logged beyond those that came back again. */
  readonly missingRows: number;
  readonly unsaid: readonly {
    readonly source: string;
    readonly why: string;
    readonly accesses: number;
    /** Rows that those accesses returned, where the log says it. */
    readonly rows: number;
    readonly uncounted: number;
  }[];
  readonly assumptions: readonly string[];
}

/** Between which numbers the truth lies; `atMost` is null where the logs cannot say. */
export interface Bound {
  readonly atLeast: number;
  readonly atMost: number | null;
}

export interface ScopeBounds {
  readonly persons: Bound;
  readonly byField: Readonly<Record<string, Bound>>;
  /** Rows that were returned and of which it is not known whose they are; each could be one more person. */
  readonly rowsOfUnknownPersons: number;
  /** Why `atMost` is null; empty when it is not. */
  readonly open: readonly string[];
}

/** How many persons there would be if the question were another. */
export interface ScopeSensitivity {
  /** With the window so many days longer at either end; below 0: shorter. */
  readonly window: readonly { readonly days: number; readonly persons: number }[];
  /** Without the accesses of one of several actors. */
  readonly actors: readonly { readonly without: string; readonly persons: number }[];
}

/** The document of `candour scope`. */
export interface Scope {
  readonly case: string;
  /** Distinct subjects. */
  readonly persons: number;
  /** Each person once, under the strongest basis. */
  readonly byBasis: Readonly<Record<Basis, number>>;
  /** Each person under every field that any basis shows. */
  readonly byField: Readonly<Record<string, number>>;
  /** Fields that the logs can show and that no access in scope touched; empty when any access has unknown fields. */
  readonly untouched: readonly string[];
  /** Each person once; `unknown` where no customer record says. */
  readonly byCountry: Readonly<Record<string, number>>;
  readonly byController: Readonly<Record<string, number>>;
  /** What the scope cannot know: actors the log lacks, silent sources, accesses that name nobody or do not say their fields. */
  readonly gaps: readonly {
    readonly source: string;
    readonly from: string;
    readonly to: string;
    readonly why: string;
  }[];
  /** Name of the exposure file in the case's folder: a path of the operator's machine is nobody's business. `candour scope` answers with its path. */
  readonly list: string;
  /** Everybody once, by controller, place of residence and set of fields: what duties and notices count. */
  readonly groups?: readonly AffectedGroup[];
  /** Whose accesses were counted; empty = nobody's: only the list found outside counts. */
  readonly actors?: readonly string[];
  readonly reconstruction?: ReconstructionSummary;
  /** Each person once, under the surest word. */
  readonly byCertainty?: Readonly<Record<Certainty, number>>;
  readonly bounds?: ScopeBounds;
  readonly sensitivity?: ScopeSensitivity;
  /** The time that was looked at, half-open. */
  readonly window?: { readonly from: string; readonly to: string };
}

/** A scope with what it was computed from: the same actors, window and state of the lake give the same scope. */
export interface FrozenScope extends Scope {
  readonly groups: readonly AffectedGroup[];
  readonly actors: readonly string[];
  readonly window: { readonly from: string; readonly to: string };
  /** State of the lake it was read from. */
  readonly checkpoint: string;
  /** How large what it was computed from was; a scope of an earlier version lacks it. */
  readonly inputs?: {
    readonly treeSize: number;
    readonly batches: number;
    readonly records: number;
    /** Persons on the list found outside. */
    readonly listed: number;
  };
  /** Of everything above but `list`, in canonical JSON: the same question of the same lake, list and tables.yml has the same. */
  readonly sha256?: string;
}
