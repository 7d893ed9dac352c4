import type { ContentKey, Representation } from './duty.ts';

export const NOTICE_STATES = ['drafted', 'queued', 'accepted', 'letter', 'unreachable', 'excepted', 'unknown'] as const;
export type NoticeState = (typeof NOTICE_STATES)[number];

/** The document of `candour notices draft|status --json`; balanced when every affected person is in exactly one state. */
export interface NoticeBook {
  readonly case: string;
  readonly affected: number;
  readonly perState: Readonly<Record<NoticeState, number>>;
  readonly variants: readonly {
    readonly id: string;
    readonly regime: string;
    readonly language: string;
    readonly persons: number;
  }[];
  readonly balanced: boolean;
  /** The draft: the records about its persons (kind `notice`) name it. */
  readonly draft: string;
  /** What the lint found; with any of them no notice of the draft is fit for approval. */
  readonly faults: readonly { readonly code: string; readonly message: string; readonly persons: number }[];
}

/** A second person's word that the notices of a draft may be sent. */
export interface NoticeApproval {
  readonly draft: string;
  readonly approvedBy: string;
  /** Persons that the outbox held then, in whatever state; messages among them. */
  readonly persons: number;
  readonly messages: number;
}

/** What one law says about one key of a notice's content. */
export interface ContentRule {
  readonly key: ContentKey;
  /** Id of the law. */
  readonly law: string;
  readonly citation: string;
  /** False: the law may bind the person; it depends on what is not known. */
  readonly binds: boolean;
  /** Of an identity theft service: for how many months at least it is offered. */
  readonly months?: number;
}

/** An office that a letter tells its reader to turn to; null what the source does not show. */
export interface OfficeContact {
  readonly key: ContentKey;
  readonly name: string;
  readonly address: string | null;
  readonly phone: string | null;
  /** Host and path without `https://`: a notice holds no link. */
  readonly web: string | null;
}

/** What the laws that bind the reader of one notice, or may, say about it. */
export interface ReaderLaw {
  readonly forbids: readonly ContentRule[];
  readonly mandates: readonly ContentRule[];
  /** Under each of these laws that knows them: whether the controller needs a representative, and whom it has named. */
  readonly representatives: readonly Representation[];
  /** Offices whose whereabouts one of these laws asks for. */
  readonly contacts: readonly OfficeContact[];
}
