import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../core/result.ts';
import type { CaseEvent } from '../model/case.ts';
import { scopeFault } from '../scope/fault.ts';
import { type NumberedScope, type ScopeDifference, scopeDifference } from '../scope/scope-diff.ts';
import type { Deps } from './deps.ts';

export type CompareScopesDeps = Pick<Deps, 'caseFolder' | 'cases' | 'compareExposures'>;

export const compareScopesInput = z.strictObject({
  case: z.string().min(1),
  before: z
    .string()
    .min(1)
    .describe('a frozen scope: its number from 1, the beginning of its sha256, or its exposure file'),
  after: z.string().min(1).optional().describe('default: the latest'),
});
export type CompareScopesInput = z.infer<typeof compareScopesInput>;

/** What changed between two frozen scopes of a case, and why; nothing is computed anew. Errors: `CASE_UNKNOWN`, `SCOPE_UNKNOWN`. */
export const compareScopes = {
  name: 'case.compare-scopes',
  permission: 'read',
  input: compareScopesInput,
  async run(input: CompareScopesInput, deps: CompareScopesDeps): Promise<Result<ScopeDifference>> {
    const events = deps.cases.events(input.case);
    if (!events.ok) return events;
    const scopes = scopesOf(events.value);
    const before = named(scopes, input.before);
    if (!before.ok) return before;
    const after = input.after === undefined ? named(scopes, String(scopes.length)) : named(scopes, input.after);
    if (!after.ok) return after;
    const pathOf = ({ scope }: NumberedScope): string => join(deps.caseFolder(input.case), scope.list);
    const people = await deps.compareExposures(pathOf(before.value), pathOf(after.value));
    return ok(
      scopeDifference(before.value, after.value, people, erasedBetween(events.value, before.value, after.value)),
    );
  },
} as const;

const scopesOf = (events: readonly CaseEvent[]): readonly NumberedScope[] =>
  events
    .flatMap((event) => (event.kind === 'scoped' ? [{ at: event.at, seq: event.seq, scope: event.document }] : []))
    .map((one, n) => ({ number: n + 1, ...one }));

/** Erasures between the two, whichever came first. */
const erasedBetween = (events: readonly CaseEvent[], one: NumberedScope, other: NumberedScope): number => {
  const [from, to] = [Math.min(one.seq, other.seq), Math.max(one.seq, other.seq)];
  return events.filter(({ kind, seq }) => kind === 'erased' && seq > from && seq < to).length;
};

const LEAST_DIGITS = 6;

function named(scopes: readonly NumberedScope[], name: string): Result<NumberedScope> {
  const found = scopes.filter(
    ({ number, scope }) =>
      String(number) === name ||
      scope.list === name ||
      scope.list === `${name}.parquet` ||
      (name.length >= LEAST_DIGITS && scope.sha256?.startsWith(name)),
  );
  // The same question over the same lake gives the same digest: then the later one is meant.
  const one = found.at(-1);
  if (one !== undefined) return ok(one);
  const have =
    scopes.length === 0 ? 'the case has none' : `expected a number from 1 to ${scopes.length}, a sha256 or a list`;
  return err(scopeFault('SCOPE_UNKNOWN', `comparing scopes: ${have}`));
}
