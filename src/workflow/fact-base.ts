import { canonicalJson } from '../core/canonical-json.ts';
import type { Instant } from '../core/instant.ts';
import { assertNever } from '../core/result.ts';
import type { CaseEvent, CaseStatus } from '../model/case.ts';
import type { Duties } from '../model/duty.ts';
import type { Scope } from '../model/exposure.ts';
import type { CaseFact } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import type { NoticeApproval, NoticeBook } from '../model/notice.ts';
import type { Trace, TraceDetail } from '../model/trace.ts';
import { derivedFacts } from './derived-fact.ts';
import { FACT_KEYS } from './fact-key.ts';

/** A fact that a person stated and a document that says otherwise. The person's word stands; the contradiction is shown. */
export interface Contradiction {
  readonly key: string;
  readonly stated: unknown;
  readonly derived: unknown;
  readonly evidence: string;
}

/** The document of `candour case show --json`: everything a statement about the case may rest on. */
export interface FactBase {
  readonly case: string;
  readonly title: string;
  readonly openedAt: Instant;
  readonly status: CaseStatus;
  readonly closedReason: string | null;
  /** Every fact that can be stated, known or not, and those that the documents give. */
  readonly facts: readonly CaseFact[];
  readonly contradictions: readonly Contradiction[];
  /** Latest documents; null when that step was not done yet. */
  readonly finding: Finding | null;
  readonly trace: Trace | null;
  readonly traceDetails: readonly TraceDetail[];
  readonly scope: Scope | null;
  readonly duties: Duties | null;
  readonly notices: NoticeBook | null;
  /** Of the latest notices; null until a second person approved them, and when they are outdated. */
  readonly approval: NoticeApproval | null;
  /** Documents that are older than something they were derived from: derive them again. */
  readonly outdated: readonly ('scope' | 'duties' | 'notices')[];
  readonly notes: readonly { readonly at: Instant; readonly by: string; readonly text: string }[];
  /** Why nothing may be erased now; null when it may. */
  readonly hold: string | null;
  /** The log of who was told; null before the first. */
  readonly telling: { readonly incident: string; readonly origin: string; readonly sealed: boolean } | null;
  /** How many events the case has: the seq of its next one. */
  readonly events: number;
}

// Estimated with a margin: a person who knows the hour does not contradict them.
const ESTIMATES: ReadonlySet<string> = new Set(['occurredFrom', 'occurredTo']);

interface Fold {
  title: string;
  closedReason: string | null;
  finding: Finding | null;
  trace: Trace | null;
  traceDetails: readonly TraceDetail[];
  scope: Scope | null;
  duties: Duties | null;
  notices: NoticeBook | null;
  approval: NoticeApproval | null;
  hold: string | null;
  telling: FactBase['telling'];
  readonly stated: Map<string, CaseFact>;
  readonly notes: { at: Instant; by: string; text: string }[];
  /** Seq of the latest event of each kind. */
  readonly latest: Map<CaseEvent['kind'], number>;
}

/** Folds a case's events, complete and in order, into its fact base. The same events give the same base. */
export function factBaseOf(events: readonly CaseEvent[]): FactBase {
  const [first] = events;
  if (first?.kind !== 'opened') throw new Error('a case begins with the event opened');
  const fold: Fold = {
    title: first.title,
    closedReason: null,
    finding: null,
    trace: null,
    traceDetails: [],
    scope: null,
    duties: null,
    notices: null,
    approval: null,
    hold: null,
    telling: null,
    stated: new Map(),
    notes: [],
    latest: new Map(),
  };
  for (const event of events) take(fold, event);
  const { facts, contradictions } = merge(fold, first.at);
  const stale = outdated(fold.latest);
  return {
    case: first.case,
    title: fold.title,
    openedAt: first.at,
    status: fold.closedReason === null ? 'open' : 'closed',
    closedReason: fold.closedReason,
    facts,
    contradictions,
    finding: fold.finding,
    trace: fold.trace,
    traceDetails: fold.traceDetails,
    scope: fold.scope,
    duties: fold.duties,
    notices: fold.notices,
    approval: stale.includes('notices') ? null : fold.approval,
    outdated: stale,
    notes: fold.notes,
    hold: fold.hold,
    telling: fold.telling,
    events: events.length,
  };
}

