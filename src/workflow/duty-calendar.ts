import { z } from 'zod';
import { ok, type Result } from '../core/result.ts';
import { calendarFeed } from '../duties/calendar-feed.ts';
import { deriveDuties } from '../duties/derive-duties.ts';
import type { CaseEvent } from '../model/case.ts';
import type { Duties } from '../model/duty.ts';
import type { Deps } from './deps.ts';
import { factBaseOf } from './fact-base.ts';
import { factsOf } from './facts-of.ts';

export const dutyCalendarInput = z.strictObject({
  case: z.string().min(1).nullable().describe('null: all open cases'),
});

/**
 * The clocks of one case, or of all open ones, as an iCalendar feed, derived now and not recorded: a calendar program asks every quarter
 * of an hour, and the feed holds nothing about people, nor who is suspected. A closed case has no clock. Errors: `CASE_UNKNOWN`,
 * those of the law packs, the company file and the state.
 */
export const dutyCalendar = {
  name: 'case.calendar',
  permission: 'read',
  input: dutyCalendarInput,
  async run(
    input: z.infer<typeof dutyCalendarInput>,
    deps: Pick<Deps, 'cases' | 'clock' | 'company' | 'holidays' | 'laws'>,
  ): Promise<Result<string>> {
    const cases = deps.cases.list();
    if (!cases.ok) return cases;
    const asked = input.case === null ? null : deps.cases.events(input.case);
    if (asked?.ok === false) return asked;
    const found: Duties[] = [];
    for (const one of cases.value) {
      if (one.status === 'closed' || (input.case !== null && one.case !== input.case)) continue;
      const events = asked ?? deps.cases.events(one.case);
      if (!events.ok) return events;
      const clocks = clocksOf(events.value, deps);
      if (!clocks.ok) return clocks;
      found.push(clocks.value);
    }
    return ok(calendarFeed(found, input.case === null ? 'Candour duties' : `Candour duties, ${input.case}`));
  },
} as const;

function clocksOf(
  events: readonly CaseEvent[],
  deps: Pick<Deps, 'cases' | 'clock' | 'company' | 'holidays' | 'laws'>,
): Result<Duties> {
  const packs = deps.laws();
  if (!packs.ok) return packs;
  const company = deps.company();
  if (!company.ok && company.error.code !== 'COMPANY_MISSING') return company;
  const facts = factsOf(factBaseOf(events), company.ok ? company.value : null);
  return ok(deriveDuties(facts, packs.value, deps.clock.now(), deps.holidays));
}
