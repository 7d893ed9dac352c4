import { msOf, type Period } from '../core/instant.ts';
import type { Trace } from '../model/trace.ts';

/** What the list holds of committed canaries: distinct ones, records of the list, and when the ones shown last were to be shown (null: none was). */
export interface ListedCanaries {
  readonly found: number;
  readonly records: number;
  readonly shown: Period | null;
}

/**
 * The trace with the bound that canaries give: a list that holds one left the house after it was first shown, so the window does not end before that.
 * Widening keeps the window's level, which is a lower bound. The estimate itself is not touched where the two agree.
 */
export function boundByCanaries(trace: Trace, { found, records, shown }: ListedCanaries): Trace {
  if (found === 0) return trace;
  const { window } = trace;
  const early = window !== null && shown !== null && Date.parse(window.to) < msOf(shown.from);
  return {
    ...trace,
    window: early ? { ...window, to: shown.from } : window,
    canaries: {
      found,
      records,
      shownFrom: shown?.from ?? null,
      shownTo: shown?.to ?? null,
      estimatedTo: early ? window.to : null,
    },
  };
}

/** What canaries on the list say of when it left, for the terminal and the report. */
export function canarySentence({ found, shownFrom, shownTo, estimatedTo }: NonNullable<Trace['canaries']>): string {
  const many = found === 1 ? 'One made-up customer' : `${found} made-up customers`;
  const on = `${many} of this company ${found === 1 ? 'is' : 'are'} on the list, counted neither as on file nor as foreign.`;
  if (shownFrom === null || shownTo === null)
    return `${on} Nobody was to be shown ${found === 1 ? 'it' : 'them'}: it says nothing of when.`;
  const bound = `The latest ${found === 1 ? 'was' : 'of them were'} to be shown from ${shownFrom} until ${shownTo}: the list left the house after the first of these times; the second is no bound, for what was copied may leave later.`;
  const against =
    estimatedTo === null
      ? ''
      : ` This contradicts the views, by which it was taken before ${estimatedTo}; the time of extraction was widened, and part of the list may have been taken later or by another.`;
  return `${on} ${bound}${against}`;
}
