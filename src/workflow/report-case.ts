import { z } from 'zod';
import { type Instant, instantFromMs, msOf, parseInstant } from '../core/instant.ts';
import { ok, type Result } from '../core/result.ts';
import type { Company } from '../model/company.ts';
import { authorityNames } from '../packs/law-pack.ts';
import type { LakeBooks, LakeSession } from '../ports/lake.ts';
import type { Deps } from './deps.ts';
import { type FactBase, factBaseOf } from './fact-base.ts';
import { keepRead, type ReadDeps } from './keep-read.ts';
import { type Timeline, type TimelineRow, timelineOf } from './suspect-timeline.ts';

/** Everything the report of a case is rendered from; nothing in it is a customer's. */
export interface CaseReport {
  readonly base: FactBase;
  /** Null when the data directory declares no company. */
  readonly company: Company | null;
  /** One per actor whom the trace names, else of the finding's actor; empty when nobody is named. */
  readonly timelines: readonly Timeline[];
  /** Titles of laws and names of authorities by id. */
  readonly lawTitles: Readonly<Record<string, string>>;
  readonly authorities: Readonly<Record<string, string>>;
  /** Of the whole lake. */
  readonly books: LakeBooks;
  /** The countdown is right as of this instant. */
  readonly renderedAt: Instant;
}

export const reportCaseInput = z.strictObject({ case: z.string().min(1) });

const DAY_MS = 86_400_000;
// Enough of a past to see what is usual, and not more than a plot can show.
const DAYS_BEFORE = 45;
const DAYS_AFTER = 14;

/**
 * Gathers what a report shows, and records that it was read: it names who is suspected. One scan of the lake over two to four months when somebody is named, none otherwise. Errors:
 * `CASE_UNKNOWN`, those of the law packs, of the lake and of the evidence log.
 */
export const reportCase = {
  name: 'case.report',
  permission: 'read',
  input: reportCaseInput,
  async run(
    input: z.infer<typeof reportCaseInput>,
    deps: ReadDeps & Pick<Deps, 'cases' | 'company' | 'lake' | 'laws'>,
  ): Promise<Result<CaseReport>> {
    const events = deps.cases.events(input.case);
    if (!events.ok) return events;
    const packs = deps.laws();
    if (!packs.ok) return packs;
    const base = factBaseOf(events.value);
    const read = await readLake(base, deps);
    if (!read.ok) return read;
    const company = deps.company();
    const kept = await keepRead({ what: 'report', id: null, case: input.case, about: null }, deps);
    if (!kept.ok) return kept;
    return ok({
      base,
      company: company.ok ? company.value : null,
      ...read.value,
      lawTitles: Object.fromEntries(packs.value.map(({ law }) => [law.id, law.title])),
      authorities: authorityNames(packs.value),
      renderedAt: deps.clock.now(),
    });
  },
} as const;

/** A trace that names nobody draws nobody, whatever a finding said before. */
function actorsOf({ trace, finding }: FactBase): readonly string[] {
  if (trace !== null) return trace.named.map(({ actor }) => actor);
  return finding === null ? [] : [finding.actor];
}

async function readLake(
  base: FactBase,
  deps: Pick<Deps, 'lake'>,
): Promise<Result<Pick<CaseReport, 'timelines' | 'books'>>> {
  const actors = actorsOf(base);
  const period = plotPeriod(base);
  const session = await deps.lake.open();
  if (!session.ok) return session;
  const { books } = session.value;
  try {
    if (actors.length === 0 || period === null) return ok({ timelines: [], books });
    const [rows, teams] = await readActivity(session.value, period);
    return ok({ timelines: actors.map((actor) => timelineOf(actor, rows, teams, period)), books });
  } finally {
    await session.value.close();
  }
}

async function readActivity(
  session: LakeSession,
  period: { readonly from: number; readonly to: number },
): Promise<readonly [readonly TimelineRow[], ReadonlyMap<string, string | null>]> {
  const rows = await session.rows<TimelineRow>('detect-actor-days', {
    from: instantFromMs(period.from * DAY_MS),
    to: instantFromMs(period.to * DAY_MS),
  });
  const workers = await session.rows<{ readonly actor: string; readonly team: string | null }>('detect-workforce');
  return [rows, new Map(workers.map(({ actor, team }) => [actor, team]))];
}

/** Whole UTC days around the estimated extraction (else the scope's time, else the finding's day); never outside the trace's scope. */
function plotPeriod({ trace, scope, finding }: FactBase): { readonly from: number; readonly to: number } | null {
  const core = trace?.window ?? scope?.window ?? (finding === null ? null : { from: finding.day, to: finding.day });
  const [from, to] = [dayNumber(core?.from), dayNumber(core?.to)];
  if (from === null || to === null) return null;
  const first = dayNumber(trace?.scope.from) ?? Number.NEGATIVE_INFINITY;
  const last = dayNumber(trace?.scope.to) ?? Number.POSITIVE_INFINITY;
  return { from: Math.max(first, from - DAYS_BEFORE), to: Math.min(Math.max(last, to), to + DAYS_AFTER) };
}

function dayNumber(text: string | undefined): number | null {
  const instant = text === undefined ? null : parseInstant(text);
  return instant === null ? null : Math.floor(msOf(instant) / DAY_MS);
}
