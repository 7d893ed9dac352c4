import { canonicalJson } from '../core/canonical-json.ts';
import type { Period } from '../core/instant.ts';
import { ok, type Result } from '../core/result.ts';
import type { Trace, TracePlan } from '../model/trace.ts';
import type { LeakSample } from '../trace/leak-sample.ts';
import { LINKAGE_VERSION } from '../trace/link-sample.ts';
import { TRACE_MODEL } from '../trace/trace-model.ts';
import { appendToCase } from './append-to-case.ts';
import type { Deps } from './deps.ts';

/** Everything that could be chosen so that the answer suits. */
export const planOf = (
  input: { readonly alpha: number; readonly replays: number },
  scope: Period,
  sample: LeakSample,
  checkpoint: string,
): TracePlan => ({
  model: TRACE_MODEL.version,
  linkage: LINKAGE_VERSION,
  alpha: input.alpha,
  scope: { from: scope.from, to: scope.to },
  replays: input.replays,
  records: sample.records.length,
  junk: sample.junk,
  checkpoint,
});

/**
 * Writes the plan into the case; its leaf is under a published checkpoint when this returns, before anybody is ranked. A trace that
 * fails or is stopped afterwards leaves it. Errors: those of `appendToCase`.
 */
export async function fixPlan(
  plan: TracePlan,
  caseId: string,
  deps: Pick<Deps, 'cases' | 'clock' | 'operator' | 'records'>,
): Promise<Result<NonNullable<Trace['plan']>>> {
  const elsewhere = plansElsewhere(caseId, deps);
  if (!elsewhere.ok) return elsewhere;
  const appended = await appendToCase(caseId, { kind: 'trace-planned', document: plan }, [], deps);
  if (!appended.ok) return appended;
  const seq = appended.value.length - 1;
  const earlier = appended.value
    .slice(0, seq)
    .flatMap((event) => (event.kind === 'trace-planned' ? [event.document] : []));
  const leaf = deps.records
    .openEvents(caseId)
    .find(({ record }) => record.kind === 'event' && record.seq === seq)?.leaf;
  if (leaf === undefined) throw new Error('an event that was appended has a leaf');
  const chosen = chosenOf(plan);
  return ok({
    leaf,
    earlier: earlier.length,
    others: earlier.filter((one) => chosenOf(one) !== chosen).length,
    elsewhere: elsewhere.value,
  });
}

/** Which lists they were of is not known, and not to be: a digest of a short one could be guessed. */
function plansElsewhere(caseId: string, { cases }: Pick<Deps, 'cases'>): Result<number> {
  const listed = cases.list();
  if (!listed.ok) return listed;
  let plans = 0;
  for (const { case: other } of listed.value) {
    if (other === caseId) continue;
    const events = cases.events(other);
    if (!events.ok) return events;
    plans += events.value.filter(({ kind }) => kind === 'trace-planned').length;
  }
  return ok(plans);
}

/** What a person chose, or a newer version did: the list and the lake may have grown for good reasons. */
const chosenOf = ({ model, linkage, alpha, scope, replays }: TracePlan): string =>
  canonicalJson({ model, linkage, alpha, scope, replays });

/** Where what was fixed stands, and what was tried before. */
export function planSentence({ leaf, earlier, others, elsewhere = 0 }: NonNullable<Trace['plan']>): string {
  const beside =
    elsewhere === 0
      ? ''
      : ` ${elsewhere === 1 ? 'One trace was' : `${elsewhere} traces were`} begun in other cases here: ask whether of the same list.`;
  const fixed = `Time, tolerated error, links and model were fixed before the trace ran: entry ${leaf} of the evidence log`;
  if (earlier === 0) return `${fixed}. It is the first trace of this case.${beside}`;
  return `${fixed}. The case was traced or begun to be traced ${earlier === 1 ? 'once' : `${earlier} times`} before${others === 0 ? ', with the same parameters' : `, ${others === earlier ? '' : `${others} of these `}with other parameters: ask why`}.${beside}`;
}
