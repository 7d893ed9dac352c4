import { err, ok, type Result } from '../core/result.ts';
import type { CaseEvent } from '../model/case.ts';
import { loadSourcePack } from '../packs/source-pack.ts';
import { referralFault } from '../referral/fault.ts';
import type { Exhibit, Referral, TimelineRow } from '../referral/referral.ts';
import { factBaseOf } from './fact-base.ts';
import type { ReferralActionDeps } from './referral-deps.ts';
import { type KeptTerms, keptReferrals } from './referral-terms.ts';

// A bag is put together in memory, and a ZIP of the plain kind holds 4 GiB.
const MOST_BYTES = 1024 * 1024 * 1024;
// The opening of one record takes some 1.5 kB of JSON, and one text holds 512 MiB.
const MOST_RECORDS = 200_000;

/** Reads a referral's content as its terms fix it. Errors: `REFERRAL_TOO_LARGE`, `LAKE_RECORD_UNKNOWN`, those of the lake and packs. */
export async function referralContent(
  caseId: string,
  terms: KeptTerms,
  events: readonly CaseEvent[],
  deps: ReferralActionDeps,
): Promise<Result<Referral>> {
  const base = factBaseOf(events.slice(0, terms.events));
  const scoped = events.slice(0, terms.events).findLast((event) => event.kind === 'scoped');
  if (scoped?.kind !== 'scoped') throw new Error('a kept referral has a scope');
  const exhibits = await exhibitsOf(terms, deps);
  if (!exhibits.ok) return exhibits;
  const timeline = await timelineOf(terms, deps);
  if (!timeline.ok) return timeline;
  const victims = keptReferrals(deps.referrals, caseId).victims(terms.id);
  return ok({
    ...terms,
    case: caseId,
    title: base.title,
    openedAt: base.openedAt,
    trace: base.trace,
    scope: scoped.document,
    facts: base.facts,
    exhibits: exhibits.value,
    timeline: timeline.value,
    victims: victims === null || terms.victims === null ? null : { bytes: victims, ...terms.victims },
  });
}

async function exhibitsOf(terms: KeptTerms, deps: ReferralActionDeps): Promise<Result<readonly Exhibit[]>> {
  const exhibits: Exhibit[] = [];
  const asked = terms.selection.reduce((sum, { recordNos }) => sum + recordNos.length, 0);
  if (asked > MOST_RECORDS) {
    const message = `referring the case: ${asked} original records, one bag holds ${MOST_RECORDS}`;
    return err(referralFault('REFERRAL_TOO_LARGE', message));
  }
  const step = deps.progress.step('exhibits', terms.selection.length, 'batches');
  let left = MOST_BYTES;
  for (const { source, batch, recordNos } of terms.selection) {
    const facts = await deps.rawRecords.batch(batch);
    if (!facts.ok) return facts;
    const pack = loadSourcePack(deps.packsFolder, source);
    if (!pack.ok) return pack;
    const records = await deps.rawRecords.read(batch, recordNos, left);
    if (!records.ok) return records;
    left -= records.value.reduce((sum, bytes) => sum + bytes.length, 0);
    const { title, vendor } = pack.value.source;
    exhibits.push({
      id: `EX-${String(exhibits.length + 1).padStart(3, '0')}`,
      source: { id: source, title, vendor },
      batch,
      batchRecords: facts.value.records,
      committedAt: facts.value.committedAt,
      pack: facts.value.pack,
      records: recordNos.map((recordNo, n) => ({ recordNo, bytes: records.value[n] ?? new Uint8Array() })),
    });
    step.at(exhibits.length);
  }
  step.end();
  return ok(exhibits);
}

async function timelineOf(terms: KeptTerms, deps: ReferralActionDeps): Promise<Result<readonly TimelineRow[]>> {
  const session = await deps.lake.open();
  if (!session.ok) return session;
  try {
    const rows = terms.selection.flatMap(({ batch, recordNos }) =>
      recordNos.map((recordNo) => ({ batch, record_no: recordNo })),
    );
    await session.value.load('exhibit_record', rows);
    const found = await session.value.rows<Omit<TimelineRow, 'actor'>>('referral-timeline');
    return ok(found.map((row) => ({ ...row, actor: terms.actors[row.account] ?? row.account })));
  } finally {
    await session.value.close();
  }
}
