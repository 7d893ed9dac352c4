/** How a subject's fields came to be exposed, strongest first. */
export const BASES = ['disclosed', 'accessed', 'reconstructed', 'possible'] as const;

export type Basis = (typeof BASES)[number];

/** Columns of the exposure file (Parquet): one row per subject × basis. */
export interface Exposure {
  readonly subject: string;
  readonly basis: Basis;
  /** Union of the fields seen; empty means not known. */
  readonly fields: readonly string[];
  readonly controller: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly language: string | null;
  readonly accesses: number;
}

/** The document of `candour scope --json`. */
export interface Scope {
  readonly case: string;
  readonly persons: number;
  readonly byBasis: Readonly<Record<Basis, number>>;
  readonly byField: Readonly<Record<string, number>>;
  /** Fields that the logs can show and that no access in scope touched; empty when any access has unknown fields. */
  readonly untouched: readonly string[];
  readonly byCountry: Readonly<Record<string, number>>;
  readonly byController: Readonly<Record<string, number>>;
  readonly gaps: readonly {
    readonly source: string;
    readonly from: string;
    readonly to: string;
    readonly why: string;
  }[];
  /** Path of the exposure file. */
  readonly list: string;
}
