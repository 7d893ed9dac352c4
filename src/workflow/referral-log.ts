import { canonicalJson } from '../core/canonical-json.ts';
import { formatOpening } from '../core/opening.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { CaseEventBody } from '../model/case.ts';
import type { Trace } from '../model/trace.ts';
import type { WitnessedLog } from '../ports/witnessed-log.ts';
import { referralFault } from '../referral/fault.ts';
import type { LogEvidence, ProvedLeaf } from '../referral/log-part.ts';
import type { Exhibit, Referral } from '../referral/referral.ts';
import type { ReferralActionDeps } from './referral-deps.ts';
import type { KeptCheckpoint } from './referral-terms.ts';

/** The newest state of the log, cosigned where the witnesses answer: what a bag is made as of. Errors: those of the log. */
export async function newestCheckpoint({ evidence }: ReferralActionDeps): Promise<Result<KeptCheckpoint>> {
  const log = evidence.log();
  if (!log.ok) return log;
  const asked = await log.value.ask();
  if (!asked.ok) return asked;
  const { origin, treeSize, rootHash, note } = asked.value.state;
  return ok({ origin, treeSize, rootHash, note });
}

/**
 * What the bag shows of the log as of a kept checkpoint. One pass over the raw file of each exhibit's batch. Errors: those of the log,
 * `LAKE_SECRET_GONE`, `LAKE_RAW_CHANGED`, `REFERRAL_NOT_IN_LOG`.
 */
export async function logEvidence(
  referral: Referral,
  checkpoint: KeptCheckpoint,
  deps: ReferralActionDeps,
): Promise<Result<LogEvidence>> {
  const log = deps.evidence.log();
  if (!log.ok) return log;
  const trust = deps.evidence.trust();
  if (!trust.ok) return trust;
  const exhibits: LogEvidence['exhibits'][number][] = [];
  const step = deps.progress.step('proofs', referral.exhibits.length, 'exhibits');
  for (const exhibit of referral.exhibits) {
    const proved = await exhibitEvidence(log.value, exhibit, checkpoint, deps);
    if (!proved.ok) return proved;
    exhibits.push(proved.value);
    step.at(exhibits.length);
  }
  step.end();
  const events = await eventEvidence(log.value, referral, checkpoint, deps);
  if (!events.ok) return events;
  const { vkey, policy, cosignedBy } = trust.value;
  const witnesses = cosignedBy(checkpoint.note);
  return ok({ ...checkpoint, vkey, policy, witnesses, exhibits, events: events.value });
}

async function exhibitEvidence(
  log: WitnessedLog,
  { id, batch, records }: Exhibit,
  checkpoint: KeptCheckpoint,
  deps: ReferralActionDeps,
): Promise<Result<LogEvidence['exhibits'][number]>> {
  const recordNos = records.map(({ recordNo }) => recordNo);
  const proved = await deps.evidence.proveRecords(batch, recordNos);
  if (!proved.ok) return proved;
  const leaf = await provedLeaf(log, proved.value.leaf, checkpoint.treeSize);
  return leaf.ok ? ok({ id, batch: leaf.value, records: proved.value.records }) : leaf;
}

/** The case's events up to the checkpoint; a read of these is no read of customers: nothing in them is one's. */
async function eventEvidence(
  log: WitnessedLog,
  referral: Referral,
  checkpoint: KeptCheckpoint,
  deps: ReferralActionDeps,
): Promise<Result<LogEvidence['events']>> {
  const events: LogEvidence['events'][number][] = [];
  for (const { leaf, nonce, record } of deps.records.openEvents(referral.case)) {
    if (leaf >= checkpoint.treeSize || record.kind !== 'event' || record.seq === null) continue;
    const proved = await provedLeaf(log, leaf, checkpoint.treeSize);
    if (!proved.ok) return proved;
    const shown = isShown(record.body, referral.trace);
    const opening = shown ? formatOpening({ nonce, record: canonicalJson(record) }) : null;
    events.push({ seq: record.seq, leaf: proved.value, opening });
  }
  return ok(events);
}

const ALWAYS_SHOWN: ReadonlySet<CaseEventBody['kind']> = new Set([
  'opened',
  'fact-set',
  'trace-planned',
  'referral-released',
]);

/** Notes and what is about notices stay closed; so does what names an actor whom the trace does not name. Closed ones are still proved to be there. */
function isShown(body: CaseEventBody, trace: Trace | null): boolean {
  const named = new Set(trace?.named.map(({ actor }) => actor) ?? []);
  if (ALWAYS_SHOWN.has(body.kind)) return true;
  if (body.kind === 'detected') return named.has(body.document.actor);
  if (body.kind === 'traced') return body.document.named.every(({ actor }) => named.has(actor));
  return body.kind === 'scoped' && body.document.actors.every((actor) => named.has(actor));
}

async function provedLeaf(log: WitnessedLog, index: number, treeSize: number): Promise<Result<ProvedLeaf>> {
  if (index >= treeSize)
    return err(
      referralFault('REFERRAL_NOT_IN_LOG', `proving entry ${index}: the checkpoint of the bag has ${treeSize}`),
    );
  const hashes = await log.inclusionProof(index, treeSize);
  if (!hashes.ok) return hashes;
  for await (const { entry } of log.entries(index, index + 1)) return ok({ index, entry, hashes: hashes.value });
  throw new Error(`the log gave no entry ${index}`);
}
