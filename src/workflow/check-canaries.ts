import { z } from 'zod';
import { addressesIn, asciiText } from '../canary/address-book.ts';
import { canaryFault } from '../canary/fault.ts';
import { judgeCanaries, type NamedUnit } from '../canary/judge-canaries.ts';
import { readEnvelope, splitMailbox } from '../canary/mail-envelope.ts';
import { shownTo } from '../canary/shown-to.ts';
import type { Instant } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { Codebook } from '../model/canary.ts';
import type { Deps } from './deps.ts';
import { keepRead } from './keep-read.ts';

export const checkCanariesInput = z.strictObject({
  mail: z.array(z.string().min(1)).default([]).describe('mbox files, .eml files, or folders of them'),
  leak: z.string().min(1).optional().describe('a list found outside'),
  case: z.string().min(1).optional().describe('whose newest trace counts beside the canaries'),
  alpha: z.number().gt(0).max(0.05).default(0.001).describe('tolerated probability of naming anybody innocent'),
});
export type CheckCanariesInput = z.output<typeof checkCanariesInput>;

/** A canary that turned up. */
export interface FoundCanary {
  readonly canary: string;
  readonly codebook: string;
  readonly kind: 'tripwire' | 'tracing';
  readonly in: readonly ('mail' | 'leak')[];
  /** Messages and lines. */
  readonly times: number;
  readonly first: Instant | null;
  readonly last: Instant | null;
  /** How many were to be shown it, and how many opened it as the log says: counts, no names. */
  readonly shownTo: number;
  readonly openedBy: number;
}

/** The document of `candour canary check --json`. Nobody below the threshold appears anywhere in it. */
export interface CanaryCheck {
  readonly read: { readonly messages: number; readonly leakBytes: number };
  readonly codebooks: number;
  readonly found: readonly FoundCanary[];
  readonly verdict: 'none-found' | 'below-threshold' | 'named';
  readonly named: readonly NamedUnit[];
  readonly alpha: number;
  /** Of the codebooks whose tracing canaries were found: it left the house after `from` of the newest. */
  readonly shown: readonly {
    readonly codebook: string;
    readonly found: number;
    readonly from: Instant;
    readonly to: Instant;
    readonly moreNeeded: number | null;
  }[];
}

type CheckDeps = Pick<Deps, 'canaryFiles' | 'cases' | 'clock' | 'lake' | 'operator' | 'readLeak' | 'records'>;

interface Sighting {
  readonly in: Set<'mail' | 'leak'>;
  times: number;
  first: Instant | null;
  last: Instant | null;
}

/**
 * Looks for exact addresses of committed canaries and judges what they say of whom; that somebody was named is recorded. Errors: `CANARY_NOTHING_TO_CHECK`,
 * `CANARY_UNKNOWN_CODEBOOK` (none is committed), `CASE_UNKNOWN`, `LEAK_UNREADABLE`, those of the lake and of the mailbox.
 */
export const checkCanaries = {
  name: 'canary.check',
  permission: 'read',
  input: checkCanariesInput,
  async run(input: CheckCanariesInput, deps: CheckDeps): Promise<Result<CanaryCheck>> {
    if (input.mail.length === 0 && input.leak === undefined)
      return err(canaryFault('CANARY_NOTHING_TO_CHECK', 'checking canaries: neither mail nor a list was given'));
    const books = deps.records.codebooks();
    if (!books.ok) return books;
    if (books.value.length === 0)
      return err(canaryFault('CANARY_UNKNOWN_CODEBOOK', 'checking canaries: no codebook is committed'));
    const traced = input.case === undefined ? ok(null) : tracedIn(input.case, deps);
    if (!traced.ok) return traced;
    const looked = lookFor(input, books.value, deps);
    if (!looked.ok) return looked;
    const { sightings, read } = looked.value;
    const opened = sightings.size === 0 ? ok(new Map<string, number>()) : await openedBy(deps);
    if (!opened.ok) return opened;
    const addresses = new Set(sightings.keys());
    const touched = books.value.filter(({ canaries }) =>
      canaries.some(({ emails }) => emails.some((e) => addresses.has(e))),
    );
    // Every codebook is a chance to name somebody, found in or not.
    const alpha = input.alpha / books.value.length;
    const verdicts = touched.map((book) => ({ book, ...judgeCanaries(book, addresses, alpha, traced.value) }));
    const found = touched.flatMap((book) => foundIn(book, sightings, opened.value));
    const named = verdicts.flatMap((one) => one.named);
    // Whoever points at somebody leaves that behind, and whoever asks again with another α leaves it twice.
    const shown = { what: 'canary-check', id: null, case: input.case ?? null, about: null } as const;
    const kept = named.length === 0 ? ok(null) : await keepRead(shown, deps);
    if (!kept.ok) return kept;
    return ok({
      read,
      codebooks: books.value.length,
      found,
      verdict: found.length === 0 ? 'none-found' : named.length === 0 ? 'below-threshold' : 'named',
      named,
      alpha: input.alpha,
      shown: verdicts
        .filter((one) => one.found > 0)
        .map(({ book, moreNeeded, found: count }) => ({
          codebook: book.codebook,
          found: count,
          ...book.shown,
          moreNeeded,
        })),
    });
  },
} as const;

