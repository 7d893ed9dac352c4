import { type Instant, instantFromMs, msOf } from '../core/instant.ts';
import type { Facts } from '../model/facts.ts';
import type { StartEvent } from '../packs/law-duty-schema.ts';
import type { LawDeadline, LawLimit } from '../packs/law-text.ts';
import { addNew } from './answer.ts';
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
  const words = [rule.words];
  const missing: string[] = [];
  let end: number | null = null;
  let strict: number | null = null;
  let ends = 0;
  for (const limit of [rule, ...rule.or]) {
    const told = tell(limit, starts, zone, business);
    words.push(told.words);
    addNew(missing, told.missing);
    if (told.end !== null) ends += 1;
    end = earlier(end, told.end);
    strict = earlier(strict, told.strict);
  }
  if (ends > 1 && end !== null) words.push(`The earliest binds: ${spoken(zone, end)}.`);
  if (rule.strict !== undefined) {
    const held = tell({ ...rule.strict, start: rule.strict.start ?? rule.start }, starts, zone, business);
    words.push(`A stricter reading: ${held.words}`);
    strict = earlier(strict, held.end);
  }
  if (strict !== null) words.push(`Strictest reading, from the minute of the event: ${spoken(zone, strict)}.`);
  if (rule.disputed !== undefined) words.push(rule.disputed);
  return {
    deadline: end === null ? null : instantFromMs(end),
    strictDeadline: strict === null ? null : instantFromMs(strict),
    arithmetic: words.join(' '),
    missing,
  };
}

const earlier = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);

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
