import { z } from 'zod';
import { sha256Hex } from '../core/hash.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { CaseEvent } from '../model/case.ts';
import type { FrozenScope } from '../model/exposure.ts';
import { loadReferralPack } from '../packs/referral-pack.ts';
import { type Bag, buildBag } from '../referral/build-bag.ts';
import { keyIdOf } from '../referral/custody.ts';
import { referralFault } from '../referral/fault.ts';
import { logPart } from '../referral/log-part.ts';
import { payloadOf } from '../referral/payload.ts';
import type { Referral } from '../referral/referral.ts';
import { appendToCase } from './append-to-case.ts';
import { newReferral } from './new-referral.ts';
import { referralContent } from './referral-content.ts';
import type { ReferralActionDeps } from './referral-deps.ts';
import { logEvidence } from './referral-log.ts';
import { type KeptTerms, keptReferrals } from './referral-terms.ts';
import { countsOf, differs, type FiledRelease, releaseReferral, stampParts } from './release-referral.ts';

export const referralInput = z.strictObject({
  case: z.string().min(1),
  out: z.string().min(1).describe('folder that the bag is written into'),
  to: z.string().min(1).max(200).optional().describe('to whom it goes: an office'),
  approvedBy: z.string().min(1).max(100).optional().describe('login name of the second person who releases it'),
  victimsKeys: z
    .array(z.string().min(1))
    .default([])
    .describe('age public keys of the recipient, for the list of people'),
  fresh: z.boolean().default(false).describe('a new referral, also where nothing changed since the last'),
  unpacked: z.boolean().default(false),
  timestamp: z.boolean().default(true).describe('false: without a time stamp, though an authority is set'),
});
export type ReferralInput = z.infer<typeof referralInput>;

/** The document of `candour referral --json`. */
export interface ReferralMade {
  readonly case: string;
  /** Path of the archive. */
  readonly bag: string;
  readonly files: number;
  readonly bytes: number;
  /** Of the archive. */
  readonly sha256: string;
  readonly referral: string;
  /** SHA-256 of the payload's manifest: what an approval is bound to. */
  readonly payloadSha256: string;
  readonly custodyKeyId: string;
  /** The state of the evidence log that the bag is made as of. */
  readonly treeSize: number;
  readonly rootHash: string;
  readonly approvedBy: string | null;
  /** The authority's time for that state of the log; null: there is no time stamp. */
  readonly stampedAt: string | null;
  readonly exhibits: number;
  readonly records: number;
  readonly victims: number;
  /** The same bag as was made before, byte for byte. */
  readonly again: boolean;
}

const PACK = 'standard';

/**
 * Packs what a case has for police or a prosecutor. Where the case says nothing new since the last referral the same bag comes out again,
 * byte for byte; the release stands in the case before the bag is made, and the bag before it is written out. Errors: `CASE_UNKNOWN`,
 * `CASE_CLOSED`, `REFERRAL_…`, `SCOPE_STALE`, `BAG_KEY`, `BAG_UNWRITABLE`, those of the packs and the lake.
 */
