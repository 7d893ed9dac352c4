import { instantFromMs, msOf, type Period } from '../core/instant.ts';
import type { Trace, TraceDetail } from '../model/trace.ts';
import { calibratedPosterior } from './calibrated-posterior.ts';
import { type Candidate, givenBy, growCoalition, type Member, personsFor } from './coalition.ts';
import { contributions, type EValue, eValue, meanRatios, type TraceWindow, windowGrid } from './e-value.ts';
import { type Evidence, type ShortlistRow, withExactVolumes } from './evidence.ts';
import { type ExtractionWindow, extractionWindow } from './extraction-window.ts';
import { controlsByViewers } from './null-model.ts';
import { type PopularityCurve, popularityCurve } from './popularity-curve.ts';
import { type Ranking, rankActors } from './rank.ts';
import { moreRecordsNeeded, ratesToExpect } from './records-needed.ts';
import { suspectOf } from './suspect.ts';
import { slackFor, TRACE_MODEL } from './trace-model.ts';

const DAY_MS = 86_400_000;
const RIVALS_SHOWN = 5;

export interface TraceQuestion {
  readonly case: string;
  readonly alpha: number;
  readonly scope: Period;
  /** Counts over all records of the file. */
  readonly sample: Trace['sample'];
  readonly checkpoint: string;
  /** Nobody on the list being a customer would mean that it is of strangers (`showsStrangers`); default: it would mean nothing. */
  readonly legible?: boolean;
  /** Least share of the list that may coincide with an innocent's views, where replays ask for more than the model; default 0. */
  readonly slack?: number;
  /** Where it is known already: of replays, which are on the log's own controls. */
  readonly curve?: PopularityCurve;
}

export interface TraceAnswer {
  readonly trace: Trace;
  /** What the report draws; one per named actor, none otherwise. */
  readonly details: readonly TraceDetail[];
}

/** Who explains the list best, named or not: for measurements on made-up organisations only. */
export interface Leader {
  readonly actor: string;
  /** Of the ranking, not calibrated. */
  readonly posterior: number;
  /** ln of the e-value. */
  readonly log: number;
  readonly share: number;
  /** Of the ranking: nobody of this log gave `shareToName` or more. */
  readonly absence: number;
}

type Judgement =
  | { readonly kind: 'named'; readonly members: readonly Member[] }
  | { readonly kind: 'apart'; readonly persons: readonly number[] }
  | { readonly kind: 'nobody'; readonly bestLog: number };

/** The actors worth weighing fully: those whose views explain the list best, at most `shortlist` of them. */
export const shortlistOf = (evidence: Evidence): readonly string[] =>
  rankActors(evidence)
    .ranked.slice(0, TRACE_MODEL.shortlist)
    .map((entry) => entry.actor);

/**
 * Answers who leaked the list. Named is only who passes both keys: e-value ≥ n/α (n actors in the log), and a posterior of at
 * least `posteriorToName` that it is he and nobody else. `activity` holds the rows of `trace-shortlist` for `shortlistOf`.
 *
 * Below the thresholds the answer is a verdict with counts, never a name: `cannot-separate` when the evidence against the best group is strong
 * enough but not against one of them; `not-in-this-log` when the log speaks against every actor's having given `shareToName` of the
 * linked records and nobody stands out by either key (E < n, the most that n innocents would show; posterior below `presenceLevel`);
 * `not-enough-data` otherwise.
 */
export function judgeTrace(question: TraceQuestion, rough: Evidence, activity: readonly ShortlistRow[]): TraceAnswer {
  const { trace, details } = judgeWithLeader(question, rough, activity);
  return { trace, details };
}

/** Whom `judgeTrace` names, and nothing of when or how: what a replay asks. */
export function namedActors(
  question: TraceQuestion,
  rough: Evidence,
  activity: readonly ShortlistRow[],
): readonly string[] {
  const { judgement } = weigh(question, rough, activity);
  return judgement.kind === 'named' ? judgement.members.map(({ candidate }) => candidate.suspect.actor) : [];
}

function weigh(question: TraceQuestion, rough: Evidence, activity: readonly ShortlistRow[]) {
  const evidence = withExactVolumes(rough, activity);
  const ranking = rankActors(evidence);
  const { scopeMs, days } = daysOf(question.scope);
  const weights = Float64Array.from(evidence.positions, (position) => position.weight);
  const slack = slackFor(weights.length, question.slack ?? 0);
  const grid = windowGrid(days);
  const candidates = candidatesOf(question, evidence, ranking, activity, weights, slack, grid);
  const logNeeded = Math.log(Math.max(1, evidence.actorCount) / question.alpha);
  const judgement = judge(candidates, ranking, evidence, weights, slack, grid, logNeeded);
  return { evidence, ranking, scopeMs, days, weights, slack, candidates, logNeeded, judgement };
}

