import type { Scope } from '../model/exposure.ts';
import type { CaseFact } from '../model/facts.ts';
import type { Trace } from '../model/trace.ts';
import { namedInReplay } from '../trace/replay-sentence.ts';

/**
 * What the documents of a case say about its facts. A trace is evidence and no verdict of a person: what rests on it alone is
 * `likely`. Of a document that is missing nothing is said.
 */
export const derivedFacts = (trace: Trace | null, scope: Scope | null): readonly CaseFact[] => [
  ...(trace === null ? [] : fromTrace(trace)),
  ...window(trace, scope),
  ...(scope === null ? [] : fromScope(scope)),
];

function fromTrace(trace: Trace): readonly CaseFact[] {
  const { records, linked } = trace.sample;
  const facts: CaseFact[] = [];
  if (trace.named.length > 0) {
    const evidence = `trace: verdict ${trace.verdict}, made to be wrong about an innocent person at most once in ${Math.round(1 / trace.alpha)}${measured(trace)}`;
    facts.push({ key: 'actors', value: trace.named.length, status: 'likely', evidence });
  }
  // The list was found outside; that it came from this log is what the trace must show before it is said.
  if (linked > 0 && (trace.named.length > 0 || trace.verdict === 'cannot-separate')) {
    const evidence = `trace: ${linked} of ${records} records found outside are of customers on file, and the trace says ${trace.verdict}`;
    facts.push({ key: 'disclosedOutside', value: true, status: 'likely', evidence });
  }
  return facts;
}

/** What the rule did on this very log, where it was tried: its aim alone would promise more than was seen. */
function measured({ replay }: Trace): string {
  if (replay === undefined || replay === null) return '; not tried on simulated leaks of this log';
  return `; in ${namedInReplay(replay)} of ${replay.replays} leaks simulated on this log it named somebody innocent`;
}

/** When it happened: the trace's estimate; else the time of the scope, where it follows particular actors. */
function window(trace: Trace | null, scope: Scope | null): readonly CaseFact[] {
  const estimate = trace?.window ?? null;
  const looked = (scope?.actors ?? []).length > 0 ? (scope?.window ?? null) : null;
  const period = estimate ?? looked;
  if (period === null) return [];
  const evidence =
    estimate === null
      ? "scope: the time in which the named actors' accesses were counted"
      : `trace: estimated time of extraction, level ${estimate.level}`;
  return [
    { key: 'occurredFrom', value: period.from, status: 'likely', evidence },
    { key: 'occurredTo', value: period.to, status: 'likely', evidence },
  ];
}

function fromScope(scope: Scope): readonly CaseFact[] {
  const { disclosed, accessed, reconstructed, possible } = scope.byBasis;
  const whole = scope.gaps.length === 0 && reconstructed === 0 && possible === 0;
  const status = whole ? 'confirmed' : 'likely';
  const basis = `disclosed ${disclosed}, accessed ${accessed}, reconstructed ${reconstructed}, possible ${possible}`;
  const gaps = `${scope.gaps.length} gaps in the logs`;
  const fields = Object.keys(scope.byField).sort();
  const untouched: CaseFact =
    scope.untouched.length === 0
      ? {
          key: 'untouched',
          value: null,
          status: 'unknown',
          evidence: 'scope: some accesses do not say what they showed',
        }
      : {
          key: 'untouched',
          value: scope.untouched,
          status,
          evidence: `scope: no access in scope touched them; ${gaps}`,
        };
  return [
    { key: 'persons', value: scope.persons, status, evidence: `scope: ${basis}; ${gaps}` },
    fields.length === 0
      ? { key: 'fields', value: null, status: 'unknown', evidence: 'scope: no access says what it showed' }
      : { key: 'fields', value: fields, status, evidence: `scope: union over all persons; ${gaps}` },
    untouched,
  ];
}
