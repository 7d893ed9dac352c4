import type { Result } from '../core/result.ts';
import type { PeopleKind } from '../packs/people-kind.ts';
import type { IntakeStream } from './intake.ts';

/** What one import did; every row read is in exactly one of accepted, duplicate, quarantined. */
export interface PeopleBooks {
  readonly kind: PeopleKind;
  readonly rows: {
    readonly read: number;
    readonly accepted: number;
    readonly duplicate: number;
    readonly quarantined: number;
  };
  readonly reasons: readonly { readonly code: string; readonly count: number }[];
}

/** Takes customers, workforce and ties; all of a file or nothing of it. */
export interface PeopleWriter {
  /** CSV with a header, NDJSON, a JSON array, or Parquet. Errors: `LAKE_PEOPLE_INVALID` (no required column). */
  take(kind: PeopleKind, stream: IntakeStream): Promise<Result<PeopleBooks>>;
  close(): Promise<void>;
}
