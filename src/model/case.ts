import type { Instant } from '../core/instant.ts';

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
  | { readonly kind: 'detected'; readonly document: unknown }
  | { readonly kind: 'traced'; readonly document: unknown }
  | { readonly kind: 'scoped'; readonly document: unknown }
  | { readonly kind: 'duties-derived'; readonly document: unknown }
  | { readonly kind: 'notices-drafted'; readonly document: unknown }
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