/** E-values of whom the newest trace of a case names. */
function tracedIn(caseId: string, { cases }: Pick<Deps, 'cases'>): Result<ReadonlyMap<string, number>> {
  const events = cases.events(caseId);
  if (!events.ok) return events;
  const trace = events.value.findLast((event) => event.kind === 'traced');
  return ok(new Map(trace?.document.named.map(({ actor, eValue }) => [actor, eValue])));
}

function lookFor(
  input: CheckCanariesInput,
  books: readonly Codebook[],
  deps: CheckDeps,
): Result<{ readonly sightings: ReadonlyMap<string, Sighting>; readonly read: CanaryCheck['read'] }> {
  const known = new Set(books.flatMap(({ canaries }) => canaries.flatMap(({ emails }) => emails)));
  const sightings = new Map<string, Sighting>();
  const seen = (address: string, where: 'mail' | 'leak', times: number, at: Instant | null): void => {
    const one = sightings.get(address) ?? { in: new Set(), times: 0, first: at, last: at };
    sightings.set(address, one);
    one.in.add(where);
    one.times += times;
    if (at !== null && (one.first === null || at < one.first)) one.first = at;
    if (at !== null && (one.last === null || at > one.last)) one.last = at;
  };
  const messages = new Set<string>();
  for (const path of input.mail) {
    const files = deps.canaryFiles.mail(path);
    if (!files.ok) return files;
    for (const file of files.value)
      for (const message of splitMailbox(file)) {
        const { recipients, at, sha256 } = readEnvelope(message);
        if (messages.has(sha256)) continue;
        messages.add(sha256);
        for (const address of addressesIn(recipients, known).keys()) seen(address, 'mail', 1, at);
      }
  }
  const bytes = input.leak === undefined ? ok(new Uint8Array()) : deps.readLeak(input.leak);
  if (!bytes.ok) return bytes;
  for (const [address, times] of addressesIn(asciiText(bytes.value), known)) seen(address, 'leak', times, null);
  return ok({ sightings, read: { messages: messages.size, leakBytes: bytes.value.length } });
}

async function openedBy({ lake }: Pick<Deps, 'lake'>): Promise<Result<ReadonlyMap<string, number>>> {
  const session = await lake.open();
  if (!session.ok) return session;
  try {
    const rows = await session.value.rows<{ readonly email: string; readonly actors: bigint }>('canary-opened');
    return ok(new Map(rows.map(({ email, actors }) => [email, Number(actors)])));
  } finally {
    await session.value.close();
  }
}

function foundIn(
  book: Codebook,
  sightings: ReadonlyMap<string, Sighting>,
  opened: ReadonlyMap<string, number>,
): readonly FoundCanary[] {
  const shown = new Map<string, number>();
  for (const unit of book.units)
    for (const { email } of shownTo(book, unit))
      if (sightings.has(email)) shown.set(email, (shown.get(email) ?? 0) + 1);
  return book.canaries.flatMap(({ id, kind, emails }) =>
    emails.flatMap((email) => {
      const one = sightings.get(email);
      if (one === undefined) return [];
      const counts = { shownTo: shown.get(email) ?? 0, openedBy: opened.get(email) ?? 0 };
      return [{ canary: id, codebook: book.codebook, kind, ...one, in: [...one.in].sort(), ...counts }];
    }),
  );
}