/** `judgeTrace` for measurements: with the name that an answer below the thresholds must not hold. */
export function judgeWithLeader(
  question: TraceQuestion,
  rough: Evidence,
  activity: readonly ShortlistRow[],
): TraceAnswer & { readonly leader: Leader | null } {
  const weighed = weigh(question, rough, activity);
  const { evidence, ranking, scopeMs, days, weights, slack, candidates, logNeeded, judgement } = weighed;
  const named = judgement.kind === 'named' ? judgement.members : [];
  const given = givenBy(
    named.map((member) => member.candidate.ratios),
    weights.length,
  );
  const windows = named.map((member, i) => {
    const own = given[i];
    return own === undefined ? null : extractionWindow(member.candidate.suspect, weights, own, days);
  });
  const trace: Trace = {
    case: question.case,
    verdict: verdictOf(judgement, ranking, question, evidence),
    named: named.map((member) => ({
      actor: member.candidate.suspect.actor,
      eValue: Math.min(Math.exp(member.log), Number.MAX_VALUE),
      posterior: member.posterior,
    })),
    sample: question.sample,
    alpha: question.alpha,
    scope: question.scope,
    window: hull(windows, question.scope, scopeMs),
    apart: judgement.kind === 'apart' ? judgement.persons.map((persons) => ({ persons })) : [],
    moreRecordsNeeded: null,
    replay: null,
    checkpoint: question.checkpoint,
  };
  const others = nextInLine(candidates, named);
  const details = named.map((member, i) => ({
    ...detailOf(member, evidence, weights, slack, windows[i] ?? null, scopeMs, days),
    rivals: { own: inTens(member.candidate.value.log), needed: inTens(logNeeded), others },
  }));
  const leader = leaderOf(candidates[0], ranking.absence);
  // Of records that no link could be made from, more would not do.
  const isBlind = evidence.positions.length === 0 && question.legible !== true;
  if (trace.verdict !== 'not-enough-data' || judgement.kind !== 'nobody' || isBlind) return { trace, details, leader };
  const hits = candidates.flatMap(({ suspect }) => suspect.hits.map((hit) => hit.rate));
  const rates = ratesToExpect(hits, evidence);
  return {
    trace: { ...trace, moreRecordsNeeded: moreRecordsNeeded(logNeeded, weights.length, rates, judgement.bestLog) },
    details,
    leader,
  };
}

const inTens = (nats: number): number => nats / Math.LN10;

/** How strong the evidence is against those who come closest and are not named; no more of them than that. */
function nextInLine(candidates: readonly Candidate[], named: readonly Member[]): readonly number[] {
  const taken = new Set(named.map(({ candidate }) => candidate));
  return candidates
    .filter((candidate) => !taken.has(candidate))
    .map(({ value }) => inTens(value.log))
    .sort((a, b) => b - a)
    .slice(0, RIVALS_SHOWN);
}

function leaderOf(candidate: Candidate | undefined, absence: number): Leader | null {
  if (candidate === undefined) return null;
  const { suspect, posterior, value } = candidate;
  return { actor: suspect.actor, posterior, log: value.log, share: value.share, absence };
}

/** Midnight (UTC) at which day 0 begins, and how many days the scope has. */
function daysOf(scope: Period): { readonly scopeMs: number; readonly days: number } {
  const scopeMs = Math.floor(msOf(scope.from) / DAY_MS) * DAY_MS;
  return { scopeMs, days: Math.max(1, Math.ceil((msOf(scope.to) - scopeMs) / DAY_MS)) };
}

function candidatesOf(
  question: TraceQuestion,
  evidence: Evidence,
  ranking: Ranking,
  activity: readonly ShortlistRow[],
  weights: Float64Array,
  slack: number,
  grid: readonly TraceWindow[],
): readonly Candidate[] {
  const { scopeMs, days } = daysOf(question.scope);
  const rows = Map.groupBy(activity, (row) => row.actor);
  const curve = question.curve ?? popularityCurve(evidence);
  const counts = controlsByViewers(evidence);
  const nobody = new Float64Array(weights.length).fill(1);
  return ranking.ranked.flatMap(({ actor, posterior }): readonly Candidate[] => {
    const seen = evidence.sightings.get(actor);
    const own = rows.get(actor);
    if (seen === undefined || own === undefined) return [];
    const suspect = suspectOf(evidence, curve, seen, own, scopeMs, days, counts);
    const value = eValue(suspect, weights, nobody, grid, slack);
    return [{ suspect, posterior, value, ratios: meanRatios(suspect, weights, value, grid) }];
  });
}

