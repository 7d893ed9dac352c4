import { type Instant, instantFromMs, msOf } from '../core/instant.ts';
import type { Facts } from '../model/facts.ts';
import type { StartEvent } from '../packs/law-duty-schema.ts';
import type { LawDeadline, LawLimit } from '../packs/law-text.ts';
import type { Counts } from './business-day.ts';
import { countLimit, yearEnd } from './count-limit.ts';
import { dayText, localDayNumber, spoken } from './zone-time.ts';

/** When a duty must be done, in UTC, with the arithmetic in words; nulls where the law sets no count or the start is not known. */
export interface Reckoning {
  readonly deadline: Instant | null;
  /**
   * The earliest defensible reading: the plain length from the very minute of the event, and from awareness where the law waits for a
   * finding that is not recorded; never after `deadline`.
   */
  readonly strictDeadline: Instant | null;
  readonly arithmetic: string;
  /** Facts without which a limit has no date. */
  readonly missing: readonly string[];
}

/** When each event happened that a period can start from; null: not recorded. */
export type Starts = Readonly<Record<StartEvent, Instant | null>>;

interface EventWords {
  readonly said: string;
  /** Where the instant stands in the facts. */
  readonly fact: keyof Facts;
  /** It can only follow awareness: until it is recorded, the strict reading starts from there. */
  readonly finding: boolean;
}

const EVENTS: Readonly<Record<StartEvent, EventWords>> = {
  awareness: { said: 'the organisation became aware', fact: 'awareAt', finding: false },
  'awareness-year-end': {
    said: 'the year in which the organisation became aware ended',
    fact: 'awareAt',
    finding: false,
  },
  occurrence: { said: 'it began to happen', fact: 'occurredFrom', finding: false },
  determination: { said: 'the organisation determined that a breach occurred', fact: 'determinedAt', finding: true },
  'scope-known': { said: 'the organisation had identified the scope', fact: 'scopeKnownAt', finding: true },
  assessment: { said: 'the organisation assessed the breach as notifiable', fact: 'assessedAt', finding: true },
  materiality: { said: 'the organisation determined that it is material', fact: 'materialAt', finding: true },
  'individuals-informed': { said: 'the people were told', fact: 'individualsInformedAt', finding: false },
  'authority-informed': { said: 'the authority was told', fact: 'authorityInformed', finding: false },
};

/** Counts a law's limits from `starts` in `zone` (IANA); the earliest binds. `business`: the law's business days, where it has any. */
export function reckon(rule: LawDeadline, starts: Starts, zone: string, business?: Counts): Reckoning {
  const limits = [rule, ...rule.or];
  const told = limits.map((limit) => tell(limit, starts, zone, business));
  const ends = told.flatMap(({ end }) => (end === null ? [] : [end]));
  const strictest = told.flatMap(({ strict }) => (strict === null ? [] : [strict]));
  const stricter = rule.strict === undefined ? null : { ...rule.strict, start: rule.strict.start ?? rule.start };
  const held = stricter === null ? null : tell(stricter, starts, zone, business);
  if (held !== null && held.end !== null) strictest.push(held.end);
  const end = ends.length === 0 ? null : Math.min(...ends);
  const strict = strictest.length === 0 ? null : Math.min(...strictest);
  const arithmetic = [
    rule.words,
    ...told.map(({ words }) => words),
    ...(ends.length > 1 && end !== null ? [`The earliest binds: ${spoken(zone, end)}.`] : []),
    ...(held === null ? [] : [`A stricter reading: ${held.words}`]),
    ...(strict === null ? [] : [`Strictest reading, from the minute of the event: ${spoken(zone, strict)}.`]),
    ...(rule.disputed === undefined ? [] : [rule.disputed]),
  ].join(' ');
  return {
    deadline: end === null ? null : instantFromMs(end),
    strictDeadline: strict === null ? null : instantFromMs(strict),
    arithmetic,
    missing: [...new Set(told.flatMap(({ missing }) => missing))],
  };
}

interface Told {
  readonly end: number | null;
  readonly strict: number | null;
  readonly words: string;
  readonly missing: readonly string[];
}

function tell(limit: LawLimit, starts: Starts, zone: string, business: Counts | undefined): Told {
  const { said, fact, finding } = EVENTS[limit.start];
  const at = timeOf(limit.start, starts, zone);
  if (at === null) {
    if (limit.length === null) {
      return { end: null, strict: null, words: `The law sets no count; it is not recorded when ${said}.`, missing: [] };
    }
    const aware = finding ? timeOf('awareness', starts, zone) : null;
    const counted = aware === null ? null : countLimit(limit, aware, zone, business);
    const instead =
      counted === null || counted === undefined ? '' : ' Until then it is strictly counted from awareness.';
    return {
      end: null,
      strict: counted?.strict ?? null,
      words: `It is not recorded when ${said}: without it no date can be given.${instead}`,
      missing: [fact],
    };
  }
  const counted = countLimit(limit, at, zone, business);
  const event = `${said.charAt(0).toUpperCase()}${said.slice(1)} on ${spoken(zone, at)}.`;
  if (counted === null)
    return { end: null, strict: null, words: `The law sets no count; ${said} on ${spoken(zone, at)}.`, missing: [] };
  const length = `Plus ${limit.length ?? ''} ${limit.unit ?? ''}${limit.length === 1 ? '' : 's'}`;
  if (counted === undefined) {
    return {
      end: null,
      strict: null,
      words: `${event} ${length}, but the public holidays there are not known.`,
      missing: [],
    };
  }
  return {
    end: counted.end,
    strict: counted.strict,
    words: `${event} ${length}, ${counted.how}: ${spoken(zone, counted.end)}.`,
    missing: [],
  };
}

function timeOf(event: StartEvent, starts: Starts, zone: string): number | null {
  const instant = starts[event];
  if (instant === null) return null;
  return event === 'awareness-year-end' ? yearEnd(zone, msOf(instant)) : msOf(instant);
}

/** The calendar day `YYYY-MM-DD` of an instant in a zone. */
export const localDay = (instant: Instant, zone: string): string => dayText(localDayNumber(zone, msOf(instant)));
