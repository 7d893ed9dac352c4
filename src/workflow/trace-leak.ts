import { z } from 'zod';
import { type Instant, msOf, type Period, parseInstant, plusDays } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { Field } from '../model/field.ts';
import type { Trace } from '../model/trace.ts';
import type { DisclosedPerson } from '../ports/case-file.ts';
import type { LakeSession } from '../ports/lake.ts';
import { boundByCanaries } from '../trace/canary-bound.ts';
import { gatherEvidence, type SegmentRow, type ShortlistRow, type VolumeRow } from '../trace/evidence.ts';
import { traceFault } from '../trace/fault.ts';
import { judgeTrace, shortlistOf, type TraceAnswer } from '../trace/judge-trace.ts';
import { type LeakSample, readLeakSample, showsStrangers } from '../trace/leak-sample.ts';
import { type LinkedRecord, linkedRecordCount, positionsOf } from '../trace/link-sample.ts';
import { type FoundControl, perLeaked, samplesOf, thinned } from '../trace/sampling.ts';
import { TRACE_MODEL } from '../trace/trace-model.ts';
import { appendToCase } from './append-to-case.ts';
import type { Deps } from './deps.ts';
import { instantInput } from './instant-input.ts';
import { linkRecords } from './link-records.ts';
import { listCanaries } from './list-canaries.ts';
import { logWindow } from './log-window.ts';
import { fixPlan, planOf } from './plan-trace.ts';
import { readProbe } from './read-probe.ts';
import { replayTrace } from './replay-trace.ts';

export const traceInput = z.strictObject({
  case: z.string().min(1),
  leak: z.string().min(1).describe('path of the records found outside'),
  alpha: z.number().gt(0).max(0.05).default(0.001).describe('tolerated probability of naming anybody innocent'),
  replays: z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(200)
    .describe('leaks by nobody in the log, simulated on it before a name is shown'),
  from: instantInput.optional().describe('default: the first access of the lake'),
  to: instantInput
    .optional()
    .describe('not included: when the list was seen outside; default: the last access of the lake'),
});
export type TraceInput = z.output<typeof traceInput>;

type TraceDeps = Pick<Deps, 'cases' | 'clock' | 'files' | 'lake' | 'operator' | 'progress' | 'readLeak' | 'records'>;

/**
 * Traces who leaked a list and records the answer in the case. Scope, α, linkage and model are fixed first, behind a leaf of their own. The log is read twice: for whoever
 * opened the listed customers and samples of the others, and for all that the few did who may be named. Who is linked is kept beside the case for its scope.
 * Errors: `CASE_UNKNOWN`, `CASE_CLOSED`, `LEAK_UNREADABLE`, `TRACE_SAMPLE_EMPTY`, `TRACE_NO_CUSTOMERS`, `TRACE_SCOPE_EMPTY`.
 */
export const traceLeak = {
  name: 'case.trace',
  permission: 'write',
  input: traceInput,
  async run(input: TraceInput, deps: TraceDeps): Promise<Result<Trace>> {
    const known = deps.cases.events(input.case);
    if (!known.ok) return known;
    const bytes = deps.readLeak(input.leak);
    if (!bytes.ok) return bytes;
    const sample = readLeakSample(bytes.value);
    if (!sample.ok) return sample;
    const books = deps.records.codebooks();
    if (!books.ok) return books;
    // Canaries are no customers: a list of them alone is not one of strangers.
    const { listed, others } = listCanaries(bytes.value, sample.value, books.value);
    const session = await deps.lake.open();
    if (!session.ok) return session;
    const step = deps.progress.step('trace', 7, 'steps');
    try {
      const log = await tracedLog(session.value, input);
      if (!log.ok) return log;
      const plan = await fixPlan(
        planOf(input, log.value.scope, sample.value, session.value.checkpoint),
        input.case,
        deps,
      );
      if (!plan.ok) return plan;
      const answer = await traceOver(session.value, input, log.value, others, step.at);
      if (!answer.ok) return answer;
      const { trace: judged, details } = answer.value.answer;
      const counts = { ...judged.sample, records: judged.sample.records + listed.records };
      const trace: Trace = boundByCanaries({ ...judged, sample: counts, plan: plan.value }, listed);
      // First the people, then the event that rests on them: a crash between leaves a list that the next trace replaces.
      deps.files.keepDisclosed(input.case, answer.value.disclosed);
      const recorded = await appendToCase(input.case, { kind: 'traced', document: trace, details }, [], deps);
      return recorded.ok ? ok(trace) : recorded;
    } finally {
      step.end();
      await session.value.close();
    }
  },
} as const;

interface Traced {
  readonly answer: TraceAnswer;
  readonly disclosed: readonly DisclosedPerson[];
}

