import { ok, type Result } from '../core/result.ts';
import type { ReadDeps } from './keep-read.ts';

/** A file that an operator is about to be given. */
export interface Export {
  readonly what: 'report';
  readonly case: string;
  /** Of the file, in hex; it names no customer. */
  readonly sha256: string;
}

/** Records a file before it is written: what cannot be recorded is not written. Errors: those of the evidence log. */
export async function keepExport(made: Export, { clock, operator, records }: ReadDeps): Promise<Result<null>> {
  const { what, sha256 } = made;
  const common = { at: clock.now(), by: operator, case: made.case, seq: null, about: null };
  const kept = await records.keep([{ kind: 'export', ...common, body: { what, file: null, rows: null, sha256 } }]);
  return kept.ok ? ok(null) : kept;
}
