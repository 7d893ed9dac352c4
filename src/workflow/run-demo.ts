import { parseInstant } from '../core/instant.ts';
import { ok, type Result } from '../core/result.ts';
import type { FrozenScope } from '../model/exposure.ts';
import type { Trace } from '../model/trace.ts';
import type { LakeRow } from '../ports/lake.ts';
import { DEMO_REPLAYS, DEMO_TITLE, demoFacts } from '../testing/company/demo-story.ts';
import type { Truth } from '../testing/company/truth.ts';
import type { Deps } from './deps.ts';
import { deriveCaseDuties } from './derive-case-duties.ts';
import { detectAccesses, detectInput } from './detect-accesses.ts';
import { draftNoticesOfCase } from './draft-notices-action.ts';
import { loadBasis } from './load-basis.ts';
import { openCase } from './open-case.ts';
import { scopeCase, scopeInput } from './scope-case.ts';
import { setFact } from './set-fact.ts';
import { traceInput, traceLeak } from './trace-leak.ts';

/** One thing that was asked, what Candour found, and what is true. */
export interface DemoComparison {
  readonly question: string;
  readonly found: string;
  readonly truth: string;
  /** `holds`: a period that is right and wider than the truth, which an estimate with a margin may be; and the people of that period. */
  readonly verdict: 'same' | 'holds' | 'other';
}

export interface DemoOutcome {
  readonly case: string;
  readonly comparisons: readonly DemoComparison[];
  /** No answer is another than the truth's. */
  readonly same: boolean;
}

export interface DemoDeps {
  readonly deps: Deps;
  /** Simulates the company straight into the data directory. */
  simulate(): Promise<Result<Truth>>;
  /** Where the simulated leak was put. */
  readonly leakPath: string;
  /** Says what happens, a line at a time. */
  say(line: string): void;
}

/** A leak handled the whole way by the same actions that the command line runs; the truth is used only to compare at the end. */
export async function runDemo({ deps, simulate, leakPath, say }: DemoDeps): Promise<Result<DemoOutcome>> {
  const truth = await simulate();
  if (!truth.ok) return truth;
  say(
    `a company of ${truth.value.scale.actors} actors and ${count(truth.value.scale.customers)} customers, ${count(truth.value.accesses)} accesses in ${truth.value.scale.days} days`,
  );

  const detected = await detectAccesses.run(detectInput.parse({}), deps);
  if (!detected.ok) return detected;
  const [finding] = detected.value.findings;
  say(
    `detect: ${detected.value.findings.length} findings${finding === undefined ? '' : `, the most surprising on ${finding.day}: ${finding.unexplained} of ${finding.subjects} people opened without a reason on record`}`,
  );

  const opened = await openCase.run({ title: DEMO_TITLE, finding: finding?.id ?? null }, deps);
  if (!opened.ok) return opened;
  const caseId = opened.value.case;
  for (const { key, value, status, evidence } of demoFacts(deps.clock.now())) {
    const set = await setFact.run({ case: caseId, key, value, status, evidence }, deps);
    if (!set.ok) return set;
  }

  const trace = await traceLeak.run(traceInput.parse({ case: caseId, leak: leakPath, replays: DEMO_REPLAYS }), deps);
  if (!trace.ok) return trace;
  say(
    `trace: ${trace.value.verdict}; ${trace.value.sample.linked} of ${trace.value.sample.records} leaked records are customers${trace.value.replay ? `, ${trace.value.replay.replays} leaks by nobody in the log simulated first` : ''}`,
  );

  const scope = await scopeCase.run(scopeInput.parse({ case: caseId }), deps);
  if (!scope.ok) return scope;
  say(
    `scope: ${count(scope.value.persons)} persons in ${Object.keys(scope.value.byCountry).length} countries under ${Object.keys(scope.value.byController).length} controllers`,
  );

  const duties = await deriveCaseDuties.run({ case: caseId }, deps);
  if (!duties.ok) return duties;
  const owed = duties.value.duties.filter((duty) => duty.verdict === 'required').length;
  say(
    `duties: ${owed} required, ${duties.value.duties.filter((duty) => duty.verdict === 'depends').length} depend on what is not known yet`,
  );

  const book = await draftNoticesOfCase.run({ case: caseId }, deps);
  if (!book.ok) return book;
  say(
    `notices: ${count(book.value.perState.drafted)} drafted, ${count(book.value.affected)} persons affected, the book ${book.value.balanced ? 'balances' : 'does not balance'}`,
  );

  const people = await affectedPeople(scope.value, deps);
  if (!people.ok) return people;
  const comparisons = compare(trace.value, scope.value, people.value, truth.value);
  return ok({ case: caseId, comparisons, same: comparisons.every(({ verdict }) => verdict !== 'other') });
}

function compare(
  trace: Trace,
  scope: FrozenScope,
  people: ReadonlySet<string>,
  truth: Truth,
): readonly DemoComparison[] {
  const row = (question: string, found: string, wanted: string): DemoComparison => ({
    question,
    found,
    truth: wanted,
    verdict: found === wanted ? 'same' : 'other',
  });
  const day = (instant: string | undefined): string => instant?.slice(0, 10) ?? 'unknown';
  const affected = new Set(truth.affected);
  const missed = affected.difference(people).size;
  const extra = people.difference(affected).size;
  const fields = [...new Set([...truth.fields, ...truth.fieldsAccessed])].sort().join(', ');
  const when = row(
    'when',
    `${day(trace.window?.from)} to ${day(trace.window?.to)}`,
    `${day(truth.window[0])} to ${day(truth.window[1])}`,
  );
  return [
    row(
      'who took the data',
      trace.named
        .map(({ actor }) => actor)
        .sort()
        .join(', ') || 'nobody named',
      [...truth.culprits].sort().join(', '),
    ),
    row('one employee or several', headCount(trace.named.length), headCount(truth.culprits.length)),
    { ...when, verdict: when.verdict === 'other' && holds(trace.window, truth.window) ? 'holds' : when.verdict },
    {
      question: 'whose',
      found: `${count(people.size)} persons, ${missed} missed, ${extra} too many`,
      truth: `${count(affected.size)} persons`,
      verdict: missed > 0 ? 'other' : extra === 0 ? 'same' : holds(trace.window, truth.window) ? 'holds' : 'other',
    },
    row('which fields', Object.keys(scope.byField).sort().join(', '), fields),
    row('leaked records that are no customers', String(trace.sample.foreign), String(truth.outside)),
  ];
}

const headCount = (persons: number): string =>
  persons === 0 ? 'not known' : `${persons} ${persons === 1 ? 'person' : 'persons'}`;

const holds = (found: Trace['window'], [from, to]: Truth['window']): boolean =>
  found !== null && Date.parse(found.from) <= Date.parse(from) && Date.parse(found.to) >= Date.parse(to);

/** Everybody in the scope, by id; the demo's company is small enough to hold them. */
async function affectedPeople(
  scope: FrozenScope,
  deps: Pick<Deps, 'files' | 'lake'>,
): Promise<Result<ReadonlySet<string>>> {
  const session = await deps.lake.open();
  if (!session.ok) return session;
  try {
    const basis = await loadBasis(session.value, scope.case, deps.files);
    if (!basis.ok) return basis;
    const { from, to } = scope.window;
    const rows = await session.value.rows<LakeRow>('scope-exposure', {
      actors: scope.actors,
      from: parseInstant(from),
      to: parseInstant(to),
    });
    return ok(new Set(rows.map((exposed) => String(exposed['subject']))));
  } finally {
    await session.value.close();
  }
}

const count = (value: number): string => value.toLocaleString('en');
