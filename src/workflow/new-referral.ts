import { err, ok, type Result } from '../core/result.ts';
import type { CaseEvent } from '../model/case.ts';
import type { FrozenScope } from '../model/exposure.ts';
import type { LakeSession } from '../ports/lake.ts';
import { referralFault } from '../referral/fault.ts';
import { type Victim, victimBag } from '../referral/victim-bag.ts';
import { scopeFault } from '../scope/fault.ts';
import { loadExposure } from './load-exposure.ts';
import type { ReferralActionDeps } from './referral-deps.ts';
import { type KeptTerms, keptReferrals } from './referral-terms.ts';

const STATEMENT = 'referral-record';

type RecordRow = {
  readonly source: string;
  readonly batch: string;
  readonly record_no: number;
  readonly account: string;
  readonly actor: string;
};

/**
 * Picks the records of a case's question, encrypts the list of people where a key was given, and keeps both. Errors: `SCOPE_STALE`,
 * `REFERRAL_NO_RECORDS`, `REFERRAL_RECIPIENT_INVALID`, those of the lake.
 */
export async function newReferral(
  caseId: string,
  asked: { readonly recipient: string | null; readonly victimsKeys: readonly string[] },
  scope: FrozenScope,
  events: readonly CaseEvent[],
  deps: ReferralActionDeps,
): Promise<Result<KeptTerms>> {
  const session = await deps.lake.open();
  if (!session.ok) return session;
  try {
    if (session.value.checkpoint !== scope.checkpoint)
      return err(scopeFault('SCOPE_STALE', 'referring the case: the lake has changed since the scope was computed'));
    const picked = await pickRecords(session.value, scope);
    if (!picked.ok) return picked;
    const madeAt = deps.clock.now();
    const victims = await encryptedVictims(caseId, madeAt, asked.victimsKeys, scope, session.value, deps);
    if (!victims.ok) return victims;
    const company = deps.company();
    const terms: KeptTerms = {
      version: 1,
      id: deps.ids.fresh('ref'),
      madeAt,
      madeBy: deps.operator,
      recipient: asked.recipient,
      events: events.length,
      organisation: company.ok ? company.value : null,
      statement: { name: STATEMENT, sha256: deps.bagDesk.statementDigest(STATEMENT) },
      tool: deps.bagDesk.tool,
      ...picked.value,
      victims: victims.value === null ? null : { persons: victims.value.persons, recipients: [...asked.victimsKeys] },
    };
    keptReferrals(deps.referrals, caseId).create(terms, victims.value?.bytes ?? null);
    return ok(terms);
  } finally {
    await session.value.close();
  }
}

async function pickRecords(
  session: LakeSession,
  scope: FrozenScope,
): Promise<Result<Pick<KeptTerms, 'selection' | 'actors'>>> {
  const { from, to } = scope.window;
  const batches = new Map<string, { readonly source: string; readonly recordNos: Set<number> }>();
  const actors: Record<string, string> = {};
  for await (const rows of session.stream<RecordRow>(STATEMENT, { actors: scope.actors, from, to })) {
    for (const row of rows) {
      const batch = batches.get(row.batch) ?? { source: row.source, recordNos: new Set<number>() };
      batch.recordNos.add(row.record_no);
      batches.set(row.batch, batch);
      actors[row.account] = row.actor;
    }
  }
  if (batches.size === 0)
    return err(referralFault('REFERRAL_NO_RECORDS', 'referring the case: no access of the actors is in its window'));
  const selection = [...batches].map(([batch, { source, recordNos }]) => ({
    source,
    batch,
    recordNos: [...recordNos],
  }));
  return ok({ selection, actors });
}

async function encryptedVictims(
  caseId: string,
  madeAt: string,
  keys: readonly string[],
  scope: FrozenScope,
  session: LakeSession,
  deps: ReferralActionDeps,
): Promise<Result<{ readonly bytes: Uint8Array; readonly persons: number } | null>> {
  if (keys.length === 0) return ok(null);
  const loaded = await loadExposure(session, scope, deps.files);
  if (!loaded.ok) return loaded;
  const victims = await session.rows<Victim>('referral-victim');
  const bytes = await deps.bagDesk.encrypt(victimBag(caseId, madeAt, victims), keys);
  return bytes.ok ? ok({ bytes: bytes.value, persons: victims.length }) : bytes;
}
