import { ok, type Result } from '../core/result.ts';
import type { CaseFiles } from '../ports/case-file.ts';
import type { LakeSession } from '../ports/lake.ts';

/** Fills the session tables that hold what a scope rests on beside the lake: the linked leak sample, and what queries run again returned. */
export async function loadBasis(
  session: LakeSession,
  caseId: string,
  files: Pick<CaseFiles, 'disclosed' | 'reconstructed'>,
): Promise<Result<null>> {
  const disclosed = files.disclosed(caseId);
  if (!disclosed.ok) return disclosed;
  const reconstructed = files.reconstructed(caseId);
  if (!reconstructed.ok) return reconstructed;
  await session.load('disclosed', disclosed.value);
  await session.load('reconstructed', reconstructed.value);
  return ok(null);
}
