import type { Instant, Period } from '../core/instant.ts';
import type { Codebook } from './canary.ts';
import type { CaseEventBody } from './case.ts';
import type { Finding } from './finding.ts';
import type { NoticeState } from './notice.ts';

/** What was read of people by an operator. */
export type ReadWhat =
  | 'canary-check'
  | 'case'
  | 'explanation'
  | 'findings'
  | 'notice'
  | 'notice-list'
  | 'receipt'
  | 'report';

/** What happened, as `state/` keeps it behind a leaf, by kind. */
export type RecordBody =
  | { readonly kind: 'event'; readonly body: CaseEventBody }
  | { readonly kind: 'findings'; readonly body: { readonly window: Period; readonly findings: readonly Finding[] } }
  | {
      readonly kind: 'export';
      readonly body: {
        readonly what: 'canaries' | 'exposure' | 'outbox' | 'report' | 'tenant-package';
        /** Name in the case's folder; null for one that the operator put elsewhere. */
        readonly file: string | null;
        readonly rows: number | null;
        /** Of the file; of one that names people only where the file itself holds a secret that hides them from guessing. */
        readonly sha256: string | null;
      };
    }
  | {
      readonly kind: 'notice';
      readonly body: {
        readonly draft: string;
        readonly notice: string;
        readonly controller: string | null;
        readonly variant: string | null;
        readonly regime: string | null;
        readonly language: string | null;
        readonly state: NoticeState;
        readonly why: string | null;
        readonly sha256: string | null;
      };
    }
  | { readonly kind: 'codebook'; readonly body: Codebook }
  /** As the event of that name, of what belonged to no case. */
  | { readonly kind: 'erased'; readonly body: Omit<Extract<CaseEventBody, { readonly kind: 'erased' }>, 'kind'> }
  | { readonly kind: 'read'; readonly body: { readonly what: ReadWhat; readonly id: string | null } }
  /** The first message to a person was accepted; its leaf is in the notices log of the incident. */
  | { readonly kind: 'told'; readonly body: Message }
  /** A later message to a person who was told. */
  | { readonly kind: 'message'; readonly body: Message };

/** A message that the other side took: which notice, through what, when, and the hash of what was sent. */
export interface Message {
  readonly incident: string;
  readonly notice: string;
  readonly channel: 'email' | 'letter';
  readonly acceptedAt: Instant;
  readonly sha256: string;
}

export type RecordKind = RecordBody['kind'];

/** Everything a leaf of type `record` commits to, in canonical JSON. */
export type StateRecord = RecordBody & {
  readonly v: 1;
  readonly at: Instant;
  /** Who acted: the operator's login name. */
  readonly by: string;
  /** Null for what belongs to no case. */
  readonly case: string | null;
  /** Of a case event, from 0 without holes; else null. */
  readonly seq: number | null;
  /** The person it is about, under whose key it is kept; null for records about nobody in particular. */
  readonly about: string | null;
};

/** A record whose leaf is under a published checkpoint. */
export interface KeptRecord {
  readonly record: StateRecord;
  /** Index in the main log, or in the notices log of the incident. */
  readonly leaf: number;
  readonly incident: string | null;
}
