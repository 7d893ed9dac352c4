import { err, ok, type Result } from '../core/result.ts';
import type { Exposure, FrozenScope } from '../model/exposure.ts';
import type { CaseFiles } from '../ports/case-file.ts';
import type { LakeSession } from '../ports/lake.ts';
import { type ExposedPerson, personFolder } from '../scope/exposure-tally.ts';
import { scopeFault } from '../scope/fault.ts';
import { loadBasis } from './load-basis.ts';

/**
 * Fills the session table `exposure` with the people of a scope, one row each, strongest basis, union of fields; returns
 * how many. The session must read the state of the lake that the scope was frozen at, else `SCOPE_STALE`. One scan of the
 * lake; the people pass through memory.
 */
export async function loadExposure(
  session: LakeSession,
  scope: FrozenScope,
  files: Pick<CaseFiles, 'disclosed' | 'reconstructed'>,
): Promise<Result<number>> {
  if (session.checkpoint !== scope.checkpoint) {
    return err(
      scopeFault('SCOPE_STALE', 'listing the people of the scope: the lake has changed since the scope was computed'),
    );
  }
  const basis = await loadBasis(session, scope.case, files);
  if (!basis.ok) return basis;
  const people: ExposedPerson[] = [];
  const folder = personFolder((person) => people.push(person));
  const params = { actors: scope.actors, from: scope.window.from, to: scope.window.to };
  for await (const rows of session.stream<Exposure>('scope-exposure', params)) for (const row of rows) folder.add(row);
  folder.done();
  // The linked leak sample and the reconstructed rows lie beside the lake: a later trace or scope replaces them, an erasure takes people out.
  if (people.length !== scope.persons) {
    const message = `listing the people of the scope: expected ${scope.persons} persons, found ${people.length}`;
    return err(scopeFault('SCOPE_STALE', message));
  }
  await session.load('exposure', people);
  return ok(people.length);
}
