import { ok, type Result } from '../core/result.ts';
import type { ReadWhat } from '../model/record.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { Deps } from './deps.ts';

export interface ReadDeps extends Pick<Deps, 'clock' | 'operator'> {
  readonly records: Pick<RecordStore, 'keep'>;
}

/** What an operator is about to be shown. */
export interface Read {
  readonly what: ReadWhat;
  /** Of what was read; null where its kind says enough. */
  readonly id: string | null;
  readonly case: string | null;
  /** The person it is about; null for a list of people. */
  readonly about: string | null;
}

/** Records a read of personal data before it is shown: what cannot be recorded is not shown. Errors: those of the evidence log. */
export async function keepRead(read: Read, { clock, operator, records }: ReadDeps): Promise<Result<null>> {
  const { what, id, about } = read;
  const common = { at: clock.now(), by: operator, case: read.case, seq: null, about };
  const kept = await records.keep([{ kind: 'read', ...common, body: { what, id } }]);
  return kept.ok ? ok(null) : kept;
}
