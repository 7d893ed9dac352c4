import { z } from 'zod';
import type { Instant } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import { deriveDuties } from '../duties/derive-duties.ts';
import { filingChanges } from '../duties/filing-change.ts';
import type { FilingMatter } from '../duties/filing-matter.ts';
import { type FilledFiling, fillFiling } from '../duties/fill-filing.ts';
import { firstTold } from '../duties/told.ts';
import { factsSchema } from '../model/facts.ts';
import { loadFilings } from '../packs/filing-pack.ts';
import { caseFault } from './case-fault.ts';
import type { Deps } from './deps.ts';
import { factBaseOf } from './fact-base.ts';
import { factsOf } from './facts-of.ts';
import { refuseWrong } from './refuse-wrong.ts';

export const fillFormInput = z.strictObject({
  form: z.string().min(1),
  case: z.string().min(1).nullable().describe('a case, or null with `facts`'),
  facts: factsSchema.nullable(),
  controller: z.string().min(1).nullable().describe('null: every controller with people affected'),
  kind: z.enum(['initial', 'follow-up']),
});

/**
 * Fills an authority's form for each controller, under the first of the form's regimes that says anything about it. Nothing is sent
 * and nothing recorded. Errors: `CASE_FORM_UNKNOWN`, `CASE_FACT_INVALID`, `CASE_UNKNOWN`, those of packs and company file.
 */
export const fillForm = {
  name: 'filing.fill',
  permission: 'read',
  input: fillFormInput,
  async run(
    input: z.infer<typeof fillFormInput>,
    deps: Pick<Deps, 'cases' | 'clock' | 'company' | 'holidays' | 'laws' | 'packsFolder'>,
  ): Promise<Result<readonly FilledFiling[]>> {
    const filings = loadFilings(deps.packsFolder);
    if (!filings.ok) return filings;
    const filing = filings.value.find(({ id }) => id === input.form);
    if (filing === undefined) {
      const known = filings.value.map(({ id }) => id).join(', ');
      return err(caseFault('CASE_FORM_UNKNOWN', `filling a form: expected one of ${known}`));
    }
    const packs = deps.laws();
    if (!packs.ok) return packs;
    const company = deps.company();
    if (!company.ok && company.error.code !== 'COMPANY_MISSING') return company;
    const declared = company.ok ? company.value : null;
    if (input.facts !== null) {
      const right = refuseWrong(input.facts, packs.value, deps.clock.now());
      if (!right.ok) return right;
    }
    const events = input.facts === null ? deps.cases.events(input.case ?? '') : ok([]);
    if (!events.ok) return events;
    const facts = input.facts ?? factsOf(factBaseOf(events.value), declared);
    const duties = deriveDuties(facts, packs.value, deps.clock.now(), deps.holidays);
    // What was sent is not kept; the case as it stood when the authority was told says the same, by its own record.
    const earlier = (at: Instant): Pick<FilingMatter, 'facts' | 'duties'> | null => {
      const until = events.value.filter((event) => event.at <= at);
      if (until.length === 0) return null;
      const then = factsOf(factBaseOf(until), declared);
      return { facts: then, duties: deriveDuties(then, packs.value, at, deps.holidays) };
    };
    const tenants = new Set((declared?.tenants ?? []).map(({ id }) => id));
    const bearers = [...new Set(facts.groups.map(({ controller }) => controller))];
    return ok(
      bearers
        // A tenant files for itself; what goes out to tenants is made for each of them.
        .filter((id) =>
          input.controller === null ? filing.message !== undefined || !tenants.has(id) : id === input.controller,
        )
        .flatMap((controller) => {
          const speaking = duties.duties.filter(({ bearer }) => bearer === controller).map(({ regime }) => regime);
          const regime =
            filing.regimes.length === 0 ? (speaking[0] ?? '') : filing.regimes.find((id) => speaking.includes(id));
          if (regime === undefined) return [];
          const own = declared?.controllers.find(({ id }) => id === controller) ?? null;
          const matter: FilingMatter = {
            facts,
            duties,
            controller,
            company: own,
            platform: declared?.platform ?? null,
            authority: filing.authority,
            regime,
            kind: input.kind,
          };
          const filled = fillFiling(filing, matter);
          if (input.kind === 'initial') return [filled];
          const at = firstTold(facts, authoritiesOf(matter));
          const then = at === null ? null : earlier(at);
          if (at === null || then === null) return [{ ...filled, since: null }];
          return [
            { ...filled, since: { at, changes: filingChanges(fillFiling(filing, { ...matter, ...then }), filled) } },
          ];
        }),
    );
  },
} as const;

/** Whom the form is for: its own authority, or those that its law names. */
const authoritiesOf = ({ authority, duties, controller, regime }: FilingMatter): readonly string[] =>
  authority !== null
    ? [authority]
    : duties.duties
        .filter(({ bearer, regime: of }) => bearer === controller && of === regime)
        .map(({ recipient }) => recipient.replace(/^authority:/, ''));

/** The forms that can be filled. Errors: those of the packs. */
export const listForms = {
  name: 'filing.list',
  permission: 'read',
  input: z.strictObject({}),
  async run(_input: object, { packsFolder }: Pick<Deps, 'packsFolder'>) {
    const filings = loadFilings(packsFolder);
    return filings.ok
      ? ok(filings.value.map(({ id, title, authority, regimes }) => ({ id, title, authority, regimes })))
      : filings;
  },
} as const;