function judge(
  candidates: readonly Candidate[],
  ranking: Ranking,
  evidence: Evidence,
  weights: Float64Array,
  slack: number,
  grid: readonly TraceWindow[],
  logNeeded: number,
): Judgement {
  const bestLog = candidates.reduce((best, candidate) => Math.max(best, candidate.value.log), 0);
  // Both keys must point at the same actor: a surprising account that explains the list less well than another is not the start.
  const [leader] = candidates;
  const n = Math.max(1, evidence.actorCount);
  if (leader === undefined) return { kind: 'nobody', bestLog };
  const members = growCoalition(leader, candidates, weights, grid, slack, logNeeded, n);
  if (members.length > 1) {
    const sure = members.every((member) => member.posterior >= TRACE_MODEL.posteriorToName);
    return sure ? { kind: 'named', members } : { kind: 'apart', persons: members.map((member) => member.persons) };
  }
  if (leader.value.log < logNeeded || !givesEnough(leader, weights, slack, grid, logNeeded))
    return { kind: 'nobody', bestLog };
  if (leader.posterior >= TRACE_MODEL.posteriorToName)
    return {
      kind: 'named',
      members: [{ candidate: leader, log: leader.value.log, posterior: statedPosterior(leader), persons: 1 }],
    };
  const persons = personsFor(
    ranking.ranked.map((entry) => entry.posterior),
    TRACE_MODEL.posteriorToName,
  );
  return { kind: 'apart', persons: [Math.max(2, persons)] };
}

const statedPosterior = ({ posterior, value: { share } }: Candidate): number =>
  calibratedPosterior({ posterior, share });

/** A small share needs evidence that stands though a larger part of the list coincided with him: colleagues of an unlogged culprit do. */
function givesEnough(
  leader: Candidate,
  weights: Float64Array,
  slack: number,
  grid: readonly TraceWindow[],
  logNeeded: number,
): boolean {
  const small = TRACE_MODEL.smallShares.find(({ below }) => leader.value.share < below);
  return small === undefined || wideValue(leader, weights, Math.max(slack, small.slack), grid).log >= logNeeded;
}

function wideValue({ suspect }: Candidate, weights: Float64Array, slack: number, grid: readonly TraceWindow[]): EValue {
  const nobody = new Float64Array(weights.length).fill(1);
  return eValue(suspect, weights, nobody, grid, slack);
}

function verdictOf(
  judgement: Judgement,
  ranking: Ranking,
  question: TraceQuestion,
  evidence: Evidence,
): Trace['verdict'] {
  const linkedCustomers = evidence.positions.length;
  if (judgement.kind === 'named') return judgement.members.length > 1 ? 'several' : 'one';
  if (judgement.kind === 'apart') return 'cannot-separate';
  // A list of strangers: nobody could have copied it from these customers.
  if (linkedCustomers === 0 && question.legible === true) return 'not-in-this-log';
  const spoken = linkedCustomers >= TRACE_MODEL.recordsMin && ranking.absence >= TRACE_MODEL.absenceLevel;
  const quiet =
    judgement.bestLog < Math.log(Math.max(1, evidence.actorCount)) &&
    (ranking.ranked[0]?.posterior ?? 0) < TRACE_MODEL.presenceLevel;
  return spoken && quiet ? 'not-in-this-log' : 'not-enough-data';
}

/** The shortest time that holds every named actor's extraction, within the scope. */
function hull(windows: readonly (ExtractionWindow | null)[], scope: Period, scopeMs: number): Trace['window'] {
  const known = windows.filter((window) => window !== null);
  if (known.length === 0) return null;
  const from = scopeMs + Math.min(...known.map((window) => window.from)) * DAY_MS;
  const to = scopeMs + Math.max(...known.map((window) => window.to)) * DAY_MS;
  return {
    from: instantFromMs(Math.max(from, msOf(scope.from))),
    to: instantFromMs(Math.min(to, msOf(scope.to))),
    level: TRACE_MODEL.windowLevel,
  };
}

function detailOf(
  member: Member,
  evidence: Evidence,
  weights: Float64Array,
  slack: number,
  window: ExtractionWindow | null,
  scopeMs: number,
  days: number,
): TraceDetail {
  const { suspect, value } = member.candidate;
  const nats = contributions(suspect, weights, value, slack);
  const hitAt = new Set(suspect.hits.map((hit) => hit.position));
  const hits = new Float64Array(days);
  for (const hit of suspect.hits)
    for (const view of hit.views) if (view.day < days) hits[view.day] = (hits[view.day] ?? 0) + 1;
  const views = (day: number): number =>
    Math.round(((suspect.activity[day + 1] ?? 0) - (suspect.activity[day] ?? 0)) * suspect.viewCount);
  const dateOf = (day: number): string => instantFromMs(scopeMs + day * DAY_MS).slice(0, 10);
  return {
    actor: suspect.actor,
    share: value.share,
    records: evidence.positions.flatMap((position, at) =>
      position.recordNos.map((recordNo) => ({
        recordNo,
        seen: hitAt.has(at),
        contribution: (nats[at] ?? 0) / position.recordNos.length,
      })),
    ),
    days: Array.from(hits, (count, day) => ({ day: dateOf(day), hits: count, views: views(day) })).filter(
      (entry) => entry.views > 0,
    ),
    likely: window === null ? null : { from: dateOf(window.likely.from), to: dateOf(window.likely.to) },
  };
}
