import { err, ok, type Result } from '../core/result.ts';
import type { Exposure, FrozenScope } from '../model/exposure.ts';
import type { DisclosedPerson } from '../ports/case-file.ts';
import type { LakeSession } from '../ports/lake.ts';
import { type ExposedPerson, personFolder } from '../scope/exposure-tally.ts';
import { scopeFault } from '../scope/fault.ts';

/**
 * Fills the session table `exposure` with the people of a scope, one row each, strongest basis, union of fields; returns
 * how many. The session must read the state of the lake that the scope was frozen at, else `SCOPE_STALE`. One scan of the
 * lake; the people pass through memory.
 */
export async function loadExposure(
  session: LakeSession,
  scope: FrozenScope,
  disclosed: readonly DisclosedPerson[],
): Promise<Result<number>> {
  if (session.checkpoint !== scope.checkpoint) {
    return err(
      scopeFault('SCOPE_STALE', 'listing the people of the scope: the lake has changed since the scope was computed'),
    );
  }
  await session.load('disclosed', disclosed);
  const people: ExposedPerson[] = [];
  const folder = personFolder((person) => people.push(person));
  const params = { actors: scope.actors, from: scope.window.from, to: scope.window.to };
  for await (const rows of session.stream<Exposure>('scope-exposure', params)) for (const row of rows) folder.add(row);
  folder.done();
  // The linked leak sample lies beside the lake: a later trace replaces it, an erasure takes people out of it.
  if (people.length !== scope.persons) {
    const message = `listing the people of the scope: expected ${scope.persons} persons, found ${people.length}`;
    return err(scopeFault('SCOPE_STALE', message));
  }
  await session.load('exposure', people);
  return ok(people.length);
}
