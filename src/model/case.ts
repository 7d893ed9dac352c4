import type { Instant } from '../core/instant.ts';
import type { Duties } from './duty.ts';
import type { FrozenScope } from './exposure.ts';
import type { Finding } from './finding.ts';
import type { NoticeApproval, NoticeBook } from './notice.ts';
import type { MadeReferral, ReferralRelease } from './referral.ts';
import type { Trace, TraceDetail, TracePlan } from './trace.ts';

export const CASE_STATUSES = ['open', 'closed'] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** What can happen to a case, in the words of the actions that do it. `body` carries documents and ids, no customer's data. */
export type CaseEventBody =
  | { readonly kind: 'opened'; readonly title: string; readonly finding: string | null }
  | { readonly kind: 'noted'; readonly text: string }
  | {
      readonly kind: 'fact-set';
      readonly key: string;
      readonly value: unknown;
      readonly status: 'confirmed' | 'likely' | 'unknown';
      readonly evidence: string;
    }
  | { readonly kind: 'detected'; readonly document: Finding }
  /** Before the trace runs. */
  | { readonly kind: 'trace-planned'; readonly document: TracePlan }
  | { readonly kind: 'traced'; readonly document: Trace; readonly details: readonly TraceDetail[] }
  | { readonly kind: 'scoped'; readonly document: FrozenScope }
  | { readonly kind: 'duties-derived'; readonly document: Duties }
  | { readonly kind: 'notices-drafted'; readonly document: NoticeBook }
  /** The outbox was held against the records of its draft, byte for byte, and a second person lets it go. */
  | { readonly kind: 'notices-approved'; readonly document: NoticeApproval }
  /** The log of who was told begins; `incident` is random and stands in its folder and its origin. */
  | { readonly kind: 'telling-began'; readonly incident: string; readonly origin: string }
  /** Nobody is told any more; the leaf `sealed` says so in the main log. */
  | { readonly kind: 'telling-sealed'; readonly incident: string; readonly treeSize: number; readonly rootHash: string }
  /** While it holds nothing of the case is erased. */
  | { readonly kind: 'held'; readonly reason: string }
  | { readonly kind: 'hold-lifted'; readonly reason: string }
  /** What was held about one person was destroyed; whom it concerned is not said any more. Indices of leaves, in their logs. */
  | {
      readonly kind: 'erased';
      readonly reason: string;
      readonly leaves: readonly number[];
      readonly told: readonly { readonly incident: string; readonly leaves: readonly number[] }[];
    }
  /** Before a bag is made: what it will hold and who let it go. Its leaf is in the bag. */
  | { readonly kind: 'referral-released'; readonly document: ReferralRelease }
  /** The bag, before it is written out. */
  | { readonly kind: 'referral-made'; readonly document: MadeReferral }
  | { readonly kind: 'closed'; readonly reason: string };

export type CaseEvent = CaseEventBody & {
  readonly case: string;
  /** From 0, without holes. */
  readonly seq: number;
  readonly at: Instant;
  /** Who acted: the operator's login name. */
  readonly by: string;
};

/** A case as `case list` shows it. */
export interface CaseSummary {
  readonly case: string;
  readonly title: string;
  readonly openedAt: Instant;
  readonly status: CaseStatus;
}