export const referCase = {
  name: 'case.refer',
  permission: 'release',
  input: referralInput,
  async run(input: ReferralInput, deps: ReferralActionDeps): Promise<Result<ReferralMade>> {
    const events = deps.cases.events(input.case);
    if (!events.ok) return events;
    const scope = scopeOf(events.value);
    if (!scope.ok) return scope;
    const pack = loadReferralPack(deps.packsFolder, PACK);
    if (!pack.ok) return pack;
    const signer = deps.bagDesk.signer();
    if (!signer.ok) return signer;
    const terms = await termsFor(input, events.value, scope.value, deps);
    if (!terms.ok) return terms;
    const approvedBy = input.approvedBy ?? null;
    if (approvedBy !== null && approvedBy === terms.value.madeBy) {
      const message = 'approving the referral: expected another person than the one who made it';
      return err(referralFault('REFERRAL_SAME_PERSON', message));
    }
    const referral = await referralContent(input.case, terms.value, events.value, deps);
    if (!referral.ok) return referral;
    const payload = payloadOf(referral.value, pack.value);
    if (!payload.ok) return payload;
    const custodyKeyId = keyIdOf(signer.value.key.publicKey);
    const asked = { approvedBy, custodyKeyId, timestamp: input.timestamp };
    const release = await releaseReferral(referral.value, payload.value, asked, deps);
    if (!release.ok) return release;
    const log = await logEvidence(referral.value, release.value.checkpoint, deps);
    if (!log.ok) return log;
    const verifier = await deps.bagDesk.verifier();
    if (!verifier.ok) return verifier;
    const bag = buildBag(referral.value, payload.value, pack.value, {
      release: release.value,
      log: logPart(log.value),
      ...stampParts(release.value),
      verifier: verifier.value,
      signer: signer.value,
    });
    if (!bag.ok) return bag;
    const made = await recordBag(referral.value, release.value, bag.value, deps);
    if (!made.ok) return made;
    const path = deps.bagDesk.write(input.out, bag.value, input.unpacked);
    if (!path.ok) return path;
    return ok({
      ...made.value,
      case: input.case,
      bag: path.value,
      payloadSha256: release.value.payloadDigest,
      custodyKeyId,
      treeSize: release.value.checkpoint.treeSize,
      rootHash: release.value.checkpoint.rootHash,
      stampedAt: release.value.stamp?.at ?? null,
      ...countsOf(referral.value),
    });
  },
} as const;

const OWN_EVENTS: ReadonlySet<CaseEvent['kind']> = new Set(['referral-released', 'referral-made']);

/** The kept terms where the case and the question are the same as then, else new ones. */
async function termsFor(
  input: ReferralInput,
  events: readonly CaseEvent[],
  scope: FrozenScope,
  deps: ReferralActionDeps,
): Promise<Result<KeptTerms>> {
  const kept = keptReferrals(deps.referrals, input.case).newest();
  const moved = kept === null || events.slice(kept.events).some(({ kind }) => !OWN_EVENTS.has(kind));
  const same =
    kept !== null &&
    (input.to === undefined || input.to === kept.recipient) &&
    (input.victimsKeys.length === 0 || sameSet(input.victimsKeys, kept.victims?.recipients ?? []));
  if (kept !== null && same && !moved && !input.fresh) return ok(kept);
  const terms = { recipient: input.to ?? null, victimsKeys: [...new Set(input.victimsKeys)].sort() };
  return newReferral(input.case, terms, scope, events, deps);
}

function scopeOf(events: readonly CaseEvent[]): Result<FrozenScope> {
  const scoped = events.findLast((event) => event.kind === 'scoped');
  if (scoped?.kind !== 'scoped')
    return err(referralFault('REFERRAL_NO_SCOPE', 'referring the case: it has no scope yet'));
  if (scoped.document.actors.length > 0) return ok(scoped.document);
  return err(referralFault('REFERRAL_NO_ACTORS', 'referring the case: its scope names no actors'));
}

/** Writes the archive's digest into the case before the archive is handed out. Error: `REFERRAL_DIFFERS`. */
async function recordBag(
  referral: Referral,
  release: FiledRelease,
  bag: Bag,
  deps: ReferralActionDeps,
): Promise<Result<Pick<ReferralMade, 'referral' | 'files' | 'bytes' | 'sha256' | 'approvedBy' | 'again'>>> {
  const kept = keptReferrals(deps.referrals, referral.case);
  const sha256 = sha256Hex(bag.archive);
  const before = kept.digest(referral.id, release.number);
  if (before !== null && before !== sha256) return differs('bag');
  const document = {
    referral: referral.id,
    approvedBy: release.approvedBy,
    files: bag.files.length,
    bytes: bag.archive.length,
    sha256,
  };
  const appended = await appendToCase(referral.case, { kind: 'referral-made', document }, [], deps);
  if (!appended.ok) return appended;
  if (before === null) kept.addDigest(referral.id, release.number, sha256);
  return ok({ ...document, again: before !== null });
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  new Set(a).size === new Set(b).size && a.every((one) => b.includes(one));
