import { createHash } from 'node:crypto';
import { addressesIn, asciiText } from '../canary/address-book.ts';
import { msOf } from '../core/instant.ts';
import type { Codebook } from '../model/canary.ts';
import type { ListedCanaries } from '../trace/canary-bound.ts';
import type { LeakSample } from '../trace/leak-sample.ts';
import { normalEmail } from '../trace/normal-form.ts';

/**
 * The committed canaries on a list, by whole addresses anywhere in the file or by unsalted digests of them, and the list's other records, which alone can be of
 * customers. Tracing canaries date the list: the latest `shown` counts, for the list holds that one too.
 */
export function listCanaries(
  bytes: Uint8Array,
  sample: LeakSample,
  books: readonly Codebook[],
): { readonly listed: ListedCanaries; readonly others: LeakSample } {
  const known = new Set(books.flatMap(({ canaries }) => canaries.flatMap(({ emails }) => emails)));
  const found = new Set(known.size === 0 ? [] : addressesIn(asciiText(bytes), known).keys());
  const byDigest = new Map<string, string>();
  for (const algorithm of new Set(sample.records.flatMap(({ digest }) => digest?.algorithm ?? [])))
    for (const email of known) byDigest.set(createHash(algorithm).update(email).digest('hex'), email);
  for (const { digest } of sample.records) {
    const email = digest === null ? undefined : byDigest.get(digest.hex);
    if (email !== undefined) found.add(email);
  }
  const normal = new Set([...found].map(normalEmail));
  const others = sample.records.filter(
    ({ email, digest }) => !(email !== null && normal.has(email)) && !(digest !== null && byDigest.has(digest.hex)),
  );
  const met = books.flatMap(({ shown, canaries }) =>
    canaries.filter(({ emails }) => emails.some((email) => found.has(email))).map(({ kind }) => ({ kind, shown })),
  );
  const [latest] = met.filter(({ kind }) => kind === 'tracing').sort((a, b) => msOf(b.shown.from) - msOf(a.shown.from));
  const records = sample.records.length - others.length;
  return {
    listed: { found: met.length, records, shown: latest?.shown ?? null },
    others: { ...sample, records: others },
  };
}
