import { z } from 'zod';
import { ok, type Result } from '../core/result.ts';
import { compareDuties } from '../duties/compare-duties.ts';
import { deriveDuties } from '../duties/derive-duties.ts';
import { gradeSeverity } from '../duties/severity.ts';
import type { Duties } from '../model/duty.ts';
import { loadSeverityMethod } from '../packs/severity-pack.ts';
import { appendToCase } from './append-to-case.ts';
import type { Deps } from './deps.ts';
import { factBaseOf } from './fact-base.ts';
import { factsOf } from './facts-of.ts';
import { ownDuties } from './own-duty.ts';
import { refuseWrong } from './refuse-wrong.ts';

export const caseDutiesInput = z.strictObject({ case: z.string().min(1) });

/**
 * Derives what is owed in a case from its fact base and records it. Without a company file the controllers are unknown, and
 * the duties say what depends on them. Errors: `CASE_UNKNOWN`, `CASE_CLOSED`, `CASE_FACT_INVALID` (a controller's authority
 * or place that no law knows), those of the law packs and of the company file.
 */
export const deriveCaseDuties = {
  name: 'case.duties',
  permission: 'write',
  input: caseDutiesInput,
  async run(
    input: z.infer<typeof caseDutiesInput>,
    deps: Pick<Deps, 'cases' | 'clock' | 'company' | 'holidays' | 'laws' | 'operator' | 'packsFolder'>,
  ): Promise<Result<Duties>> {
    const packs = deps.laws();
    if (!packs.ok) return packs;
    const events = deps.cases.events(input.case);
    if (!events.ok) return events;
    const company = deps.company();
    if (!company.ok && company.error.code !== 'COMPANY_MISSING') return company;
    const base = factBaseOf(events.value);
    const declared = company.ok ? company.value : null;
    const tenants = new Set((declared?.tenants ?? []).map(({ id }) => id));
    const facts = factsOf(base, declared);
    // Stated facts are held to this when they come; company.yml is read here.
    const sound = refuseWrong(facts, packs.value, deps.clock.now(), 'controllers');
    if (!sound.ok) return sound;
    const method = loadSeverityMethod(deps.packsFolder);
    if (!method.ok) return method;
    const derived = {
      ...ownDuties(deriveDuties(facts, packs.value, deps.clock.now(), deps.holidays), declared),
      severity:
        method.value === null ? [] : gradeSeverity(facts, method.value).filter(({ bearer }) => !tenants.has(bearer)),
    };
    const document = base.duties === null ? derived : { ...derived, changes: compareDuties(base.duties, derived) };
    const recorded = await appendToCase(input.case, { kind: 'duties-derived', document }, [], deps);
    return recorded.ok ? ok(document) : recorded;
  },
} as const;