function take(fold: Fold, event: CaseEvent): void {
  fold.latest.set(event.kind, event.seq);
  switch (event.kind) {
    case 'opened':
      return;
    case 'noted':
      fold.notes.push({ at: event.at, by: event.by, text: event.text });
      return;
    case 'fact-set': {
      const { key, value, status, evidence } = event;
      fold.stated.set(key, { key, value, status, evidence });
      return;
    }
    case 'detected':
      fold.finding = event.document;
      return;
    case 'traced':
      fold.trace = event.document;
      fold.traceDetails = event.details;
      return;
    case 'scoped':
      fold.scope = event.document;
      return;
    case 'duties-derived':
      fold.duties = event.document;
      return;
    case 'notices-drafted':
      fold.notices = event.document;
      fold.approval = null;
      return;
    case 'notices-approved':
      fold.approval = event.document;
      return;
    case 'trace-planned':
    case 'referral-released':
    case 'referral-made':
      return;
    case 'closed':
      fold.closedReason = event.reason;
      return;
    case 'telling-began':
      fold.telling = { incident: event.incident, origin: event.origin, sealed: false };
      return;
    case 'telling-sealed':
      if (fold.telling !== null) fold.telling = { ...fold.telling, sealed: true };
      return;
    case 'held':
      fold.hold = event.reason;
      return;
    case 'hold-lifted':
      fold.hold = null;
      return;
    case 'erased':
      return;
    default:
      assertNever(event);
  }
}

/** What a person stated comes first, then what a document shows; the rest is unknown, and listed as that. */
function merge(fold: Fold, openedAt: Instant): Pick<FactBase, 'facts' | 'contradictions'> {
  const derived = new Map(derivedFacts(fold.trace, fold.scope).map((fact) => [fact.key, fact]));
  const contradictions = [...derived.values()].flatMap((fact): readonly Contradiction[] => {
    const said = fold.stated.get(fact.key);
    if (said === undefined || said.status === 'unknown' || ESTIMATES.has(fact.key)) return [];
    if (canonicalJson(said.value) === canonicalJson(fact.value)) return [];
    return [{ key: fact.key, stated: said.value, derived: fact.value, evidence: fact.evidence }];
  });
  // The law's clock runs from awareness; until a person states when that was, the case's opening is the record of it.
  const fallback: CaseFact = {
    key: 'awareAt',
    value: openedAt,
    status: 'likely',
    evidence: 'the opening of the case; set awareAt if the organisation knew earlier',
  };
  derived.set(fallback.key, fallback);
  const keys = new Set<string>([...FACT_KEYS, ...derived.keys()]);
  const facts = [...keys].map(
    (key): CaseFact =>
      fold.stated.get(key) ?? derived.get(key) ?? { key, value: null, status: 'unknown', evidence: '' },
  );
  return { facts, contradictions };
}

function outdated(latest: Fold['latest']): FactBase['outdated'] {
  const seq = (...kinds: readonly CaseEvent['kind'][]): number =>
    Math.max(...kinds.map((kind) => latest.get(kind) ?? -1));
  const done = (kind: CaseEvent['kind']): boolean => latest.has(kind);
  return [
    ...(done('scoped') && seq('traced') > seq('scoped') ? (['scope'] as const) : []),
    ...(done('duties-derived') && seq('traced', 'scoped', 'fact-set') > seq('duties-derived')
      ? (['duties'] as const)
      : []),
    ...(done('notices-drafted') && seq('traced', 'scoped', 'fact-set', 'duties-derived') > seq('notices-drafted')
      ? (['notices'] as const)
      : []),
  ];
}