async function traceOver(
  session: LakeSession,
  input: TraceInput,
  { scope, accesses }: TracedLog,
  sample: LeakSample,
  at: (done: number) => void,
): Promise<Result<Traced>> {
  await session.keep('place', 'trace-place');
  const segments = await session.rows<SegmentRow>('trace-segment');
  if (segments.length === 0)
    return err(traceFault('TRACE_NO_CUSTOMERS', 'tracing a leak: no customer record is on file'));
  const customers = segments.reduce((sum, segment) => sum + Number(segment.customers), 0);
  const { linked, chance } = await linkRecords(session, sample, customers);
  at(1);
  const positions = positionsOf(linked);
  const leaked = positions.map(({ customer }, probeNo) => ({ probe_no: probeNo, customer, leaked: true }));
  await session.load('probe', leaked);
  const window = logWindow(scope);
  const { from, to } = scope;
  const listed = new Set(positions.map(({ segment }) => segment));
  const near = segments.reduce((sum, { segment, customers: n }) => sum + (listed.has(segment) ? Number(n) : 0), 0);
  const { controlsOf, volumesOf } = samplesOf({ customers, near, accesses });
  await session.keep('seen', 'trace-seen', { ...window, controls_of: controlsOf, volumes_of: volumesOf });
  at(2);
  const strata = {
    per_leaked: perLeaked(positions.length),
    per_stratum: TRACE_MODEL.controlsPerStratum,
    one_in: controlsOf,
  };
  const found = (await session.rows<ControlRow>('trace-control', strata)).map(controlOf);
  const controls = thinned(found, TRACE_MODEL.controlPairBudget);
  const volumes = await session.rows<VolumeRow>('trace-volume', { one_in: volumesOf });
  if (volumes.length === 0)
    return err(traceFault('TRACE_SCOPE_EMPTY', `tracing a leak: no access to a customer from ${from} to ${to}`));
  at(3);
  await session.load('probe', [
    ...leaked,
    ...controls.map(({ customer }, i) => ({ probe_no: leaked.length + i, customer, leaked: false })),
  ]);
  const probe = await readProbe(session, from);
  at(4);
  const evidence = gatherEvidence({ positions, controls, volumes, segments, probe, volumesOf });
  await session.load(
    'shortlist',
    shortlistOf(evidence).map((actor) => ({ actor })),
  );
  const activity = await session.rows<ShortlistRow>('trace-shortlist', window);
  at(5);
  const records = sample.records.length + sample.junk;
  const linkedCount = linkedRecordCount(linked);
  const counts = { records, linked: linkedCount, foreign: records - linkedCount, chance };
  const question = {
    case: input.case,
    alpha: input.alpha,
    scope,
    sample: counts,
    checkpoint: session.checkpoint,
    legible: showsStrangers(sample, TRACE_MODEL.recordsMin),
  };
  const first = judgeTrace(question, evidence, activity);
  at(6);
  const answer =
    first.trace.named.length === 0 || input.replays === 0
      ? first
      : await replayTrace(session, question, evidence, activity, first, input.replays);
  at(7);
  return ok({ answer, disclosed: disclosedPersons(sample, linked) });
}

interface ControlRow extends Record<string, string | bigint | number | null> {
  readonly customer: string;
  readonly segment: string;
  readonly viewers: bigint;
  readonly stratum_share: number;
}

const controlOf = (row: ControlRow): FoundControl => ({
  customer: row.customer,
  segment: row.segment,
  viewers: Number(row.viewers),
  share: row.stratum_share,
});

interface TracedLog {
  readonly scope: Period;
  /** Of the whole lake. */
  readonly accesses: number;
}

/** What was asked, else the extent of the log; the last access is inside. */
async function tracedLog(session: LakeSession, input: TraceInput): Promise<Result<TracedLog>> {
  const [extent] = await session.rows<ExtentRow>('trace-extent');
  const { first_day, last_day, accesses } = extent ?? { first_day: null, last_day: null, accesses: 0n };
  if (first_day === null || last_day === null)
    return err(traceFault('TRACE_SCOPE_EMPTY', 'tracing a leak: the lake holds no access'));
  const [edge] = await session.rows<EdgeRow>('trace-edge', { first_day, last_day });
  const first = parseInstant(edge?.first_access ?? '');
  const last = parseInstant(edge?.last_access ?? '');
  if (first === null || last === null) throw new Error('a day that has accesses has a first and a last one');
  const from: Instant = input.from ?? first;
  const to: Instant = input.to ?? plusDays(last, 1);
  if (msOf(from) < msOf(to)) return ok({ scope: { from, to }, accesses: Number(accesses) });
  return err(traceFault('TRACE_SCOPE_EMPTY', `tracing a leak: expected from before to, got ${from} and ${to}`));
}

type ExtentRow = { readonly first_day: number | null; readonly last_day: number | null; readonly accesses: bigint };
type EdgeRow = { readonly first_access: string | null; readonly last_access: string | null };

/** Everybody whom a record is rather of than not, once, with the fields that the sample shows of them, hashed or masked ones too. */
function disclosedPersons(sample: LeakSample, linked: readonly LinkedRecord[]): readonly DisclosedPerson[] {
  const byNo = new Map(sample.records.map((record) => [record.recordNo, record]));
  const persons = new Map<string, Set<Field>>();
  for (const { recordNo, customer, weight } of linked) {
    if (weight < 0.5) continue;
    const shown = persons.get(customer) ?? new Set<Field>();
    persons.set(customer, shown);
    const record = byNo.get(recordNo);
    if (record === undefined) continue;
    if (record.id !== null) shown.add('account-number');
    if (record.email !== null || record.emailLike !== null || record.digest !== null) shown.add('email');
    if (record.phone !== null || record.phoneLike !== null) shown.add('phone');
    if (record.name !== null || record.nameLike !== null) shown.add('name');
    if (record.address !== null || record.postcode !== null) shown.add('postal-address');
  }
  return [...persons]
    .map(([subject, fields]) => ({ subject, fields: [...fields].sort() }))
    .sort((a, b) => (a.subject < b.subject ? -1 : 1));
}
