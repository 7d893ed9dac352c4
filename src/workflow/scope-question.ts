import { type Instant, instantFromMs, msOf, type Period, parseInstant } from '../core/instant.ts';
import type { CaseEvent } from '../model/case.ts';
import type { Finding } from '../model/finding.ts';

/** Whose accesses, and when; null where the case does not say. */
export interface ScopeQuestion {
  readonly actors: readonly string[] | null;
  readonly window: Period | null;
}

const DAY_MS = 86_400_000;

/**
 * What a case itself says about its scope. Actors: those the latest trace names; the finding's where nothing was traced, for a trace that names nobody
 * does not make the finding's account the one who leaked. Window: the facts
 * `occurredFrom` and `occurredTo` when a person set both, else the trace's window of extraction, else the finding's day
 * (of a slow finding the `slowDays` up to it), else, where nobody is named, the time in which the trace looked.
 */
export function questionOf(events: readonly CaseEvent[], slowDays: number): ScopeQuestion {
  const trace = events.findLast((event) => event.kind === 'traced')?.document ?? null;
  const named = trace?.named.map(({ actor }) => actor) ?? [];
  const detected = events.findLast((event) => event.kind === 'detected')?.document ?? null;
  const finding = trace === null || named.length > 0 ? detected : null;
  const found = finding === null ? [] : [finding.actor];
  const actors = named.length > 0 ? named : found;
  return {
    actors: actors.length === 0 ? null : actors,
    window:
      factWindow(events) ??
      periodOf(trace?.window ?? null) ??
      findingWindow(finding, slowDays) ??
      (actors.length === 0 ? periodOf(trace?.scope ?? null) : null),
  };
}

function factWindow(events: readonly CaseEvent[]): Period | null {
  const value = (key: string): Instant | null => {
    const fact = events.findLast((event) => event.kind === 'fact-set' && event.key === key);
    return fact?.kind === 'fact-set' && typeof fact.value === 'string' ? parseInstant(fact.value) : null;
  };
  const [from, to] = [value('occurredFrom'), value('occurredTo')];
  return from === null || to === null ? null : { from, to };
}

function periodOf(text: { readonly from: string; readonly to: string } | null): Period | null {
  if (text === null) return null;
  const [from, to] = [parseInstant(text.from), parseInstant(text.to)];
  return from === null || to === null ? null : { from, to };
}

function findingWindow(finding: Finding | null, slowDays: number): Period | null {
  const day = finding === null ? null : parseInstant(finding.day);
  if (finding === null || day === null) return null;
  const length = finding.kind === 'slow' ? slowDays : 1;
  const end = msOf(day) + DAY_MS;
  return { from: instantFromMs(end - length * DAY_MS), to: instantFromMs(end) };
}
