import { z } from 'zod';
import { instantFromMs, msOf, type Period, parseInstant } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import { type ActorDayRow, actorDayCollector, DAY_MS, type DayWindow } from '../detect/actor-day.ts';
import { detect } from '../detect/detect.ts';
import { detectFault } from '../detect/fault.ts';
import type { WorkerRow } from '../detect/peer-group.ts';
import type { Finding } from '../model/finding.ts';
import { DETECTION_RULE, loadRulePack } from '../packs/rule-pack.ts';
import type { FindingStore } from '../ports/finding-store.ts';
import type { LakeSession } from '../ports/lake.ts';
import type { Deps } from './deps.ts';
import { instantInput } from './instant-input.ts';

export const detectInput = z.strictObject({
  from: instantInput.optional().describe('default: the first day of the lake'),
  to: instantInput.optional().describe('not included; default: the end of the last day of the lake'),
  budget: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('findings kept, the most surprising; default: the rule pack’s'),
  rule: z.string().min(1).optional().describe('a folder of packs/rules; default: the one that is shipped'),
});
export type DetectInput = z.infer<typeof detectInput>;

/** The document of `candour detect --json`. */
export interface DetectedFindings {
  /** Whole UTC days. */
  readonly window: Period;
  readonly findings: readonly Finding[];
  /** Findings above the threshold for which the budget had no room. */
  readonly leftOut: number;
  /** Actor-days that could not be judged: no past, no team. */
  readonly unjudged: number;
}

export interface DetectDeps extends Pick<Deps, 'clock' | 'lake' | 'operator' | 'packsFolder' | 'progress'> {
  readonly findings: FindingStore;
}

/**
 * Finds what is surprising in a window of whole UTC days and makes it the list of findings for those days. One scan of the
 * lake from as far back as the rule looks; 150 MB for a million actor-days. Errors: `DETECT_NO_ACCESS`,
 * `DETECT_WINDOW_EMPTY`, those of the rule pack and of the lake.
 */
export const detectAccesses = {
  name: 'findings.detect',
  permission: 'write',
  input: detectInput,
  async run(input: DetectInput, deps: DetectDeps): Promise<Result<DetectedFindings>> {
    const pack = loadRulePack(deps.packsFolder, input.rule ?? DETECTION_RULE);
    if (!pack.ok) return pack;
    const { rule } = pack.value;
    const session = await deps.lake.open();
    if (!session.ok) return session;
    try {
      const window = await daysOf(session.value, input);
      if (!window.ok) return window;
      const { from, to } = window.value;
      const lookBack = Math.max(rule.own_past.days, rule.slow.days, rule.team.days);
      const step = deps.progress.step('detect', null, 'actor-days');
      const collector = actorDayCollector();
      let rows = 0;
      const params = periodOf({ from: from - lookBack, to });
      for await (const page of session.value.stream<ActorDayRow>('detect-actor-days', { ...params })) {
        for (const row of page) collector.add(row);
        rows += page.length;
        step.at(rows);
      }
      const workforce = await session.value.rows<WorkerRow>('detect-workforce');
      const found = detect(collector.done(), workforce, rule, window.value, input.budget ?? rule.budget);
      const period = periodOf(window.value);
      const kept = await deps.findings.replaceWindow(period, found.findings, deps.clock.now(), deps.operator);
      step.end();
      if (!kept.ok) return kept;
      return ok({ window: period, ...found });
    } finally {
      await session.value.close();
    }
  },
} as const;

const periodOf = (window: DayWindow): Period => ({
  from: instantFromMs(window.from * DAY_MS),
  to: instantFromMs(window.to * DAY_MS),
});

/** The asked window widened to whole days; what was not asked comes from the lake's extent. */
async function daysOf(session: LakeSession, input: DetectInput): Promise<Result<DayWindow>> {
  const [range] = await session.rows<{ readonly first: string | null; readonly last: string | null }>('detect-range');
  const first = parseInstant(range?.first ?? '');
  const last = parseInstant(range?.last ?? '');
  if (first === null || last === null)
    return err(detectFault('DETECT_NO_ACCESS', 'detecting: the lake holds no access'));
  const from = Math.floor(msOf(input.from ?? first) / DAY_MS);
  const to = input.to === undefined ? Math.floor(msOf(last) / DAY_MS) + 1 : Math.ceil(msOf(input.to) / DAY_MS);
  if (from < to) return ok({ from, to });
  return err(detectFault('DETECT_WINDOW_EMPTY', 'detecting: expected a window of at least one day after --from'));
}
